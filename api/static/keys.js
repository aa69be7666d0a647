// Keyboard use of the review form: next and previous stage, a score, save. With Alt and Shift only, by the
// place of the key, so that no screen reader's or browser's own key is taken; they can be switched off
// (WCAG 2.1.4), which is remembered in a cookie. Also marks in the navigation where one is and what is done.

const SWITCH = "touchstone-shortcuts";

export function useKeys(form) {
  if (form) new ReviewKeys(form);
}

class ReviewKeys {
  constructor(form) {
    this.form = form;
    this.stages = [...form.querySelectorAll("[data-stage]")];
    this.links = [...form.querySelectorAll("[data-stage-link]")];
    this.panel = form.querySelector("[data-keys]");
    this.on = !document.cookie.split("; ").includes(`${SWITCH}=off`);
    this.here = 0;
    this.panel.hidden = false;
    this.panel.querySelector("[data-keys-switch]").addEventListener("click", () => this.turn(!this.on));
    this.turn(this.on);
    form.addEventListener("focusin", (event) => this.arrive(this.stages.findIndex((one) => one.contains(event.target))));
    form.addEventListener("input", () => this.markDone());
    document.addEventListener("keydown", (event) => this.press(event));
    for (const [place, link] of this.links.entries()) link.addEventListener("click", (event) => { event.preventDefault(); this.go(place); });
    this.watch();
  }

  turn(on) {
    this.on = on;
    const { dataset } = this.panel;
    this.panel.querySelector("[data-keys-switch]").textContent = on ? dataset.off : dataset.on;
    document.cookie = `${SWITCH}=${on ? "on" : "off"}; path=/; max-age=31536000; samesite=lax`;
  }

  press(event) {
    if (!this.on || !event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return;
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
    if (event.code === "KeyN") this.go(this.here + 1);
    else if (event.code === "KeyP") this.go(this.here - 1);
    else if (event.code === "KeyS") this.form.dispatchEvent(new Event("save-now"));
    else if (!digit || !this.score(digit)) return;
    event.preventDefault();
  }

  // 1 to 5 in printed order; 8 "not applicable", 9 "not seen".
  score(digit) {
    const radios = [...(this.stages[this.here]?.querySelectorAll('input[type="radio"][name^="score."]') ?? [])];
    const apart = { 8: "not_applicable", 9: "not_seen" }[digit];
    const scores = radios.filter((one) => !["not_applicable", "not_seen"].includes(one.value));
    const chosen = apart ? radios.find((one) => one.value === apart) : scores[Number(digit) - 1];
    if (!chosen) return false;
    chosen.checked = true;
    chosen.focus();
    chosen.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }

  go(place) {
    const stage = this.stages[Math.max(0, Math.min(place, this.stages.length - 1))];
    stage.querySelector("h2").focus({ preventScroll: true });
    stage.scrollIntoView();
    this.arrive(this.stages.indexOf(stage));
  }

  arrive(place) {
    if (place < 0) return;
    this.here = place;
    for (const [number, link] of this.links.entries()) {
      if (number === place) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
  }

  markDone() {
    for (const [place, link] of this.links.entries()) {
      const stage = this.stages[place];
      const radios = stage.querySelectorAll('input[type="radio"][name^="score."]');
      const done = radios.length ? [...radios].some((one) => one.checked) : Boolean(stage.querySelector("textarea")?.value.trim());
      const words = link.querySelector("[data-done-words]");
      if (!words) continue;
      link.toggleAttribute("data-done", done);
      words.textContent = done ? `, ${this.form.dataset.done}` : "";
    }
  }

  // Where one is, also by scrolling alone.
  watch() {
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting && !this.form.contains(document.activeElement)) this.arrive(this.stages.indexOf(entry.target));
    }, { rootMargin: "-20% 0px -70% 0px" });
    for (const stage of this.stages) seen.observe(stage);
  }
}
