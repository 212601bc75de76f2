// Where the network looks: its attention laid over the drawing as it saw it, and over the top pictures; and which part of the
// drawing answers which part of one of them.

import { Answers } from "./correspond.js";
import { make, stillness } from "./dom.js";
import { layHeat, SIDE } from "./heat.js";

const SHOWN = 8;

export class Attention {
  constructor(panel, server) {
    Object.assign(this, { panel, server });
    this.strength = 0.75;
    this.looks = [];
    this.asked = 0;
    this.chosen = null; // the picture that the visitor has picked out of those shown
    this.answers = new Answers(panel, server);
    panel.querySelector('[data-set="heat"]').addEventListener("input", (event) => {
      this.strength = Number(event.target.value) / 100;
      this.looks.forEach((look) => this.paint(look));
      this.answers.heat(this.strength);
    });
  }

  clear() {
    this.asked += 1;
    this.looks = [];
    this.chosen = null;
    this.answers.clear();
    this.panel.querySelector(".ink-looks").replaceChildren();
    this.panel.querySelector(".ink-where").hidden = true;
    this.panel.querySelector("[data-empty]").hidden = false;
  }

  // `rows` are those of `gallery`.
  async show(sketch, rows, gallery) {
    const asked = (this.asked += 1);
    const shown = rows.slice(0, SHOWN);
    const reply = await this.server.attend({ sketch, photos: shown.map((row) => gallery.id(row)), domain: gallery.domain });
    if (asked !== this.asked) return null;
    if (reply.error) return reply.error;
    const pictures = [
      [reply.raster, reply.drawing, "Your drawing, as the network sees it"],
      ...reply.photos.map(({ photo, attention }, at) => {
        const row = gallery.rowOf.get(photo);
        return [gallery.photo(row), attention, `${at + 1}. ${photo}`, photo];
      }),
    ];
    const looks = await Promise.all(pictures.map(([address, map, words, photo]) => this.look(address, map, words, photo)));
    if (asked !== this.asked) return null;
    this.looks = looks;
    this.about = { sketch, domain: gallery.domain, raster: reply.raster };
    this.panel.querySelector("[data-empty]").hidden = true;
    this.panel.querySelector(".ink-where").hidden = false;
    this.replace(looks);
    const photos = looks.filter((look) => look.photo);
    const picked = photos.find((look) => look.photo === this.chosen) ?? photos[0];
    if (picked) await this.pick(picked);
    return null;
  }

  // The new figures in the old ones' place; whoever stood on one stands on the same one again.
  replace(looks) {
    const list = this.panel.querySelector(".ink-looks");
    const stood = [...list.querySelectorAll("button")].indexOf(document.activeElement);
    list.replaceChildren(...looks.map((look) => look.figure));
    if (stood >= 0) list.querySelectorAll("button")[stood]?.focus({ preventScroll: true });
  }

  // Compare the drawing with this picture.
  pick(picked) {
    for (const look of this.looks) look.button?.setAttribute("aria-pressed", String(look === picked));
    const { photo, image, words } = picked;
    return this.answers.show(this.about, { photo, address: image.src, words });
  }

  async look(address, map, words, photo) {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = make("canvas", { width: SIDE, height: SIDE, role: "img", "aria-label": `attention over ${words}` });
    const look = { image, map, canvas, words, photo };
    if (photo) {
      const choose = () => {
        this.chosen = photo;
        this.pick(look);
        this.answers.node.scrollIntoView({ block: "nearest", behavior: stillness() ? "auto" : "smooth" });
      };
      look.button = make("button", { type: "button", class: "ink-look", "aria-pressed": "false", title: "Compare your drawing with this", onclick: choose }, canvas, make("span", {}, words));
    }
    look.figure = make("figure", {}, look.button ?? canvas, photo ? null : make("figcaption", {}, words));
    this.paint(look);
    return look;
  }

  paint({ image, map, canvas }) {
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0, SIDE, SIDE);
    const values = map.flat();
    // A map that looks everywhere alike shows no heat: the range is at least what an even map gives each cell.
    const least = Math.min(...values);
    const range = Math.max(Math.max(...values) - least, 1 / values.length);
    layHeat(context, map.map((row) => row.map((value) => ((value - least) / range) * this.strength)));
  }
}
