// The learned margin of every kind, as bars; a tick where it was before the person's own pairs.

import { make } from "./dom.js";

const WORDS = { gallery: "from the gallery's photos", unlearned: "unlearned" };

export class Margins {
  constructor(panel) {
    this.list = panel.querySelector(".ink-margins");
    this.before = {};
  }

  show({ margins, before }) {
    this.before = before;
    const most = Math.max(0.1, ...margins.map((margin) => Math.max(margin.value, margin.spread[1])));
    const scale = Math.min(1, Math.ceil(most * 10) / 10);
    this.list.replaceChildren(...margins.map((margin) => this.row(margin, scale)));
  }

  row({ category, value, spread, source, pairs }, scale) {
    const percent = (x) => `${Math.max(0, Math.min(1, x / scale)) * 100}%`;
    const own = source === "your pairs";
    const words = own ? `from your ${pairs === 1 ? "one pair" : `${pairs} pairs`}` : (WORDS[source] ?? source);
    const was = own ? this.before[category] : undefined;
    const [low, high] = spread;
    return make(
      "li",
      { class: "ink-margin", "data-source": source, "data-category": category },
      make("span", { class: "ink-margin-kind", title: category }, category),
      make(
        "span",
        { class: "ink-track", role: "img", "aria-label": `${category}: ${value.toFixed(3)}, spread ${low.toFixed(3)} to ${high.toFixed(3)}` },
        make("span", { class: "ink-track-bar", style: { width: percent(value) } }),
        make("span", { class: "ink-margin-spread", style: { left: percent(low), width: percent(high - low) } }),
        was === undefined ? null : make("span", { class: "ink-margin-was", title: `before: ${was.toFixed(3)}`, style: { left: percent(was) } }),
      ),
      make("span", { class: "ink-margin-value" }, value.toFixed(3)),
      make("span", { class: "ink-margin-source" }, words),
    );
  }
}
