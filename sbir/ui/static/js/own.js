// Photos of the person's own, beside the gallery's: which there are, adding some, taking them back.

import { Adding } from "./adding.js";
import { make } from "./dom.js";
import { LOST, plural } from "./message.js";
import { base64, carriesFiles, MOST } from "./pictures.js";

const BATCH = 6;
const MAX_BATCH = 8 * 2 ** 20;

export class Own {
  // `change(call, words)` is how the page takes a reply that may rank anew; `offer(words, act)` says what was done, with a way
  // back; `changed()` is called when there are other photos.
  constructor(root, gallery, server, { change, offer, changed }) {
    Object.assign(this, { gallery, server, change, offer, changed });
    this.photos = new Map(); // {category, address, blob} by id: what shows it, and what is sent if the server has forgotten it
    this.list = root.querySelector(".ink-own-list");
    this.opener = root.querySelector('.ink-own [data-do="own"]');
    this.clearer = root.querySelector('[data-do="own-clear"]');
    this.count = root.querySelector(".ink-own-count");
    this.adding = new Adding(root.querySelector(".ink-own-dialog"), this);
    this.clearer.addEventListener("click", () => this.remove(null));
    for (const opener of root.querySelectorAll('[data-do="own"]')) opener.addEventListener("click", () => this.adding.open());
    this.catchDrops(root.querySelector(".ink-finds"));
    this.draw();
  }

  get size() {
    return this.photos.size;
  }

  // Of a reply: which photos there are now, and pictures of those that are not known here yet.
  show({ own, pictures = {} }) {
    const ids = own.map(({ photo }) => photo);
    const gone = [...this.photos.keys()].filter((photo) => pictures[photo] || !ids.includes(photo));
    const fresh = ids.filter((photo) => pictures[photo] || !this.photos.has(photo));
    if (!gone.length && !fresh.length) return;
    for (const photo of gone) {
      URL.revokeObjectURL(this.photos.get(photo).address);
      this.photos.delete(photo);
    }
    const earlier = this.photos;
    this.photos = new Map(own.map(({ photo, category }) => [photo, earlier.get(photo) ?? { category, ...held(pictures[photo]) }]));
    this.gallery.have([...this.photos].map(([photo, { category, address }]) => ({ photo, category, address })));
    this.draw();
    this.changed();
  }

  draw() {
    const tiles = [...this.photos.keys()].map((photo) => {
      const words = `Remove ${photo}`;
      const remove = make("button", { type: "button", "aria-label": words, title: words, onclick: () => this.remove(photo) }, "×");
      return make("li", { "data-photo": photo, title: photo }, this.gallery.tile(this.gallery.rowOf.get(photo)), remove);
    });
    this.list.replaceChildren(...tiles);
    this.list.hidden = this.clearer.hidden = !this.size;
    this.count.textContent = this.size ? `${this.size} of at most ${MOST}` : "";
  }

  // One, or with null all; the keyboard stays where the photo was.
  async remove(photo) {
    const at = Math.max(0, [...this.photos.keys()].indexOf(photo));
    const gone = [...this.photos].filter(([id]) => photo === null || id === photo);
    let reply = null;
    const call = async () => (reply = await this.server.remove_photos({ photos: photo === null ? null : [photo] }));
    const error = await this.change(call, "");
    const buttons = [...this.list.querySelectorAll("button")];
    (buttons[Math.min(at, buttons.length - 1)] ?? this.opener).focus();
    if (error || !reply) return;
    const [what, them] = photo === null ? ["All your photos are removed", "them"] : [`${photo} is removed`, "it"];
    const pairs = reply.pairs_gone ? `, and ${plural(reply.pairs_gone, "pair")} made with ${them}` : "";
    this.offer(`${what}${pairs}.`, () => this.bringBack(gone, reply.pairs_gone > 0));
  }

