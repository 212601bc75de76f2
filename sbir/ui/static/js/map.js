// A flat map of the embedding: a spot for each picture, its shape by domain, and where the drawing and the positive lie.

import { draw } from "./dom.js";
import { named } from "./gallery.js";

const WIDTH = 300;
const EDGE = 12;
const LINE = 13;

const SHAPES = {
  photo: (r) => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  art: (r) => `M${-0.9 * r} ${-0.9 * r}h${1.8 * r}v${1.8 * r}h${-1.8 * r}z`,
  cartoon: (r) => `M0 ${-1.2 * r}L${1.1 * r} ${0.8 * r}H${-1.1 * r}z`,
  sketch: (r) => `M${-0.9 * r} ${-0.9 * r}L${0.9 * r} ${0.9 * r}M${0.9 * r} ${-0.9 * r}L${-0.9 * r} ${0.9 * r}`,
  query: (r) => SHAPES.photo(r),
  positive: star,
};

// A mark at (0, 0): a domain's, that of the "query", or that of the "positive".
const mark = (name, r, attributes, ...children) =>
  draw("path", { ...attributes, d: SHAPES[name](r), "data-mark": name }, ...children);

// The same mark for a legend.
export const key = (name) => draw("svg", { class: "ink-key", viewBox: "-8 -8 16 16", "aria-hidden": true }, mark(name, name === "positive" ? 8 : 5, {}));

// `reply.map` holds spots [x, y, domain, category, photo] with x and y in about -1 to 1, the first category the drawing's.
export function drawMap({ category, examples, map }) {
  const { domains, categories, spots, query, positive } = map;
  const place = frame([...spots, query, positive]);
  const used = new Set(examples.map(({ domain, photo }) => `${domain} ${photo}`));
  const marks = spots.map(([x, y, d, c, photo]) => {
    const example = c === 0 && used.has(`${domains[d]} ${photo}`);
    const words = draw("title", {}, `${photo}, ${named(domains[d])}`);
    const transform = `translate(${place(x, y)})`;
    return { own: c === 0, example, node: mark(domains[d], example ? 5.5 : 2.5, { transform, class: example ? "ink-spot-used" : "ink-spot" }, words) };
  });
  const pick = (test) => marks.filter(test).map(({ node }) => node);
  const [from, to] = [place(...query), place(...positive)];
  const label = `Map of the embedding: pictures of ${categories.join(", ")}; your drawing and the fused positive among them`;
  return draw(
    "svg",
    { class: "ink-map", viewBox: `0 0 ${WIDTH} ${place.height}`, role: "img", "aria-label": label },
    draw("g", { class: "ink-map-others" }, ...pick((one) => !one.own)),
    draw("g", { class: "ink-map-own" }, ...pick((one) => one.own && !one.example), ...pick((one) => one.example)),
    draw("path", { class: "ink-map-link", d: `M${from}L${to}` }),
    ...names(category, categories, spots, place, [from, to]),
    mark("positive", 8.5, { transform: `translate(${to})` }, draw("title", {}, "the fused positive")),
    mark("query", 5.5, { transform: `translate(${from})` }, draw("title", {}, "your drawing")),
  );
}

// From the map's coordinates to the picture's, which is cut to what there is to see.
function frame(points) {
  const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((WIDTH - 2 * EDGE) / Math.max(right - left, 1e-6), WIDTH / Math.max(bottom - top, 1e-6));
  const middle = WIDTH / 2 - ((left + right) / 2) * scale;
  const place = (x, y) => [tenth(middle + x * scale), tenth(EDGE + (y - top) * scale)];
  place.height = Math.round(2 * EDGE + (bottom - top) * scale);
  return place;
}

// Each category's name at the middle of its spots, moved down where another or one of `marks` stands there already.
function names(own, categories, spots, place, marks) {
  const taken = marks.map(([x, y]) => ({ x, y, half: 8 }));
  return categories.map((category, number) => {
    const mine = spots.filter((spot) => spot[3] === number);
    const mean = (axis) => mine.reduce((sum, spot) => sum + spot[axis], 0) / mine.length;
    let [x, y] = place(mean(0), mean(1));
    const half = category.length * 3.5 + 4;
    while (taken.some((other) => Math.abs(other.x - x) < other.half + half && Math.abs(other.y - y) < LINE)) y += LINE / 2;
    taken.push({ x, y, half });
    return draw("text", { x, y, class: category === own ? "ink-map-name ink-map-name-own" : "ink-map-name" }, category);
  });
}

function star(r) {
  const corners = [...Array(10).keys()].map((i) => {
    const [angle, far] = [(i * Math.PI) / 5, i % 2 ? 0.45 * r : r];
    return `${tenth(far * Math.sin(angle))} ${tenth(-far * Math.cos(angle))}`;
  });
  return `M${corners.join("L")}z`;
}

function tenth(value) {
  return Math.round(value * 10) / 10;
}
