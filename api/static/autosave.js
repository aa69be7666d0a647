// Saves a form while it is being typed: `<form data-autosave="/path">` with `data-version` on its version
// field and `data-saved` on the line that says so. The form's own button does the same without scripts.

const QUIET_MS = 1200;

export function saveAsTyped(forms) {
  for (const form of forms) new Autosave(form);
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-saved]");
    this.version = form.querySelector("[data-version]");
    this.timer = null;
    this.saving = false;
    this.changed = false;
    form.addEventListener("input", () => this.noteChange());
    form.addEventListener("submit", () => { this.changed = false; clearTimeout(this.timer); });
    window.addEventListener("beforeunload", (event) => { if (this.changed) event.preventDefault(); });
  }

  noteChange() {
    this.changed = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), QUIET_MS);
  }

  async save() {
    if (this.saving) return this.noteChange();
    this.saving = true;
    this.changed = false;
    try {
      const answer = await fetch(this.form.dataset.autosave, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(this.form)),
      });
      await this.tell(answer);
    } catch {
      this.changed = true;
      this.say(this.form.dataset.offline);
    } finally {
      this.saving = false;
    }
  }

  async tell(answer) {
    if (answer.status === 409 || answer.status === 412) return this.form.requestSubmit(); // the page shows both texts
    if (!answer.ok) { this.changed = true; return this.say(this.form.dataset.unsaved); }
    const saved = await answer.json();
    if (this.version) this.version.value = saved.version;
    this.say(saved.said);
  }

  say(text) {
    if (this.line && text) this.line.textContent = text;
  }
}
