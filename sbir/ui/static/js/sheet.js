// The sheet to draw on: pointer events in, ink on the screen. One pointer draws at a time; others are ignored.

import { stillness } from "./dom.js";

const SPACING = 1.5;
const ERASER = 9;
// So far from where it was pressed, a pointer on a button is drawing (px).
const DRAWN = 6;
// The cosine of a turn that is a corner, however fast the line was drawn.
const CORNER = 0.75;

export class Sheet {
  // `changed(live)` is called after every change: `live` while the pen is still down.
  constructor(frame, ink, changed) {
    this.frame = frame;
    this.canvas = frame.querySelector("canvas");
    this.ink = ink;
    this.changed = changed;
    this.tool = "pen";
    this.width = 5;
    this.current = null;
    this.laid = null; // a drawing that is being laid, and as much of it as is there already
    this.grown = [];
    this.pointer = null;
    this.began = 0;
    this.size = [1, 1];
    this.view = { scale: 1, x: 0, y: 0 };
    this.listen();
    new ResizeObserver(() => this.fit()).observe(this.canvas);
    new MutationObserver(() => this.paint()).observe(document.body, { attributeFilter: ["class"] });
    this.fit();
  }

  get drawing() {
    return this.pointer !== null;
  }

  get empty() {
    return this.shown.length === 0 && !this.current;
  }

  get shown() {
    return this.laid ? this.grown : this.ink.strokes;
  }

  // What the server takes; the stroke under the pen is part of it.
  value() {
    const strokes = this.current ? [...this.shown, this.current] : this.shown;
    return { width: this.size[0], height: this.size[1], strokes: strokes.map((stroke) => stroke.points) };
  }

  setTool(tool) {
    this.tool = tool;
    this.frame.dataset.tool = tool;
  }

  // Strokes from elsewhere, scaled to sit in the middle of the sheet; drawn within some milliseconds, or there at once.
  lay({ width, height, strokes }, during = 0) {
    this.finish();
    const [w, h] = this.size;
    const scale = Math.min(w / width, h / height) * 0.92;
    const [x, y] = [(w - width * scale) / 2, (h - height * scale) / 2];
    // Finer than a pen's points: what is laid is ranked as what it was made from.
    const place = ([px, py, t = 0]) => [fine(px * scale + x), fine(py * scale + y), t];
    this.laid = strokes.map((points) => ({ points: points.map(place), width: this.width }));
    if (!during || stillness()) this.finish();
    else this.grow(during);
  }

  grow(during) {
    const whole = this.laid.reduce((sum, { points }) => sum + lengthOf(points), 0);
    const began = performance.now();
    const step = (now) => {
      const share = Math.max(0, now - began) / during;
      if (share >= 1) {
        this.finish();
        return;
      }
      this.grown = firstPart(this.laid, share * whole);
      if (this.grown.length) this.refresh(true);
      this.growing = requestAnimationFrame(step);
    };
    this.growing = requestAnimationFrame(step);
    // A page in the background is painted no frames.
    this.late = setTimeout(() => this.finish(), during + 500);
  }

  // What is being laid is there.
  finish() {
    if (!this.laid) return;
    cancelAnimationFrame(this.growing);
    clearTimeout(this.late);
    const { laid } = this;
    this.laid = null;
    this.grown = [];
    this.ink.become(laid);
    this.refresh(false);
  }

  // Put the drawing away with all its earlier states; what is returned brings it back.
  aside() {
    this.finish();
    const { states, at } = this.ink;
    const { size } = this;
    return () => {
      this.finish();
      Object.assign(this.ink, { states, at });
      this.size = size;
      this.fit();
      this.refresh(false);
    };
  }

  refresh(live) {
    this.frame.dataset.inked = this.empty ? "no" : "yes";
    this.paint();
    this.changed(live);
  }

  // A new size of the element: an untouched sheet takes it, a drawing keeps its own and is shown scaled.
  fit() {
    const box = this.canvas.getBoundingClientRect();
    if (!box.width || !box.height) return;
    if (this.ink.untouched && !this.laid && !this.drawing) this.size = [Math.round(box.width), Math.round(box.height)];
    const scale = Math.min(box.width / this.size[0], box.height / this.size[1]);
    this.view = { scale, x: (box.width - this.size[0] * scale) / 2, y: (box.height - this.size[1] * scale) / 2 };
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(box.width * ratio);
    this.canvas.height = Math.round(box.height * ratio);
    this.paint();
  }

  paint() {
    if (this.painting) return;
    this.painting = requestAnimationFrame(() => {
      this.painting = null;
      this.paintNow();
    });
  }

