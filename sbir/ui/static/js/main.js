// The page: what happens when.

import { showAbout } from "./about.js";
import { Attention } from "./attention.js";
import { useBoard } from "./board.js";
import { Domains } from "./domains.js";
import { make } from "./dom.js";
import { Filters } from "./filters.js";
import { Galleries, named } from "./gallery.js";
import { Grid } from "./grid.js";
import { Ink } from "./ink.js";
import { Margins } from "./margins.js";
import { LOST, Message } from "./message.js";
import { Pairs } from "./pairs.js";
import { loadProfile, saveProfile } from "./profile.js";
import { Ranker } from "./ranker.js";
import { Sheet } from "./sheet.js";
import { useTabs } from "./tabs.js";
import { useTools } from "./tools.js";

export async function start(element, server) {
  const root = element.querySelector(".ink");
  const find = (selector) => root.querySelector(selector);
  const message = new Message(find(".ink-message"));
  useBoard(find('[data-do="board"]'));

  let galleries;
  try {
    galleries = await Galleries.open();
  } catch {
    find(".ink-empty-line").textContent = "The gallery could not be opened: the server does not answer. Reload the page to try again.";
    return;
  }

  const filters = new Filters(find("#ink-panel-retrieve"), galleries, () => {
    invite(root, filters.gallery);
    ranker.ask();
  });
  invite(root, filters.gallery);
  const latencies = [];
  const drawn = new Map(); // the drawings of the pairs that were made on this page
  let gallery = galleries.photos; // what was searched last
  let rows = []; // what was found in it
  let busy = false;

  const grid = new Grid(find(".ink-grid"), galleries.photos, (photo) => mean(photo));
  const pairs = new Pairs(root, galleries.photos, (key) => change(() => server.unpair({ key }), "Pair removed"));
  const attention = new Attention(find("#ink-panel-attention"), server);
  const domains = new Domains(find("#ink-panel-domains"), galleries, server);
  const margins = new Margins(find("#ink-panel-margins"));
  const ink = new Ink();

  const ranker = new Ranker(server, {
    question() {
      const sketch = sheet.value();
      if (!sketch.strokes.length) return null;
      return { sketch, ...filters.value };
    },
    answered(reply, why) {
      if (message.node.dataset.kind === "error") message.settle();
      // A choice made meanwhile is answered next; these rows are of the domain that was asked for.
      gallery = galleries.of(reply.domain);
      rows = reply.rows;
      find(".ink-empty").hidden = true;
      grid.list.hidden = false;
      grid.show(gallery, rows, reply.distances, why.moved);
      state(reply);
      if (why.penUp) latencies.push(performance.now() - why.penUp);
      root.dispatchEvent(new CustomEvent("inkling:ranked", { detail: { seq: reply.seq, live: why.live } }));
      if (pairs.keys.length && !reply.adapted) remind();
      else if (!why.live) opened(tabs.current());
    },
    failed(sentence, why) {
      // Half a stroke may be no drawing yet; only what a person has finished is answered with an error.
      if (!why.live) message.error(sentence);
    },
    busy: (yes) => grid.list.setAttribute("aria-busy", String(yes)),
  });
  const sheet = new Sheet(find(".ink-sheet"), ink, (live) => {
    tools.refresh();
    if (ink.empty && !sheet.current) {
      ranker.drop();
      rest();
      return;
    }
    if (live && message.node.dataset.kind === "moved") message.settle();
    ranker.ask({ live, penUp: live ? undefined : performance.now() });
  });
  const tools = useTools(root, sheet, message);
  const tabs = useTabs(root, (name) => opened(name));

  function state({ adapted, ms }) {
    const total = Object.values(ms).reduce((sum, part) => sum + part, 0);
    const counts = make("span", {}, `${rows.length} of ${gallery.size} · ${total.toFixed(0)} ms`);
    find(".ink-state").replaceChildren(...(adapted ? [make("b", {}, "adapted to you")] : []), counts);
  }

  // The empty sheet: nothing asked, nothing shown but what there is to look for.
  function rest() {
    rows = [];
    grid.clear();
    grid.list.hidden = true;
    find(".ink-empty").hidden = false;
    find(".ink-state").replaceChildren();
    attention.clear();
    domains.clear();
    if (message.node.dataset.kind !== "moved") message.say("");
  }

  async function mean(photo) {
    const sketch = sheet.value();
    await change(async () => {
      const reply = await server.mean({ sketch, photo });
      if (!reply.error) drawn.set(reply.pairs.at(-1).key, { strokes: sketch, photo });
      return reply;
    });
  }

  // A server that was started anew, or had to make room, has forgotten this page's pairs; the page has not.
  function remind() {
    const known = pairs.keys.map((key) => drawn.get(key)).filter(Boolean);
    change(() => server.restore({ pairs: known }), "The server had forgotten your pairs; it has learned them again");
  }

  // Anything that gives this page another head: one at a time, and the order follows.
  async function change(call, words) {
    if (busy) return;
    busy = true;
    root.setAttribute("aria-busy", "true");
    try {
      const reply = await call();
      if (reply.error) {
        message.error(reply.error);
        return;
      }
      pairs.show(reply);
      grid.own(pairs.photos);
      if (reply.note) message.moved(reply.note, filters.gallery === galleries.photos ? "" : " among photos");
      else message.say(words);
      // What is under way may have been ranked by the head of before.
      ranker.drop();
      if (ink.empty) opened(tabs.current());
      else ranker.ask({ moved: true });
    } catch {
      message.error(LOST);
    } finally {
      busy = false;
      root.removeAttribute("aria-busy");
    }
  }

  async function opened(name) {
    try {
      if (name === "attention" && rows.length) {
        const error = await attention.show(sheet.value(), rows, gallery);
        if (error) message.error(error);
      } else if (name === "domains" && rows.length) {
        await domains.show(sheet.value(), gallery.category(rows[0]));
      } else if (name === "margins") {
        const reply = await server.margins({});
        if (reply.error) message.error(reply.error);
        else margins.show(reply);
      } else if (name === "about") {
        const reply = await server.about({});
        if (reply.error) message.error(reply.error);
        else showAbout(find("#ink-panel-about"), reply, latencies);
      }
    } catch {
      message.error(LOST);
    }
  }

  const profile = find('[data-file="profile"]');
  find('[data-do="reset"]').addEventListener("click", () => change(() => server.unlearn({}), "All pairs forgotten"));
  find('[data-do="save"]').addEventListener("click", () => saveProfile(server, message).catch(() => message.error(LOST)));
  find('[data-do="load"]').addEventListener("click", () => profile.click());
  profile.addEventListener("change", () => {
    const file = profile.files[0];
    profile.value = "";
    if (file) change(() => loadProfile(server, file), `Style profile ${file.name} loaded`);
  });

  pairs.show({ pairs: [], fit: null });
  tools.refresh();
  root.dataset.ready = "yes";
}

function invite(root, gallery) {
  const names = gallery.categories;
  const some = [0, 1, 2].map((third) => names[Math.floor((third * names.length) / 3)]).filter((name, at, all) => name && all.indexOf(name) === at);
  const articled = some.map((name) => `${/^[aeiou]/i.test(name) ? "an" : "a"} ${name}`);
  const list = articled.length > 1 ? `${articled.slice(0, -1).join(", ")} or ${articled.at(-1)}` : articled[0];
  root.querySelector(".ink-invite-line").textContent = `Draw ${list ?? "something"}`;
  const kinds = names.length === 1 ? "one kind of thing" : `${names.length} kinds of things`;
  root.querySelector(".ink-empty-line").textContent = `${gallery.size} ${named(gallery.domain, true)} of ${kinds} to find. Draw one, and they come up here while you draw.`;
  const tiles = gallery.examples().map(([category, row]) => make("li", {}, gallery.tile(row), make("span", {}, category)));
  root.querySelector(".ink-kinds").replaceChildren(...tiles);
}
