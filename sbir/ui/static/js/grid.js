// The results: a card for each photo, moved rather than made anew when the order changes.

import { make, stillness } from "./dom.js";

const MOVE = { duration: 220, easing: "cubic-bezier(0.2, 0.7, 0.2, 1)" };

export class Grid {
  constructor(list, photos, meant) {
    this.list = list;
    this.photos = photos;
    this.gallery = photos;
    this.meant = meant;
    this.cards = new Map();
    this.ranks = new Map();
    this.mine = new Set();
  }

  // Show these rows of a gallery in this order; with `moved`, say of every card how far it came since the last time.
  show(gallery, rows, distances, moved) {
    if (gallery !== this.gallery) this.clear();
    this.gallery = gallery;
    const before = new Map(this.ranks);
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const places = stillness() ? null : this.places();
    // What a pair moved to the front is to be seen there.
    if (moved) this.list.parentElement.scrollTop = 0;
    this.ranks = new Map(rows.map((row, at) => [row, at + 1]));
    for (const [row, card] of this.cards) {
      if (!this.ranks.has(row)) {
        card.remove();
        this.cards.delete(row);
      }
    }
    rows.forEach((row, at) => {
      const card = this.cards.get(row) ?? this.make(row);
      card.querySelector(".ink-card-rank").textContent = `${at + 1}`;
      const far = card.querySelector(".ink-card-far");
      far.textContent = distances[at].toFixed(2);
      card.querySelector(".ink-card-words").title = `${card.dataset.photo}, distance ${distances[at].toFixed(4)} (from 0 to 2)`;
      this.mark(card, moved && before.size ? [before.get(row), at + 1] : null);
      if (this.list.children[at] !== card) this.list.insertBefore(card, this.list.children[at] ?? null);
    });
    if (focused?.isConnected) focused.focus({ preventScroll: true });
    if (places) this.glide(places);
  }

  clear() {
    this.list.replaceChildren();
    this.cards.clear();
    this.ranks.clear();
  }

  // Which photos stand in a personal pair.
  own(photos) {
    this.mine = new Set(photos);
    for (const [row, card] of this.cards) card.dataset.meant = this.mine.has(this.gallery.id(row)) ? "yes" : "no";
  }

  make(row) {
    const id = this.gallery.id(row);
    const card = make(
      "li",
      { class: "ink-card", "data-photo": id, "data-meant": this.mine.has(id) ? "yes" : "no" },
      this.gallery.tile(row),
      make(
        "div",
        { class: "ink-card-words" },
        make(
          "span",
          { class: "ink-card-name" },
          make("span", { class: "ink-card-rank" }),
          make("span", { class: "ink-card-kind" }, this.gallery.category(row)),
        ),
        make("span", { class: "ink-card-far" }),
      ),
      this.button(id),
    );
    this.cards.set(row, card);
    return card;
  }

  // A picture of another domain shows the thing that the photo of its name shows: a pair is made with that photo.
  button(id) {
    const here = this.gallery === this.photos;
    const known = this.photos.rowOf.has(id);
    const aside = known ? `makes a pair with the photo ${id}, of the same thing` : "no photo of this thing to make a pair with";
    const label = `This is what I meant: ${id}${here ? "" : `; ${aside}`}`;
    const attributes = { type: "button", disabled: !known, title: here ? null : aside, "aria-label": label };
    return make("button", { ...attributes, onclick: () => this.meant(id) }, "This is what I meant");
  }

  mark(card, ranks) {
    card.querySelector(".ink-move")?.remove();
    if (!ranks || ranks[0] === ranks[1]) return;
    const [was, is] = ranks;
    const words = was === undefined ? ["new", "new among these"] : was > is ? [`▲ ${was - is}`, `up ${was - is}`] : [`▼ ${is - was}`, `down ${is - was}`];
    const way = was === undefined || was > is ? "up" : "down";
    card.append(make("span", { class: "ink-move", "data-way": way, role: "img", "aria-label": words[1] }, words[0]));
  }

  places() {
    return new Map([...this.cards.values()].map((card) => [card, card.getBoundingClientRect()]));
  }

  // First, last, invert, play: every card starts where it was seen last.
  glide(places) {
    const arrivals = [...this.cards.values()].map((card) => [card, places.get(card), card.getBoundingClientRect()]);
    for (const [card, was, is] of arrivals) {
      if (!was) {
        card.animate([{ opacity: 0 }, { opacity: 1 }], MOVE);
      } else if (was.left !== is.left || was.top !== is.top) {
        card.getAnimations().forEach((animation) => animation.cancel());
        card.animate([{ transform: `translate(${was.left - is.left}px, ${was.top - is.top}px)` }, { transform: "none" }], MOVE);
      }
    }
  }
}