  paintNow() {
    const context = this.canvas.getContext("2d");
    const ratio = window.devicePixelRatio || 1;
    const { scale, x, y } = this.view;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * x, ratio * y);
    context.strokeStyle = getComputedStyle(this.frame).getPropertyValue("--line");
    context.lineCap = context.lineJoin = "round";
    for (const stroke of this.shown) {
      context.lineWidth = stroke.width;
      context.stroke((stroke.path ??= pathOf(stroke.points)));
    }
    if (this.current) {
      context.lineWidth = this.current.width;
      context.stroke(pathOf(this.current.points));
    }
  }

  listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      canvas.addEventListener(end, (event) => this.up(event));
    }
    canvas.addEventListener("contextmenu", (event) => this.drawing && event.preventDefault());
  }

  // What lies on the empty sheet may be pressed; who presses there and moves on is drawing.
  beginsOn(element) {
    let pressed = null;
    element.addEventListener("pointerdown", (event) => {
      pressed = event;
      event.target.setPointerCapture(event.pointerId);
    });
    element.addEventListener("pointermove", (event) => {
      if (event.pointerId !== pressed?.pointerId) return;
      if (Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) < DRAWN) return;
      this.down(pressed);
      this.move(event);
      pressed = null;
    });
    for (const end of ["pointerup", "pointercancel"]) {
      element.addEventListener(end, () => {
        pressed = null;
      });
    }
  }

  down(event) {
    if (this.drawing || event.button > 0) return;
    event.preventDefault();
    this.finish();
    this.canvas.focus({ preventScroll: true });
    this.pointer = event.pointerId;
    try {
      this.canvas.setPointerCapture(event.pointerId);
    } catch {
      // A pen that has left already cannot be captured; its stroke ends with the next event.
    }
    if (this.ink.empty) this.began = event.timeStamp;
    const point = this.point(event);
    // A pen turned around to its rubber end says so by button 5.
    this.erasing = this.tool === "eraser" || (event.buttons & 32) !== 0;
    if (this.erasing) {
      this.last = point;
      this.before = this.ink.strokes;
      this.erase(point);
    } else {
      this.current = { points: [point], width: this.width };
      this.refresh(true);
    }
  }

  move(event) {
    if (event.pointerId !== this.pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const step of events.length ? events : [event]) {
      const point = this.point(step);
      if (this.erasing) {
        this.erase(point);
      } else {
        const last = this.current.points.at(-1);
        if (Math.hypot(point[0] - last[0], point[1] - last[1]) >= SPACING) this.current.points.push(point);
      }
    }
    if (!this.erasing) this.refresh(true);
  }

  up(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = null;
    if (this.erasing) {
      this.before = null;
      this.refresh(false);
      return;
    }
    const stroke = this.current;
    this.current = null;
    this.ink.add(stroke);
    this.refresh(false);
  }

  erase(point) {
    const touched = this.ink.touched(this.last, point, ERASER);
    this.last = point;
    if (!touched.length) return;
    const kept = this.ink.strokes.filter((stroke) => !touched.includes(stroke));
    // One sweep of the eraser is one step to undo, however many strokes it takes.
    if (this.ink.strokes !== this.before) this.ink.undo();
    this.ink.become(kept);
    this.refresh(true);
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    const { scale, x, y } = this.view;
    const inside = (value, limit) => tenth(Math.max(0, Math.min(limit, value)));
    return [
      inside((event.clientX - box.left - x) / scale, this.size[0]),
      inside((event.clientY - box.top - y) / scale, this.size[1]),
      Math.max(0, Math.round(event.timeStamp - this.began)),
    ];
  }
}

const lengthOf = (points) => points.reduce((sum, [x, y], i) => (i ? sum + Math.hypot(x - points[i - 1][0], y - points[i - 1][1]) : 1), 0);

// As much of the strokes as a pen has drawn after a way of this length.
function firstPart(strokes, way) {
  const part = [];
  for (const stroke of strokes) {
    const length = lengthOf(stroke.points);
    if (length > way) {
      const points = stroke.points.slice(0, 1);
      let left = way - 1;
      for (let i = 1; i < stroke.points.length && left > 0; i += 1) {
        const [[x, y], [u, v, t]] = [stroke.points[i - 1], stroke.points[i]];
        const step = Math.hypot(u - x, v - y);
        const share = step ? Math.min(1, left / step) : 1;
        points.push([tenth(x + share * (u - x)), tenth(y + share * (v - y)), t]);
        left -= step;
      }
      return points.length > 1 ? [...part, { points, width: stroke.width }] : part;
    }
    part.push(stroke);
    way -= length;
  }
  return part;
}

const fine = (value) => Math.round(value * 1000) / 1000;

const tenth = (value) => Math.round(value * 10) / 10;

// Through the midpoints of neighbours, so that a fast line is a curve; a corner stays one.
function pathOf(points) {
  const path = new Path2D();
  path.moveTo(points[0][0], points[0][1]);
  if (points.length === 1) path.lineTo(points[0][0], points[0][1]);
  for (let i = 1; i < points.length - 1; i += 1) {
    const [a, b] = [points[i], points[i + 1]];
    const middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    if (turn(points[i - 1], a, b) < CORNER) {
      path.lineTo(a[0], a[1]);
      path.lineTo(...middle);
    } else {
      path.quadraticCurveTo(a[0], a[1], ...middle);
    }
  }
  if (points.length > 1) path.lineTo(points.at(-1)[0], points.at(-1)[1]);
  return path;
}

// The cosine of how far the way from a by b to c turns at b: 1 is straight on.
function turn(a, b, c) {
  const [x, y, u, v] = [b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]];
  return (x * u + y * v) / (Math.hypot(x, y) * Math.hypot(u, v) || 1);
}
