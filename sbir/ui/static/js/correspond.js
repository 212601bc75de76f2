// Which part of the drawing answers which part of a photo: two pictures of a few cells each, and what every pair of cells adds
// to their likeness. Pointing at a cell, or walking there with the arrow keys, lights up what answers it in the other picture.

import { draw, make } from "./dom.js";
import { layHeat, SIDE } from "./heat.js";
import { asSentence, LOST } from "./message.js";

const GAP = 24;
const BEND = 26;
const NAMES = { drawing: "your drawing", photo: "the picture" };
const OTHER = { drawing: "photo", photo: "drawing" };
// What is weaker than this share of the strongest is told and shown as weak.
const LEAST = 0.25;

export class Answers {
  constructor(panel, server) {
    Object.assign(this, { panel, server });
    this.asked = 0;
    this.strength = 0.75;
    this.node = panel.querySelector(".ink-answers");
    this.line = this.node.querySelector(".ink-answers-line");
    this.place = this.node.querySelector(".ink-answers-pictures");
    this.again = this.node.querySelector('[data-do="strongest"]');
    this.again.addEventListener("click", () => this.choose(null));
    this.heads = panel.querySelector('[data-set="head"]');
    this.heads.addEventListener("change", (event) => {
      this.head = this.picked = event.target.value;
      this.paint();
    });
    this.clear();
  }

  clear() {
    this.asked += 1;
    Object.assign(this, { reply: null, shown: "", head: null, chosen: null, pointed: null });
    this.node.hidden = true;
    this.heads.hidden = true;
    this.place.replaceChildren();
    this.say("");
  }

  heat(strength) {
    this.strength = strength;
    if (this.reply) this.paint();
  }

  // Ask for, and show, what the drawing and one picture have to do with each other.
  async show({ sketch, domain, raster }, { photo, address, words }) {
    const asked = (this.asked += 1);
    this.node.hidden = false;
    this.node.setAttribute("aria-busy", "true");
    // Where the server does not answer, gradio's client may give nothing instead of failing.
    const reply = (await this.server.correspond({ sketch, photo, domain }).catch(() => null)) ?? { error: LOST };
    if (asked !== this.asked) return;
    this.node.setAttribute("aria-busy", "false");
    if (reply.error) {
      this.reply = null;
      this.place.replaceChildren();
      this.heads.hidden = true;
      this.say(asSentence(reply.error), "error");
      return;
    }
    const same = this.shown === `${raster} ${domain} ${photo}`;
    this.reply = reply;
    if (!same) {
      this.shown = `${raster} ${domain} ${photo}`;
      this.chosen = this.pointed = null;
      this.build(raster, reply.seen ?? address, reply.seen ? `${words}, as the network sees it: without its ground` : words);
    }
    this.offer(reply.with !== null);
    this.paint();
  }

  // Before or with the visitor's pairs, where there are any.
  offer(both) {
    this.heads.hidden = !both;
    this.head = both ? (this.picked ?? "with") : "before";
    for (const radio of this.heads.querySelectorAll("input")) radio.checked = radio.value === this.head;
  }

  get found() {
    return this.reply[this.head];
  }

  build(raster, address, words) {
    this.sides = {
      drawing: this.side("drawing", raster, "Your drawing, as the network sees it"),
      photo: this.side("photo", address, words),
    };
    this.marks = draw("svg", { class: "ink-answers-marks", viewBox: `0 0 ${2 * SIDE + GAP} ${SIDE}`, "aria-hidden": true });
    const { drawing, photo } = this.sides;
    this.place.replaceChildren(drawing.node, photo.node, this.marks, drawing.caption, photo.caption);
  }

