// The one line beside the sheet where the page speaks.

import { make } from "./dom.js";

export const LOST = "The server does not answer. Nothing of yours is lost; try again in a moment.";

// What the server says is wrong, to stand by itself.
export const asSentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}`;

// A number of things.
export const plural = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

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

  // Something was done, and a way back.
  offer(text, words, act) {
    const button = make("button", { type: "button", onclick: act }, words);
    this.put("offer", text, " ", button);
    // What had the focus may have gone with what was done.
    if (!document.activeElement || document.activeElement === document.body) button.focus({ preventScroll: true });
  }

  error(text) {
    this.put("error", asSentence(text));
  }

  // An error that the next good answer has settled, or what was said before a new stroke.
  settle() {
    if (this.node.dataset.kind !== "plain") this.put("plain");
  }

  // What adapting did to the photo that was meant; `among` says where its rank is, if that is not plain to see.
  moved({ photo, category, rank_before, rank_after, margin_before, margin_after, ms }, among) {
    const climb = rank_after < rank_before ? "ink-climb" : "";
    const parts = [
      make("b", {}, photo),
      " rank ",
      make("span", { class: climb, "data-note": "rank" }, `${rank_before} → ${rank_after}`),
      `${among} in ${Math.round(ms)} ms`,
    ];
    if (margin_before !== null && margin_after !== null) {
      const values = `${margin_before.toFixed(3)} → ${margin_after.toFixed(3)}`;
      parts.push(` · margin of ${category} `, make("span", { "data-note": "margin" }, values));
    }
    this.put("moved", ...parts);
  }
}
