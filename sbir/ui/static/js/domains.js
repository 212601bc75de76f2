// Fuse and Attend on the drawing: an example from each domain, how gates and attention weigh it, and where all of them lie.

import { make } from "./dom.js";
import { named } from "./gallery.js";
import { drawMap, key } from "./map.js";
import { asSentence, LOST } from "./message.js";

const TURNS = 1000;
const SHORT = { sketch: "lines" };

export class Domains {
  constructor(panel, galleries, server) {
    Object.assign(this, { panel, galleries, server });
    this.asked = 0;
    this.kind = panel.querySelector('[data-set="fused"]');
    this.other = panel.querySelector('[data-do="other"]');
    this.line = panel.querySelector("[data-empty]");
    this.empty = this.line.textContent;
    this.result = panel.querySelector(".ink-fused");
    this.first = make("option", { value: "" }, "first hit");
    this.kind.append(this.first, ...galleries.photos.categories.map((category) => make("option", { value: category }, category)));
    this.kind.addEventListener("change", () => this.ask(0));
    this.other.addEventListener("click", () => this.ask((this.turn + 1) % TURNS));
    this.clear();
  }

  clear() {
    this.asked += 1;
    this.sketch = null;
    this.panel.setAttribute("aria-busy", "false");
    this.put(this.empty);
  }

  // The drawing, and the category of what was found first for it.
  show(sketch, found) {
    Object.assign(this, { sketch, found });
    return this.ask(0);
  }

  async ask(turn) {
    if (!this.sketch) return;
    const asked = (this.asked += 1);
    this.turn = turn;
    this.panel.setAttribute("aria-busy", "true");
    if (this.result.hidden) this.put("Fusing the examples…");
    this.first.textContent = this.found ? `first hit (${this.found})` : "first hit";
    const question = { sketch: this.sketch, category: this.kind.value || this.found, turn };
    // Where the server does not answer, gradio's client may give nothing instead of failing.
    const reply = (await this.server.domains(question).catch(() => null)) ?? { error: LOST };
    const cards = reply.error ? [] : await Promise.all(this.cards(reply));
    if (asked !== this.asked) return;
    this.panel.setAttribute("aria-busy", "false");
    if (reply.error) this.put(asSentence(reply.error), "error");
    else this.put("", "plain", make("ul", { class: "ink-examples" }, ...cards), this.story(reply));
  }

  // A sentence, or what there is to show.
  put(sentence, kind = "plain", ...parts) {
    this.line.textContent = sentence;
    this.line.dataset.kind = kind;
    this.line.hidden = !sentence;
    this.result.hidden = !parts.length;
    this.result.replaceChildren(...parts);
    this.other.disabled = !this.sketch;
  }

  cards({ raster, examples }) {
    return [
      card("query", raster, "drawing", "as the network sees it"),
      ...examples.map(({ domain, photo, gate, attention }) => {
        const gallery = this.galleries.of(domain);
        const address = gallery.photo(gallery.rowOf.get(photo));
        return card(domain, address, SHORT[domain] ?? named(domain), photo, meter("let in", "gate", gate), meter("weight", "attention", attention));
      }),
    ];
  }

  // The map, and beside it how far everything lies from the drawing.
  story(reply) {
    const { examples, distance } = reply;
    const nearest = examples.reduce((one, other) => (other.distance < one.distance ? other : one));
    const least = [distance, nearest.distance].map((value) => value.toFixed(3));
    const nearer = distance < nearest.distance;
    const verdict = `Fused, they lie ${nearer ? "nearer to" : "no nearer to"} your drawing than ${nearer ? "any" : "the nearest"} of them alone: ${least[0]} against ${least[1]} (${named(nearest.domain)}).`;
    const farthest = Math.max(distance, ...examples.map((example) => example.distance));
    const rows = [
      far("query", "your drawing"),
      ...examples.map((example) => far(example.domain, named(example.domain), example.distance, farthest)),
      far("positive", "all of them, fused", distance, farthest, "positive"),
    ];
    return make(
      "div",
      { class: "ink-story" },
      drawMap(reply),
      make(
        "div",
        {},
        make("h2", {}, "How far from your drawing ", make("small", {}, "distance, 0 to 2")),
        make("ul", { class: "ink-far" }, ...rows),
        make("p", { class: "ink-verdict" }, verdict),
        this.galleries.domains.length > 1 ? null : make("p", { class: "ink-aside" }, "This gallery has photos only: there are just these and their traced lines to fuse."),
        make("p", { class: "ink-aside" }, "The map is a flat picture of many dimensions: what lies apart on it is apart, what lies together need not be near."),
      ),
    );
  }
}

// One card; it is ready when its picture can be seen at once.
async function card(mark, address, name, detail, ...meters) {
  const image = make("img", { src: address, alt: `${name}: ${detail}`, width: 224, height: 224 });
  await image.decode().catch(() => undefined);
  return make(
    "li",
    { class: "ink-example", "data-domain": mark },
    image,
    make("p", { class: "ink-example-name" }, key(mark), name),
    make("p", { class: "ink-example-detail", title: detail }, detail),
    ...meters,
  );
}

function meter(words, term, share) {
  const percent = `${Math.round(share * 100)} %`;
  return make(
    "div",
    { class: "ink-meter", "data-part": term },
    make("span", {}, words),
    make("span", { class: "ink-meter-value" }, percent),
    make("small", {}, term),
    make("span", { class: "ink-track" }, make("span", { class: "ink-track-bar", style: { width: `${share * 100}%` } })),
  );
}

function far(mark, name, distance = null, farthest = 1) {
  const bar = distance === null ? null : make("span", { class: "ink-track" }, make("span", { class: "ink-track-bar", style: { width: `${(distance / farthest) * 100}%` } }));
  return make("li", { "data-mark": mark }, key(mark), make("span", {}, name), bar, make("span", { class: "ink-far-value" }, distance === null ? "" : distance.toFixed(3)));
}