  bringBack(gone, withPairs) {
    const call = async () => {
      const last = await this.sendAgain(gone, (reply, batch) => this.took(reply, batch));
      if (last.error) return last;
      return withPairs ? this.server.undo({}) : { ...last.reply, pictures: {} };
    };
    return this.change(call, gone.length === 1 ? `${gone[0][0]} is back.` : "Your photos are back.");
  }

  // Show what was added out of a batch, and keep what it was made of.
  took(reply, batch) {
    this.show(reply);
    for (const [photo, place] of Object.entries(reply.added)) this.photos.get(photo).blob = batch[place].blob;
    return true;
  }

  // Add pictures, [{name, blob}], of one kind: the last reply, with all that were "added" and "refused"; or an error, where
  // nothing was added. `progress(done)` is told after every few; they stop when `stopped()` says so.
  async add(kind, pictures, progress, stopped) {
    const [added, refused] = [[], []];
    const last = await this.post(kind, pictures, (reply, batch, done) => {
      this.took(reply, batch);
      added.push(...Object.keys(reply.added));
      refused.push(...reply.refused.map(({ why }) => why));
      progress(done);
      return !stopped();
    });
    if (last.error && !added.length) return last;
    if (last.error) refused.push(`${plural(pictures.length - last.done, "photo")} not added: ${last.error}`);
    return { ...last.reply, pictures: {}, added, refused };
  }

  // A server that has forgotten the photos gets them again, under the names they had.
  restore() {
    // Until all are there, a reply names too few of them: none is shown.
    return this.sendAgain([...this.photos], () => true);
  }

  async sendAgain(photos, took) {
    let last = {};
    for (const kind of new Set(photos.map(([, { category }]) => category))) {
      const ofKind = photos.filter(([, { category }]) => category === kind);
      const pictures = ofKind.map(([photo, { blob }]) => ({ name: `${photo.slice(kind.length + 1)}.jpg`, blob }));
      last = await this.post(kind, pictures, took);
      if (last.error) break;
    }
    return last;
  }

  // Send pictures in a few calls; `took(reply, batch, done)` says whether to go on. {reply, done}, or {reply, done, error}.
  async post(kind, pictures, took) {
    let reply = null;
    for (let done = 0; done < pictures.length; ) {
      const batch = nextBatch(pictures, done);
      const contents = await Promise.all(batch.map(async ({ name, blob }) => ({ name: name.slice(-300), content: await base64(blob) })));
      // Where the server does not answer, gradio's client may give nothing instead of failing.
      const answer = (await this.server.add_photos({ kind, pictures: contents }).catch(() => null)) ?? { error: LOST };
      if (answer.error) return { reply, done, error: answer.error };
      reply = answer;
      done += batch.length;
      if (!took(reply, batch, done)) break;
    }
    return { reply, done: pictures.length };
  }

  // Pictures may be dropped anywhere on the results' side.
  catchDrops(side) {
    let inside = 0; // how many elements, one in another, the drag is inside of
    const over = (elements) => {
      inside = Math.max(0, elements);
      side.dataset.drop = inside ? "yes" : "no";
    };
    side.addEventListener("dragenter", (event) => carriesFiles(event) && over(inside + 1));
    side.addEventListener("dragleave", (event) => carriesFiles(event) && over(inside - 1));
    side.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
    side.addEventListener("drop", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      over(0);
      this.adding.takeDrop(event.dataTransfer);
    });
  }
}

function nextBatch(pictures, from) {
  const batch = [];
  let weight = 0;
  for (const one of pictures.slice(from, from + BATCH)) {
    weight += one.blob.size;
    if (batch.length && weight > MAX_BATCH) break;
    batch.push(one);
  }
  return batch;
}

// A picture as the server sent it, base64: to show, and to send again.
function held(picture) {
  const blob = new Blob([Uint8Array.from(atob(picture ?? ""), (c) => c.charCodeAt(0))], { type: "image/webp" });
  return { address: URL.createObjectURL(blob), blob };
}
