// What is searched and how much of it is shown: the pictures' domain, the kind of thing, the number.

import { make } from "./dom.js";
import { named } from "./gallery.js";

const SHORT = { art: "art" };

export class Filters {
  // `changed()` is called after every choice; by then `gallery` is that of the chosen domain.
  constructor(panel, galleries, changed) {
    this.galleries = galleries;
    this.changed = changed;
    this.gallery = galleries.photos;
    this.kind = panel.querySelector('[data-set="category"]');
    this.count = panel.querySelector('[data-set="top"]');
    this.listKinds();
    for (const select of [this.kind, this.count]) select.addEventListener("change", changed);
    const choice = panel.querySelector('[data-set="domain"]');
    choice.hidden = galleries.domains.length < 2;
    choice.append(...galleries.domains.map((domain) => this.segment(domain)));
    choice.addEventListener("change", (event) => {
      this.gallery = galleries.of(event.target.value);
      this.gallery.fetchAhead();
      this.listKinds();
      changed();
    });
  }

  // What the server is asked for.
  get value() {
    return { top: Number(this.count.value), category: this.kind.value || null, domain: this.gallery.domain };
  }

  // Search only this kind, or all ("").
  choose(kind) {
    this.kind.value = kind;
    this.changed();
  }

  segment(domain) {
    const chosen = domain === this.gallery.domain;
    const radio = make("input", { type: "radio", name: "ink-domain", value: domain, class: "ink-unseen", checked: chosen });
    return make("label", {}, radio, make("span", {}, SHORT[domain] ?? named(domain, true)));
  }

  // A kind that the new domain has, too, stays chosen.
  listKinds() {
    const { categories, ownKinds } = this.gallery;
    const kept = [...categories, ...ownKinds].includes(this.kind.value) ? this.kind.value : "";
    const options = (names) => names.map((category) => make("option", { value: category }, category));
    const mine = ownKinds.length ? [make("optgroup", { label: "yours" }, ...options(ownKinds))] : [];
    this.kind.replaceChildren(make("option", { value: "" }, "all kinds"), ...mine, ...options(categories));
    this.kind.value = kept;
  }
}
