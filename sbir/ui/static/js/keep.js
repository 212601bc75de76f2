// Pairs kept in this browser from visit to visit, where the person says so: the style profile's bytes, in IndexedDB.

import { loadProfile, takeProfile } from "./profile.js";

const [BASE, STORE, KEY] = ["inkling", "kept", "profile"];
const NAME = "The pairs kept in this browser";
const NONE = "This browser keeps nothing for this page; save a style profile instead.";

export class Keep {
  // `load(call)` takes the reply to a profile as the page does; `worth()` says whether there is anything to keep.
  constructor(root, server, message, { load, worth }) {
    Object.assign(this, { server, message, load, worth });
    this.box = root.querySelector('[data-set="keep"]');
    this.note = root.querySelector(".ink-keep-note");
    this.on = false;
    this.foreign = false; // what is kept cannot be read by this model: it is left alone until the person deletes it
    this.paused = false;
    this.writing = Promise.resolve();
    this.box.addEventListener("change", () => this.choose(this.box.checked));
  }

  // What an earlier visit has kept comes back.
  async start() {
    try {
      const kept = await inStore("readonly", (store) => store.get(KEY));
      this.on = this.box.checked = Boolean(kept);
      if (kept?.bytes) await this.bring(kept.bytes);
    } catch {
      this.missing();
    }
  }

  async bring(bytes) {
    const error = await this.load(() => loadProfile(this.server, new File([bytes], NAME)));
    this.foreign = Boolean(error);
    if (error) this.say("What is kept here cannot be used with this page. Untick to delete it.");
  }

  // After every change of the pairs; one writing at a time, in order.
  changed() {
    if (!this.on || this.foreign || this.paused) return this.writing;
    this.writing = this.writing.then(() => this.write()).catch(() => this.missing());
    return this.writing;
  }

  async write() {
    if (!this.on || this.paused) return;
    const { bytes = null, error } = this.worth() ? await takeProfile(this.server) : {};
    if (error) this.say(`Not kept: ${error}`);
    else if (this.on && !this.paused) await inStore("readwrite", (store) => store.put({ bytes }, KEY));
  }

  // While the visitor is somebody else, nothing is written; what was to be written is, before.
  async pause(yes) {
    if (yes) await this.writing;
    this.paused = yes;
    this.box.disabled = yes;
  }

  async choose(on) {
    this.on = on;
    if (on) {
      this.say("");
      await this.changed();
      return;
    }
    try {
      await this.writing;
      await inStore("readwrite", (store) => store.delete(KEY));
      this.foreign = false;
      this.say("Deleted: nothing of yours is kept in this browser.");
    } catch {
      this.missing();
    }
  }

  missing() {
    this.on = this.box.checked = false;
    this.box.disabled = true;
    this.say(NONE);
  }

  say(text) {
    this.note.textContent = text;
  }
}

async function inStore(mode, ask) {
  const base = await new Promise((resolve, reject) => {
    const opening = indexedDB.open(BASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = opening.onblocked = () => reject(opening.error);
  });
  try {
    return await new Promise((resolve, reject) => {
      const transaction = base.transaction(STORE, mode);
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    base.close();
  }
}
