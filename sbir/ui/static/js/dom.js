// Small helpers for making elements. Text is always set as text, never as markup.

export const make = (tag, attributes, ...children) => filled(document.createElement(tag), attributes, children);

// The same for parts of a picture in SVG.
export const draw = (tag, attributes, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);

const SVG = "http://www.w3.org/2000/svg";

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "onclick") node.addEventListener("click", value);
    else if (name === "style") Object.assign(node.style, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// A drawing's thumbnail from the `d` of a path in a box of 96; without a label where a name stands beside it already.
export function lineThumbnail(line, label = "") {
  const said = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return draw("svg", { viewBox: "0 0 96 96", class: "ink-line", ...said }, draw("path", { d: line }));
}

export const stillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// The p-th percentile of numbers, by linear interpolation.
export function percentile(numbers, p) {
  if (!numbers.length) return NaN;
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = ((sorted.length - 1) * p) / 100;
  const low = Math.floor(at);
  return sorted[low] + (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]) * (at - low);
}
