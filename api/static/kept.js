// Offers what is kept on this device and was not sent: sends it over the version it was based on, shows
// both texts where somebody saved in between, and wipes the device at sign-out.
import { outcomeOf, typedFields } from "./autosave.js";

const JUST_SENT = "touchstone-sent"; // says "sent" once, on the page that was loaded again

const PATIENCE_MS = 3000; // a device or network that does not answer holds nobody up for longer

export class Kept {
  constructor(section, device, autosaves) {
    this.section = section;
    this.device = device;
    this.autosaves = autosaves;
    this.list = section.querySelector("[data-kept-list]");
    this.words = section.dataset;
    this.noting = new Set(); // forms that wait until their choice is noted, and those that need not
    this.noted = new Set();
  }

  async start() {
    this.sayJustSent();
    document.addEventListener("submit", (event) => this.noteSettling(event));
    for (const link of document.querySelectorAll("main a[href]")) if (this.chosenBetween(link.pathname)) link.addEventListener("click", (event) => this.dropMine(event));
    document.querySelector("form[data-sign-out]")?.addEventListener("submit", (event) => this.beforeSigningOut(event));
    window.addEventListener("online", () => this.show());
    await this.show();
  }

  async show() {
    const found = await this.device.list();
    const left = [];
    for (const [id, kept] of found) if (!this.chosenBetween(kept.path) && !(await this.isSettled(id, kept))) left.push([id, kept]);
    const here = left.find(([, kept]) => this.formOf(kept.path));
    if (here && !here[1].both && (await this.send(...here)) === "saved") return this.again(here[1]);
    this.list.replaceChildren(...left.map(([id, kept]) => this.item(id, kept)));
    this.section.hidden = !left.length;
  }

  formOf(path) {
    return document.querySelector(`form[data-autosave="${CSS.escape(path)}"]`);
  }

  // Whether this is the page of both texts for a path: its forms save over a version and nothing else.
  chosenBetween(path) {
    return [...document.forms].some((form) => !form.dataset.autosave && form.querySelector('[name="version"]') && new URL(form.action).pathname === path);
  }

  // "Keep the saved text and drop mine", on the page of both texts.
  async dropMine(event) {
    event.preventDefault();
    const { pathname, href } = event.currentTarget;
    for (const [id, kept] of await this.device.list()) if (kept.path === pathname) await this.device.drop(id);
    window.location.assign(href);
  }

  // Settled: the page already holds it, or it was saved from the page of both texts.
  async isSettled(id, kept) {
    const form = this.formOf(kept.path);
    if (!form || this.device.held.has(id)) return this.device.held.has(id);
    const version = form.querySelector("[data-version]")?.value;
    const same = JSON.stringify(typedFields(form)) === JSON.stringify(kept.fields);
    if (!same && !(kept.settling && Number(version) > Number(kept.settling))) return false;
    await this.device.drop(id);
    return true;
  }

  item(id, kept) {
    const item = this.section.querySelector("[data-kept-item]").content.cloneNode(true);
    const link = item.querySelector("[data-kept-page]");
    link.textContent = kept.title || kept.page;
    link.href = kept.page;
    item.querySelector("[data-kept-when]").textContent = new Date(kept.at).toLocaleString(document.documentElement.lang);
    const send = item.querySelector("[data-kept-send]"), both = item.querySelector("[data-kept-both]");
    send.hidden = Boolean(kept.both);
    both.hidden = !kept.both;
    send.addEventListener("click", async () => {
      if ((await this.send(id, kept)) === "saved") await this.again(kept);
      else await this.show();
    });
    both.addEventListener("click", () => this.showBoth(kept));
    item.querySelector("[data-kept-drop]").addEventListener("click", async () => {
      if (!window.confirm(this.words.sureDrop)) return;
      await this.device.drop(id);
      await this.show();
    });
    return item;
  }

  // Send one over the version that it was based on, under this page's own token.
  async send(id, kept) {
    let outcome = "away";
    try {
      const answer = await fetch(kept.path, {
        method: "POST", headers: { Accept: "application/json" }, body: this.body(kept), signal: AbortSignal.timeout(15000),
      });
      outcome = outcomeOf(answer.status);
    } catch { /* no connection: it stays where it is */ }
    if (outcome === "saved") await this.device.drop(id);
    if (outcome === "conflict" || outcome === "refused") await this.device.keep(id, Object.assign(kept, { both: true }));
    return outcome;
  }

  body(kept) {
    const token = document.querySelector('[name="form_token"]').value;
    return new URLSearchParams([["form_token", token], ["version", kept.version], ["go", "save"], ...kept.fields]);
  }

  // The page loads again, or is opened, with what was sent in it.
  async again(kept) {
    sessionStorage.setItem(JUST_SENT, kept.page);
    window.location.assign(kept.page);
  }

  sayJustSent() {
    if (sessionStorage.getItem(JUST_SENT) !== window.location.pathname) return;
    sessionStorage.removeItem(JUST_SENT);
    const line = document.querySelector("[data-saved]");
    if (line) line.textContent = this.words.sent;
  }

  // The page of both texts is what a plain form without scripts leads to.
  showBoth(kept) {
    const form = Object.assign(document.createElement("form"), { method: "post", action: kept.path, hidden: true });
    for (const [name, value] of this.body(kept)) form.append(Object.assign(document.createElement("textarea"), { name, value }));
    document.body.append(form);
    form.submit();
  }

  // A choice on the page of both texts: once the saved version is newer, what is kept here is settled.
  // The form goes on its way when that is noted, for a page that is being left may note nothing more.
  async noteSettling(event) {
    const form = event.target, version = form.querySelector('[name="version"]')?.value;
    if (form.dataset.autosave || !version || form.method !== "post" || this.noted.delete(form)) return;
    event.preventDefault();
    if (this.noting.has(form)) return;
    this.noting.add(form);
    await Promise.race([this.settle(new URL(form.action).pathname, version), new Promise((passed) => setTimeout(passed, PATIENCE_MS))]);
    this.noting.delete(form);
    this.noted.add(form);
    form.requestSubmit(event.submitter);
  }

  async settle(path, version) {
    const mine = (await this.device.list()).filter(([, kept]) => kept.path === path);
    for (const [id, kept] of mine) await this.device.keep(id, { ...kept, settling: version });
  }

  // Send what can be sent, say what cannot, wipe, and only then sign out.
  async beforeSigningOut(event) {
    event.preventDefault();
    const form = event.target;
    const risky = [];
    for (const one of this.autosaves) if (one.dirty && (await one.save()) !== "saved") risky.push(one);
    for (const [id, kept] of await this.device.list()) {
      const own = this.autosaves.some((one) => one.id === id);
      if (!own && (await this.send(id, kept)) !== "saved") risky.push(kept);
    }
    if (risky.length && !window.confirm(this.words.sureOut)) return;
    for (const one of this.autosaves) one.pass();
    await this.device.wipe();
    form.submit();
  }
}
