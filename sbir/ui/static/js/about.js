// What this run computes with, and how fast it answers.

import { make, percentile } from "./dom.js";
import { plural } from "./message.js";

export function showAbout(panel, reply, latencies) {
  const { server } = reply;
  const speed = {};
  if (latencies.length) {
    speed["pen up to new order"] = `${percentile(latencies, 50).toFixed(0)} ms (p50), ${percentile(latencies, 95).toFixed(0)} ms (p95), ${plural(latencies.length, "stroke")}`;
  }
  if (server.answers) speed["of which on the server"] = `${server.p50_ms} ms (p50), ${server.p95_ms} ms (p95), ${plural(server.answers, "answer")}`;
  speed["pages open now"] = `${reply.visitors}`;
  const facts = panel.querySelector(".ink-facts");
  facts.replaceChildren(...section("Speed of this session", speed), ...sections(reply.engine));
}

// Plain facts first, then each group of facts under its own heading.
function sections(info, heading = "Engine") {
  const groups = Object.entries(info).filter(([, value]) => value && typeof value === "object" && !Array.isArray(value));
  const plain = Object.fromEntries(Object.entries(info).filter(([name]) => !groups.some(([group]) => group === name)));
  return [
    ...section(heading, plain),
    ...groups.flatMap(([name, value]) => sections(value, words(name[0].toUpperCase() + name.slice(1)))),
  ];
}

function section(heading, facts) {
  const shown = Object.entries(facts).filter(([, value]) => value !== null && value !== "");
  if (!shown.length) return [];
  const lines = shown.flatMap(([name, value]) => [make("dt", {}, words(name)), make("dd", {}, told(value))]);
  return [make("h2", {}, heading), make("dl", {}, ...lines)];
}

const words = (name) => name.replaceAll("_", " ");

function told(value) {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return Number.isInteger(value) ? `${value}` : `${Number(value.toPrecision(4))}`;
  return Array.isArray(value) ? value.map(told).join(", ") : String(typeof value === "object" ? JSON.stringify(value) : value);
}
