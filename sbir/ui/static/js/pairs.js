// The personal pairs: the strip below the sheet and the tab that tells what adapting to them did.

import { lineThumbnail, make } from "./dom.js";

export class Pairs {
  constructor(root, gallery, remove) {
    Object.assign(this, { root, gallery, remove });
    this.photos = [];
    this.keys = [];
  }

  show({ pairs, fit }) {
    this.photos = pairs.map((pair) => pair.photo);
    this.keys = pairs.map((pair) => pair.key);
    this.root.querySelector(".ink-pairs-none").hidden = pairs.length > 0;
    this.root.querySelector(".ink-pairs-list").replaceChildren(...pairs.map((pair) => this.card(pair)));
    const table = this.root.querySelector(".ink-table");
    table.hidden = pairs.length === 0;
    table.querySelector("tbody").replaceChildren(...pairs.map((pair) => this.row(pair)));
    for (const name of ["reset", "save"]) this.root.querySelector(`[data-do="${name}"]`).disabled = pairs.length === 0;
    this.figures(pairs, fit);
  }

  card(pair) {
    const { rank_before: before, rank_after: after } = pair;
    // Rank 0: the photo is not one of this gallery.
    const rank = after ? `${before} → ${after}` : "–";
    return make(
      "li",
      { class: "ink-pair", "data-pair": pair.key, title: pair.photo },
      lineThumbnail(pair.line, `your drawing of ${pair.photo}`),
      this.tile(pair.photo),
      make("span", { class: "ink-pair-rank" }, "rank", make("br"), make("b", {}, rank)),
      this.remover(pair),
    );
  }

  row(pair) {
    return make(
      "tr",
      {},
      make("td", {}, lineThumbnail(pair.line, `your drawing of ${pair.photo}`)),
      make("td", {}, make("span", { class: "ink-photo" }, this.tile(pair.photo), pair.photo)),
      make("td", {}, `${pair.rank_before || "–"}`),
      make("td", {}, make("b", {}, `${pair.rank_after || "–"}`)),
      make("td", {}, this.remover(pair, "Remove")),
    );
  }

  remover(pair, words = "×") {
    return make("button", { type: "button", "aria-label": `Remove the pair with ${pair.photo}`, onclick: () => this.remove(pair.key) }, words);
  }

  tile(photo) {
    const row = this.gallery.rowOf.get(photo);
    // A pair from a profile may stand for a photo that is not in this gallery.
    return row === undefined ? make("span", { class: "ink-tile" }) : this.gallery.tile(row);
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
