// The personal pairs: the strip below the sheet and the tab that tells what adapting to them did.

import { lineThumbnail, make } from "./dom.js";
import { line } from "./trace.js";

export class Pairs {
  // `remove(key)` takes a pair back, `lay(key)` lays its drawing on the sheet again.
  constructor(root, gallery, { remove, lay }) {
    Object.assign(this, { root, gallery, remove, lay });
    this.photos = [];
    this.keys = [];
    this.studied = null; // of which pairs the lessons are told
  }

  show({ pairs, fit }) {
    this.photos = pairs.map((pair) => pair.photo);
    this.keys = pairs.map((pair) => pair.key);
    this.studied = null;
    this.root.querySelector(".ink-pairs-none").hidden = pairs.length > 0;
    const strip = this.root.querySelector(".ink-pairs-list");
    const more = pairs.length === strip.children.length + 1;
    strip.replaceChildren(...pairs.map((pair) => this.card(pair)));
    if (more) strip.lastElementChild.scrollIntoView({ block: "nearest", inline: "nearest" });
    const table = this.root.querySelector(".ink-table");
    table.hidden = pairs.length === 0;
    table.querySelector("tbody").replaceChildren(...pairs.map((pair) => this.row(pair)));
    for (const name of ["reset", "save"]) this.root.querySelector(`[data-do="${name}"]`).disabled = pairs.length === 0;
    this.figures(pairs, fit);
    this.summary(pairs.length ? "…" : "");
  }

  card(pair) {
    return make("li", { class: "ink-pair", "data-pair": pair.key, title: pair.photo }, this.drawing(pair), this.tile(pair.photo), this.rank(pair), this.remover(pair));
  }

  rank({ rank_before: before, rank_after: after }) {
    // Rank 0: the photo is not one of this gallery.
    const way = after && after < before ? "up" : "same";
    return make("span", { class: "ink-pair-rank", "data-way": way }, "rank", make("br"), make("b", {}, after ? `${before} → ${after}` : "–"));
  }

  row(pair) {
    const { key, photo, rank_before: before, rank_after: after } = pair;
    return make(
      "tr",
      { "data-pair": key },
      make("td", {}, this.drawing(pair)),
      make("td", {}, make("span", { class: "ink-photo" }, this.tile(photo), make("span", {}, photo))),
      make("td", { class: "ink-number" }, `${before || "–"}`),
      make("td", { class: "ink-number" }, make("b", {}, `${after || "–"}`)),
      make("td", { "data-cell": "history" }),
      make("td", { class: "ink-number", "data-cell": "without" }, "…"),
      make("td", {}, this.remover(pair)),
    );
  }

  // The drawing is a way back to the sheet.
  drawing({ key, photo, line: d }) {
    const words = `Lay your drawing of ${photo} on the sheet again`;
    return make("button", { type: "button", class: "ink-again", "aria-label": words, title: words, onclick: () => this.lay(key) }, lineThumbnail(d, ""));
  }

  remover(pair) {
    const words = `Remove the pair with ${pair.photo}`;
    return make("button", { type: "button", class: "ink-remove", "aria-label": words, title: words, onclick: () => this.remove(pair.key) }, "×");
  }

  tile(photo) {
    const row = this.gallery.rowOf.get(photo);
    // A pair from a profile may stand for a photo that is not in this gallery.
    return row === undefined ? make("span", { class: "ink-tile" }) : this.gallery.tile(row);
  }

  // What the pairs teach: asked for where it is looked at, once for the same pairs. An error is returned.
  async study(server) {
    const keys = this.keys.join();
    if (!keys || this.studied === keys) return null;
    this.studied = keys;
    const reply = await server.lessons({});
    if (keys !== this.keys.join()) return null;
    if (!reply || reply.error) {
      this.studied = null;
      return reply?.error ?? null;
    }
    for (const row of this.root.querySelectorAll(".ink-table tbody tr")) this.lesson(row, reply.pairs[row.dataset.pair]);
    this.summary(verdict(this.keys.length, reply.moved));
    return null;
  }

  lesson(row, lesson) {
    if (!lesson) return;
    const told = lesson.history.map((rank, n) => `${n ? `${n} ${n === 1 ? "pair" : "pairs"}` : "unadapted"} ${rank || "–"}`).join(", ");
    const history = row.querySelector('[data-cell="history"]');
    history.title = told;
    history.replaceChildren(line(lesson.history.map((rank) => rank || null), `rank: ${told}`, -1, true));
    row.querySelector('[data-cell="without"]').textContent = `${lesson.without || "–"}`;
  }

  summary(words) {
    const node = this.root.querySelector(".ink-lesson");
    node.hidden = !words;
    node.replaceChildren(words, words ? make("small", {}, " leave-one-out") : "");
  }

  figures(pairs, fit) {
    const number = (value, digits) => (value === null || value === undefined ? "–" : value.toFixed(digits));
    const facts = [
      ["Personal pairs", `${pairs.length}`],
      ["Loss", fit ? `${number(fit.loss_before, 3)} → ${number(fit.loss_after, 3)}` : "–"],
      ["Steps", fit ? `${fit.steps}` : "–"],
      ["Took", fit ? `${Math.round(fit.ms)} ms` : "–"],
    ];
    const cells = facts.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)));
    this.root.querySelector(".ink-figures").replaceChildren(...cells);
  }
}

function verdict(pairs, { count, before, after, better, worse, same }) {
  if (pairs === 1) return "With one pair there is nothing yet to learn from for its own drawing: make another, and each is tried without itself.";
  if (!count) return "";
  return `For drawings they were not made from: each pair left out in turn, the photo meant by it stands at ${after.toFixed(1)} on average, unadapted at ${before.toFixed(1)}; better in ${better}, worse in ${worse}, the same in ${same}.`;
}