  side(name, address, words) {
    const [rows, columns] = this.reply.before.cells[name === "drawing" ? 0 : 1];
    const heat = make("canvas", { width: SIDE, height: SIDE, "aria-hidden": true });
    const cells = [...Array(rows * columns).keys()].map((at) => this.cell(name, at, rows, columns));
    cells[Math.floor(rows / 2) * columns + Math.floor(columns / 2)].tabIndex = 0;
    const lines = [...Array(rows).keys()].map((row) => make("div", { role: "row" }, ...cells.slice(row * columns, (row + 1) * columns)));
    const tracks = (count) => `0.5fr repeat(${count - 2}, 1fr) 1.5fr`;
    const grid = make(
      "div",
      { class: "ink-cells", role: "grid", "aria-label": `Parts of ${NAMES[name]}; arrow keys walk them, Escape shows the strongest answers again`, style: { gridTemplateColumns: tracks(columns), gridTemplateRows: tracks(rows) } },
      ...lines,
    );
    grid.addEventListener("pointerleave", () => this.point(null));
    const image = make("img", { src: address, alt: words, width: SIDE, height: SIDE, draggable: "false" });
    const node = make("div", { class: "ink-answers-side", "data-side": name }, image, heat, grid);
    return { node, heat, cells, rows, columns, caption: make("p", { class: "ink-answers-caption" }, words) };
  }

