// How the rank of the photo that was meant went while its drawing grew: a small line in the sheet's corner.

import { draw, make } from "./dom.js";

const KEPT = 160;
const [WIDTH, HEIGHT, PAD] = [96, 28, 3];

export class Trace {
  // `changed()` is called when another photo is watched, or none.
  constructor(node, gallery, changed) {
    Object.assign(this, { node, gallery, changed });
    this.photo = null;
    this.steps = []; // {rank, taught} of each answer; rank null where the photo was not among those shown
    this.past = []; // the photos of each answer so far, for a photo that is marked only in the end
    this.now = null;
    this.before = null; // the rank by the head that nobody has adapted
    this.taught = false;
  }

  // The pairs are others now: the next answer is of another head.
  teach() {
    this.taught = true;
  }

  // What the server is asked for besides.
  get question() {
    return this.photo ? { watch: [this.photo] } : {};
  }

  watch(photo) {
    if (photo === this.photo) return;
    this.photo = photo;
    this.now = null;
    this.steps = photo ? this.past.map((photos) => ({ rank: photos.indexOf(photo) + 1 || null })) : [];
    this.show();
    this.changed();
  }

  // An empty sheet: the next drawing means something else.
  clear() {
    this.past = [];
    this.steps = [];
    this.watch(null);
  }

  // `photos`: those shown, nearest first, or null where not all photos were searched; `aside`: an answer of another head,
  // which is told but is no part of the story.
  answered({ watched = {}, unadapted = {} }, photos, aside) {
    if (photos && !aside) this.past = [...this.past, photos].slice(-KEPT);
    if (!(this.photo in watched)) return;
    this.now = watched[this.photo] || null;
    this.before = unadapted[this.photo] || null;
    if (!aside) {
      this.steps = [...this.steps, { rank: this.now, taught: this.taught }].slice(-KEPT);
      this.taught = false;
    }
    this.show();
  }

  show() {
    this.node.hidden = !this.now;
    if (!this.now) return;
    const row = this.gallery.rowOf.get(this.photo);
    const ranks = this.steps.map(({ rank }) => rank);
    const words = `${this.photo}, the photo that was meant: rank ${this.now}. While the drawing grew: ${said(ranks)}`;
    this.node.title = `${this.photo} is what was meant`;
    this.node.replaceChildren(
      row === undefined ? "" : this.gallery.tile(row),
      make("span", { class: "ink-trace-words" }, "meant: rank ", make("b", { "data-note": "watched" }, `${this.now}`), this.before && this.before !== this.now ? make("span", { class: "ink-trace-before" }, ` (${this.before} without pairs)`) : null, line(ranks, words, this.steps.findLastIndex(({ taught }) => taught))),
      make("button", { type: "button", "aria-label": `Stop watching the rank of ${this.photo}`, title: "Stop watching", onclick: () => this.watch(null) }, "×"),
    );
  }
}

// Ranks as a line, 1 at the top, on a log scale; gaps where there is none. A tick stands where pairs changed the head.
export function line(ranks, words, tick = -1, dots = false) {
  const worst = Math.log(Math.max(12, ...ranks.map((rank) => rank ?? 1)));
  const x = (at) => PAD + (ranks.length > 1 ? at / (ranks.length - 1) : 1) * (WIDTH - 2 * PAD);
  const y = (rank) => PAD + (Math.log(rank) / worst) * (HEIGHT - 2 * PAD);
  const known = ranks.map((rank, at) => (rank ? [x(at), y(rank)] : null));
  const path = known.map((point, at) => point && `${at && known[at - 1] ? "L" : "M"}${point.map((v) => v.toFixed(1)).join(" ")}`);
  const spots = known.map((point, at) => point && (dots || at === known.length - 1) && draw("circle", { cx: point[0].toFixed(1), cy: point[1].toFixed(1), r: at === known.length - 1 ? 3 : 1.8 }));
  return draw(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "ink-trace-line", role: "img", "aria-label": words },
    draw("path", { class: "ink-trace-first", d: `M0 ${PAD}H${WIDTH}` }),
    tick > 0 ? draw("path", { class: "ink-trace-taught", d: `M${x(tick - 0.5).toFixed(1)} 0V${HEIGHT}` }) : null,
    draw("path", { d: path.filter(Boolean).join("") || "M0 0" }),
    ...spots.filter(Boolean),
  );
}

// At most a dozen of the ranks, in words.
function said(ranks) {
  const known = ranks.filter(Boolean);
  const every = Math.max(1, Math.ceil(known.length / 12));
  return known.filter((_, at) => (known.length - 1 - at) % every === 0).join(", ");
}
