// The one line beside the sheet where the page speaks.

import { make } from "./dom.js";

export class Message {
  constructor(node) {
    this.node = node;
  }

  put(kind, ...parts) {
    this.node.dataset.kind = kind;
    this.node.replaceChildren(...parts);
  }

  say(text) {
    this.put("plain", text);
  }

  error(text) {
    this.put("error", `${text[0].toUpperCase()}${text.slice(1)}`);
  }

  // An error that the next good answer has settled, or what was said before a new stroke.
  settle() {
    if (this.node.dataset.kind !== "plain") this.put("plain");
  }

  // What adapting did to the photo that was meant.
  moved({ photo, category, rank_before, rank_after, margin_before, margin_after, ms }) {
    const climb = rank_after < rank_before ? "ink-climb" : "";
    const parts = [
      make("b", {}, photo),
      " rank ",
      make("span", { class: climb, "data-note": "rank" }, `${rank_before} → ${rank_after}`),
      ` in ${Math.round(ms)} ms`,
    ];
    if (margin_before !== null && margin_after !== null) {
      const values = `${margin_before.toFixed(3)} → ${margin_after.toFixed(3)}`;
      parts.push(` · margin of ${category} `, make("span", { "data-note": "margin" }, values));
    }
    this.put("moved", ...parts);
  }
}
