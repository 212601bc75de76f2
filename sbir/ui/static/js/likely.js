// What the drawing may show: a button for each likely kind, which searches that kind alone, or all again. Where the right thing
// is of a kind that does not come up, it is one press away.

import { make } from "./dom.js";

const PLACES = 5;

export class Likely {
  // `filters` hold the kind that is searched, and are told of another.
  constructor(row, filters) {
    this.row = row;
    this.filters = filters;
    this.chosen = "";
    // Always the same buttons in the same places: nothing moves while the pen does.
    this.buttons = [...Array(PLACES)].map(() => make("button", { type: "button", onclick: ({ currentTarget }) => this.choose(currentTarget) }));
    row.append(...this.buttons);
  }

  // Kinds of the gallery and of the person's own photos by name, the likeliest first.
  show(gallery, kinds) {
    const chosen = this.filters.kind.value;
    // The kind that is searched keeps a button, to be let go by.
    const offered = (chosen && !kinds.includes(chosen) ? [chosen, ...kinds] : kinds).slice(0, PLACES);
    this.buttons.forEach((button, at) => this.fill(button, gallery, offered[at], chosen));
    this.row.dataset.shown = offered.length > 1 ? "yes" : "no";
  }

  // What was chosen here was said of a drawing that is gone; what was chosen from the list of all kinds stays.
  clear() {
    this.row.dataset.shown = "no";
    if (this.chosen && this.chosen === this.filters.kind.value) this.filters.kind.value = "";
    this.chosen = "";
  }

  fill(button, gallery, kind, chosen) {
    button.hidden = !kind;
    if (!kind) return;
    button.setAttribute("aria-pressed", kind === chosen);
    button.title = kind === chosen ? "Search all kinds again" : `Search only: ${kind}`;
    if (button.dataset.kind === kind && button.dataset.domain === gallery.domain) return;
    Object.assign(button.dataset, { kind, domain: gallery.domain });
    button.replaceChildren(...[gallery.icon(kind), make("span", {}, kind)].filter(Boolean));
  }

  choose({ dataset: { kind } }) {
    this.chosen = kind === this.filters.kind.value ? "" : kind;
    this.filters.choose(this.chosen);
  }
}
