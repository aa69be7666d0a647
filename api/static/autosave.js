// Saves a form while it is being typed: `<form data-autosave="/path">` with `data-version` on its version
// field and `data-saved` on the line that says so. The form's own button does the same without scripts.
// What cannot be sent is kept on the device (device.js) and tried again until it is.

const QUIET_MS = 1200;
const FIRST_RETRY_MS = 2000, LAST_RETRY_MS = 60000;
const [SAVED, AWAY, ENDED, REFUSED, CONFLICT] = ["saved", "away", "ended", "refused", "conflict"];
const OURS = ["form_token", "act_key", "version", "go"];

export function saveAsTyped(forms, device) {
  return [...forms].map((form) => new Autosave(form, device));
}

// What became of a save by its answer's status; a fault of a proxy is as good as no connection.
export function outcomeOf(status) {
  if (status === 401) return ENDED;
  if (status === 409 || status === 412) return CONFLICT;
  if (status >= 500) return AWAY;
  return status >= 400 ? REFUSED : SAVED;
}

// The fields of a form without those that belong to one showing of it.
export function typedFields(form) {
  return [...new FormData(form)].filter(([name, value]) => !OURS.includes(name) && typeof value === "string");
}

class Autosave {
  constructor(form, device) {
    this.form = form;
    this.device = device;
    this.line = form.querySelector("[data-saved]");
    this.version = form.querySelector("[data-version]");
    this.id = device.newId();
    this.edits = 0; // how often something was typed, and up to which of these is saved or kept
    this.saved = 0;
    this.kept = 0;
    this.trouble = null;
    this.wait = FIRST_RETRY_MS;
    device.prepare();
    form.addEventListener("input", () => this.noteChange());
    form.addEventListener("save-now", () => this.save());
    form.addEventListener("submit", (event) => this.beforeSending(event));
    window.addEventListener("beforeunload", (event) => { if (this.atRisk) event.preventDefault(); });
    window.addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => { if (this.dirty) this.save(); });
  }

  get dirty() { return this.edits !== this.saved; }
  get atRisk() { return this.dirty && this.edits !== this.kept; }

  noteChange() {
    this.edits += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), QUIET_MS);
    if (this.trouble) this.keep(); // at once: the connection is known to be away
  }

  // Save what is typed now. Gives what became of it.
  async save() {
    clearTimeout(this.timer);
    if (this.running) { await this.running; return this.dirty ? this.save() : this.last; }
    this.running = this.attempt();
    try { this.last = await this.running; } finally { this.running = null; }
    return this.last;
  }

  async attempt() {
    const edits = this.edits;
    let answer = null;
    try {
      answer = await fetch(this.form.dataset.autosave, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(this.form)),
        signal: AbortSignal.timeout(15000),
      });
    } catch { /* no connection */ }
    const outcome = answer ? outcomeOf(answer.status) : AWAY;
    if (outcome === SAVED) await this.noteSaved(await answer.json(), edits);
    else if (outcome === CONFLICT) await this.showBoth();
    else if (outcome === REFUSED) await this.noteRefused();
    else await this.noteTrouble(outcome);
    return outcome;
  }

  async noteSaved(told, edits) {
    this.saved = edits;
    this.trouble = null;
    this.wait = FIRST_RETRY_MS;
    if (this.version) this.version.value = told.version;
    if (!this.dirty) await this.device.drop(this.id);
    this.say(told.said);
  }

  // Pressing Save shows why; should the page go away, the text is still here.
  async noteRefused() {
    await this.keep();
    this.trouble = null;
    this.say(this.form.dataset.unsaved);
  }

  // Somebody saved in between: the page of both texts, which the form's own button leads to.
  async showBoth() {
    await this.keep();
    this.saved = this.edits;
    const save = this.form.querySelector('[name="go"][value="save"], [name="go"][value="stay"]');
    this.form.requestSubmit(save);
  }

  async noteTrouble(outcome) {
    this.trouble = outcome;
    const kept = await this.keep();
    const words = this.line?.dataset ?? {};
    if (outcome === ENDED) this.say(kept ? words.ended : this.form.dataset.unsaved, words.signIn);
    else this.say(kept && words.kept ? words.kept : this.form.dataset.offline);
    clearTimeout(this.retrying);
    this.retrying = setTimeout(() => this.retry(), this.wait);
    this.wait = Math.min(this.wait * 2, LAST_RETRY_MS);
  }

  retry() {
    if (this.trouble && this.dirty) this.save();
  }

  async keep() {
    const edits = this.edits;
    const kept = await this.device.keep(this.id, {
      path: this.form.dataset.autosave,
      page: window.location.pathname,
      title: document.querySelector("h1")?.textContent.trim() ?? "",
      version: this.version?.value ?? "",
      fields: typedFields(this.form),
      at: new Date().toISOString(),
    });
    if (kept) this.kept = edits;
    return kept;
  }

  // A button was pressed. What is not saved is saved first: without a connection the page stays.
  async beforeSending(event) {
    if (this.passing || !this.dirty) return this.pass();
    event.preventDefault();
    const outcome = await this.save();
    if (outcome === AWAY || outcome === ENDED || outcome === CONFLICT) return;
    this.passing = true;
    this.form.requestSubmit(event.submitter);
  }

  pass() {
    clearTimeout(this.timer);
    this.passing = false;
    this.saved = this.edits;
  }

  say(text, link) {
    if (!this.line || !text) return;
    this.line.textContent = text;
    this.line.classList.toggle("ts-saved--trouble", Boolean(this.trouble));
    if (!link) return;
    const next = encodeURIComponent(window.location.pathname + window.location.search);
    this.line.append(" ", Object.assign(document.createElement("a"), { href: `/sign-in?next=${next}`, textContent: link, className: "govuk-link" }));
  }
}
