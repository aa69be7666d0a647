// What was typed and could not be sent, kept on this device: sealed (AES-GCM) in IndexedDB under a key
// that the server gives to the signed-in person only and that is held in memory alone, never stored.
// See docs/security.md, "On the device".

const DATABASE = "touchstone", STORE = "kept", SIGNED_OUT = "signed-out";

// The device of this page. `address` is where the key is asked for; "" where nobody is signed in.
export class Device {
  constructor(address) {
    this.address = address;
    this.keys = new Map();
    this.current = null;
    this.closed = !address || !globalThis.crypto?.subtle || !globalThis.indexedDB;
    this.held = new Set();
    // Somebody signed out in another tab: this one keeps nothing any more either.
    this.channel = new BroadcastChannel("touchstone");
    this.channel.onmessage = (message) => { if (message.data === SIGNED_OUT) this.forget(); };
  }

  // An id for what one form of this page keeps. While the page is open, other tabs leave it alone.
  newId() {
    if (this.closed) return "";
    const id = crypto.randomUUID();
    this.held.add(id);
    navigator.locks?.request(`kept-${id}`, () => new Promise(() => {}));
    return id;
  }

  // Ask for the key while there is a connection, so that it is at hand when there is none.
  async prepare() {
    if (this.closed || this.current) return;
    try { this.current = await this.fetchKey(""); } catch { /* asked for again when it is needed */ }
  }

  // Keep a value under an id, in place of what was kept there. False: this device cannot keep it.
  async keep(id, value) {
    try {
      await this.prepare();
      if (this.closed || !this.current) return false;
      const { id: key, seal } = this.current;
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const plain = new TextEncoder().encode(JSON.stringify(value));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(id) }, seal, plain);
      if (this.closed) return false;
      await this.inStore("readwrite", (store) => store.put({ id, key, iv, sealed }));
      return true;
    } catch { return false; }
  }

  async drop(id) {
    if (id && !this.closed) await this.inStore("readwrite", (store) => store.delete(id)).catch(() => {});
  }

  // What this person kept here and no open tab still holds: a list of [id, value].
  async list() {
    if (this.closed) return [];
    try {
      const rows = await this.inStore("readonly", (store) => store.getAll());
      const elsewhere = await this.heldElsewhere();
      const found = [];
      for (const row of rows) {
        const value = elsewhere.has(`kept-${row.id}`) ? null : await this.open(row);
        if (value) found.push([row.id, value]);
      }
      return found;
    } catch { return []; }
  }

  // Wipe everything that is kept here, of whomever, and keep nothing more.
  async wipe() {
    const had = !this.closed;
    this.forget();
    this.channel.postMessage(SIGNED_OUT);
    if (had) await this.inStore("readwrite", (store) => store.clear()).catch(() => {});
  }

  forget() {
    this.closed = true;
    this.current = null;
    this.keys.clear();
  }

  async open(row) {
    try {
      const { seal } = this.keys.get(row.key) ?? await this.fetchKey(row.key);
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv, additionalData: bytes(row.id) }, seal, row.sealed);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch { return null; } // somebody else's, or damaged
  }

  async fetchKey(id) {
    const answer = await fetch(`${this.address}?id=${encodeURIComponent(id)}`, {
      headers: { Accept: "application/json" }, redirect: "manual", signal: AbortSignal.timeout(15000),
    });
    if (!answer.ok) throw new Error("no key");
    const given = await answer.json();
    const raw = Uint8Array.from(atob(given.key), (sign) => sign.charCodeAt(0));
    const seal = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    raw.fill(0);
    const key = { id: given.id, seal };
    this.keys.set(key.id, key);
    return key;
  }

  async heldElsewhere() {
    const locks = (await navigator.locks?.query())?.held ?? [];
    return new Set(locks.map((lock) => lock.name).filter((name) => !this.held.has(name.replace("kept-", ""))));
  }

  inStore(mode, use) {
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open(DATABASE, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const database = opening.result;
        const work = database.transaction(STORE, mode);
        const asked = use(work.objectStore(STORE));
        work.oncomplete = () => { database.close(); resolve(asked.result); };
        work.onabort = work.onerror = () => { database.close(); reject(work.error); };
      };
    });
  }
}

function bytes(text) {
  return new TextEncoder().encode(text);
}