  cell(side, at, rows, columns) {
    const label = `${NAMES[side]}, row ${Math.floor(at / columns) + 1} of ${rows}, column ${(at % columns) + 1} of ${columns}`;
    const button = make("button", { type: "button", role: "gridcell", tabindex: "-1", "aria-label": label, "aria-selected": "false" });
    const here = { side, at };
    let again = false;
    button.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && this.point(here));
    // A finger or a pen that comes back to the part that is lit puts the light out.
    button.addEventListener("pointerdown", () => (again = same(this.chosen, here)));
    button.addEventListener("click", () => {
      this.choose(again ? null : here);
      if (again) this.point(null);
      again = false;
    });
    button.addEventListener("focus", () => button.matches(":focus-visible") && this.choose(here));
    button.addEventListener("keydown", (event) => this.walk(event, here));
    return button;
  }

  walk(event, { side, at }) {
    if (event.key === "Escape") {
      this.choose(null);
      return;
    }
    const { rows, columns, cells } = this.sides[side];
    const [row, column] = [Math.floor(at / columns), at % columns];
    const to = {
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      Home: [row, 0],
      End: [row, columns - 1],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    const inside = (value, count) => Math.min(Math.max(value, 0), count - 1);
    cells[inside(to[0], rows) * columns + inside(to[1], columns)].focus();
  }

  point(cell) {
    this.pointed = cell;
    this.paint();
  }

  choose(cell) {
    this.chosen = cell;
    this.pointed = null;
    this.paint();
  }

  paint() {
    if (!this.reply) return;
    const cell = this.pointed ?? this.chosen;
    for (const [name, { cells }] of Object.entries(this.sides)) {
      const at = this.chosen?.side === name ? this.chosen.at : null;
      cells.forEach((button, number) => button.setAttribute("aria-selected", String(number === at)));
      if (at !== null) cells.forEach((button, number) => (button.tabIndex = number === at ? 0 : -1));
    }
    this.again.disabled = !this.chosen;
    if (cell) this.one(cell);
    else this.strongest();
  }

  // What answers one cell.
  one({ side, at }) {
    const other = this.sides[OTHER[side]];
    const values = side === "drawing" ? this.found.values[at] : this.found.values.map((row) => row[at]);
    const best = values.indexOf(Math.max(...values));
    const strongest = this.found.links[0]?.[2] ?? 0;
    const scale = Math.max(values[best], LEAST * strongest, 1e-9);
    this.lay(this.sides[side], null);
    this.lay(other, values.map((value) => Math.max(value, 0) / scale));
    const answered = values[best] >= 0.05 * strongest && values[best] > 0;
    const marks = [this.frame(side, at)];
    if (answered) {
      marks.unshift(this.link({ side, at }, { side: OTHER[side], at: best }, 1));
      marks.push(this.spot(OTHER[side], best, 1));
    }
    this.marks.replaceChildren(...marks);
    const where = `Row ${Math.floor(at / this.sides[side].columns) + 1}, column ${(at % this.sides[side].columns) + 1} of ${NAMES[side]}`;
    if (!answered) {
      this.say(`${where} has no answer: to the network there is nothing in common here.`);
      return;
    }
    const sum = values.reduce((total, value) => total + value, 0);
    const there = `row ${Math.floor(best / other.columns) + 1}, column ${(best % other.columns) + 1} of ${NAMES[OTHER[side]]}`;
    this.say(`${where} adds ${sum.toFixed(3)} to a likeness of ${this.found.similarity.toFixed(2)}; most of all ${there} answers it.`);
  }

  // Without a choice: the strongest answers, numbered.
  strongest() {
    for (const side of Object.values(this.sides)) this.lay(side, null);
    const ends = this.found.links.map(([from, to]) => [{ side: "drawing", at: from }, { side: "photo", at: to }]);
    this.marks.replaceChildren(
      ...ends.map(([from, to], number) => this.link(from, to, number + 1, BEND * (number - (ends.length - 1) / 2))),
      ...ends.flatMap(([from, to], number) => [this.spot(from.side, from.at, number + 1, true), this.spot(to.side, to.at, number + 1, true)]),
    );
    this.say(
      ends.length
        ? `Likeness ${this.found.similarity.toFixed(2)}. The ${ends.length > 1 ? `${ends.length} strongest answers are` : "strongest answer is"} numbered; point at a part of either picture to see what answers it.`
        : "Nothing in this picture answers the drawing.",
    );
  }

  lay({ heat, rows, columns }, values) {
    const context = heat.getContext("2d");
    context.clearRect(0, 0, SIDE, SIDE);
    if (!values) return;
    const line = (row) => values.slice(row * columns, (row + 1) * columns).map((value) => Math.min(value, 1) * this.strength);
    layHeat(context, [...Array(rows).keys()].map(line));
  }

  // The middle of what a cell sees, in the marks' own units.
  middle(side, at) {
    const { rows, columns } = this.sides[side];
    const left = side === "photo" ? SIDE + GAP : 0;
    return [left + ((at % columns) * SIDE) / columns, (Math.floor(at / columns) * SIDE) / rows];
  }

  // The same, but far enough inside for a mark to be seen whole.
  inside(side, at) {
    const left = side === "photo" ? SIDE + GAP : 0;
    const [x, y] = this.middle(side, at);
    return [Math.min(Math.max(x, left + 12), left + SIDE - 12), Math.min(Math.max(y, 12), SIDE - 12)];
  }

  frame(side, at) {
    const { rows, columns } = this.sides[side];
    const left = side === "photo" ? SIDE + GAP : 0;
    const [x, y] = this.middle(side, at);
    const [across, down] = [SIDE / columns / 2, SIDE / rows / 2];
    const [x0, y0] = [Math.max(x - across, left) + 1, Math.max(y - down, 0) + 1];
    const [x1, y1] = [at % columns === columns - 1 ? left + SIDE : x + across, at >= (rows - 1) * columns ? SIDE : y + down];
    return draw("rect", { class: "ink-answers-frame", x: x0, y: y0, width: x1 - x0 - 1, height: y1 - y0 - 1, rx: 4 });
  }

  // A line from one to the other; several are bent each its own way, so that none runs along another.
  link(from, to, number, bend = 0) {
    const [[x0, y0], [x1, y1]] = [this.inside(from.side, from.at), this.inside(to.side, to.at)];
    const path = `M${x0} ${y0}Q${(x0 + x1) / 2} ${(y0 + y1) / 2 + bend} ${x1} ${y1}`;
    return draw("g", { "data-number": number }, ...["ink-answers-halo", "ink-answers-link"].map((kind) => draw("path", { class: kind, d: path })));
  }

  spot(side, at, number, told = false) {
    const [x, y] = this.inside(side, at);
    return draw(
      "g",
      { class: "ink-answers-spot", "data-number": number, transform: `translate(${x} ${y})` },
      draw("circle", { class: told ? null : "ink-answers-end" }),
      told ? draw("text", {}, `${number}`) : null,
    );
  }

  say(sentence, kind = "plain") {
    this.line.textContent = sentence;
    this.line.dataset.kind = kind;
  }
}

const same = (one, other) => one !== null && one.side === other.side && one.at === other.at;
