// Where the network looks: its attention laid over the drawing as it saw it, and over the top pictures.

import { make } from "./dom.js";

const SIDE = 224;
const WARM = "214 73 42";
const SHOWN = 8;

export class Attention {
  constructor(panel, server) {
    Object.assign(this, { panel, server });
    this.strength = 0.75;
    this.looks = [];
    this.asked = 0;
    panel.querySelector('[data-set="heat"]').addEventListener("input", (event) => {
      this.strength = Number(event.target.value) / 100;
      this.looks.forEach((look) => this.paint(look));
    });
  }

  clear() {
    this.asked += 1;
    this.looks = [];
    this.panel.querySelector(".ink-looks").replaceChildren();
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
        return [gallery.photo(row), attention, `${at + 1}. ${photo}`];
      }),
    ];
    const looks = await Promise.all(pictures.map(([address, map, words]) => this.look(address, map, words)));
    if (asked !== this.asked) return null;
    this.looks = looks;
    this.panel.querySelector("[data-empty]").hidden = true;
    this.panel.querySelector(".ink-looks").replaceChildren(...looks.map((look) => look.figure));
    return null;
  }

  async look(address, map, words) {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = make("canvas", { width: SIDE, height: SIDE, role: "img", "aria-label": `attention over ${words}` });
    const look = { image, map, canvas, figure: make("figure", {}, canvas, make("figcaption", {}, words)) };
    this.paint(look);
    return look;
  }

  paint({ image, map, canvas }) {
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0, SIDE, SIDE);
    const small = new OffscreenCanvas(map[0].length, map.length);
    const cells = small.getContext("2d");
    const values = map.flat();
    // A map that looks everywhere alike shows no heat: the range is at least what an even map gives each cell.
    const least = Math.min(...values);
    const range = Math.max(Math.max(...values) - least, 1 / values.length);
    map.forEach((row, y) => row.forEach((value, x) => {
      cells.fillStyle = `rgb(${WARM} / ${((value - least) / range) * this.strength})`;
      cells.fillRect(x, y, 1, 1);
    }));
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "high";
    context.drawImage(small, 0, 0, SIDE, SIDE);
  }
}
