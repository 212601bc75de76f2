// The drawing itself: strokes of [x, y, t], and every earlier state of it. No screen in here.

const KEPT_STATES = 200;

export class Ink {
  constructor() {
    this.states = [[]];
    this.at = 0;
  }

  get strokes() {
    return this.states[this.at];
  }

  get empty() {
    return this.strokes.length === 0;
  }

  get untouched() {
    return this.states.length === 1 && this.empty;
  }

  get undoable() {
    return this.at > 0;
  }

  get redoable() {
    return this.at < this.states.length - 1;
  }

  // Every change is a new list; the strokes in it are shared and never changed.
  become(strokes) {
    this.states = [...this.states.slice(0, this.at + 1), strokes].slice(-KEPT_STATES);
    this.at = this.states.length - 1;
  }

  add(stroke) {
    this.become([...this.strokes, stroke]);
  }

  clear() {
    if (!this.empty) this.become([]);
  }

  undo() {
    if (this.undoable) this.at -= 1;
  }

  redo() {
    if (this.redoable) this.at += 1;
  }

  // The strokes that come within `reach` of the segment from a to b.
  touched(a, b, reach) {
    return this.strokes.filter((stroke) => stroke.points.some((p, i) => {
      const q = stroke.points[Math.min(i + 1, stroke.points.length - 1)];
      return apart(a, b, p, q) <= reach;
    }));
  }
}

// The distance between segments ab and pq.
function apart(a, b, p, q) {
  if (crosses(a, b, p, q)) return 0;
  return Math.min(toSegment(a, p, q), toSegment(b, p, q), toSegment(p, a, b), toSegment(q, a, b));
}

function side(a, b, c) {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

function crosses(a, b, p, q) {
  return side(a, b, p) * side(a, b, q) < 0 && side(p, q, a) * side(p, q, b) < 0;
}

function toSegment(c, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const t = length ? Math.max(0, Math.min(1, ((c[0] - a[0]) * dx + (c[1] - a[1]) * dy) / length)) : 0;
  return Math.hypot(c[0] - a[0] - t * dx, c[1] - a[1] - t * dy);
}
