// The page: what happens when.

import { showAbout } from "./about.js";
import { Attention } from "./attention.js";
import { useBoard } from "./board.js";
import { Domains } from "./domains.js";
import { make } from "./dom.js";
import { Filters } from "./filters.js";
import { Galleries, named } from "./gallery.js";
import { Grid } from "./grid.js";
import { Guide } from "./guide.js";
import { Ink } from "./ink.js";
import { Keep } from "./keep.js";
import { Likely } from "./likely.js";
import { Margins } from "./margins.js";
import { LOST, Message, plural } from "./message.js";
import { Own } from "./own.js";
import { Pairs } from "./pairs.js";
import { loadProfile, saveProfile } from "./profile.js";
import { Ranker } from "./ranker.js";
import { Sheet } from "./sheet.js";
import { useTabs } from "./tabs.js";
import { useTools } from "./tools.js";
import { Trace } from "./trace.js";

const UNSORTED = "photo";

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
  const likely = new Likely(find(".ink-likely"), filters);
  const latencies = [];
  const drawn = new Map(); // the drawings of the pairs that were made on this page
  let gallery = galleries.photos; // what was searched last
  let rows = []; // what was found in it
  let busy = false;

  const grid = new Grid(find(".ink-grid"), galleries.photos, (photo) => mean(photo));
  const pairs = new Pairs(root, galleries.photos, {
    remove: (key) => change((order) => server.unpair({ key, ...order() }), "Pair removed.", "pair is"),
    lay: (key) => layAgain(key).catch(() => message.error(LOST)),
  });
  const trace = new Trace(find(".ink-trace"), galleries.photos, () => seek());
  const attention = new Attention(find("#ink-panel-attention"), server);
  const domains = new Domains(find("#ink-panel-domains"), galleries, server);
  const margins = new Margins(find("#ink-panel-margins"));
  const ink = new Ink();
  const own = new Own(root, galleries.photos, server, {
    change,
    offer: (words, act) => message.offer(words, "Undo", act),
    changed() {
      filters.listKinds();
      invite(root, filters.gallery);
    },
  });

  const ranker = new Ranker(server, {
    question() {
      const sketch = sheet.value();
      if (!sketch.strokes.length) return null;
      return { sketch, ...filters.value, ...trace.question, ...(guide.plain ? { plain: true } : {}) };
    },
    answered(reply, why) {
      if (message.node.dataset.kind === "error") message.settle();
      // A choice made meanwhile is answered next; these rows are of the domain that was asked for.
      gallery = galleries.of(reply.domain);
      const seen = reply.rows.map((named, at) => [gallery.row(named), reply.distances[at]]).filter(([row]) => row !== undefined);
      rows = seen.map(([row]) => row);
      find(".ink-empty").hidden = true;
      grid.list.hidden = false;
      likely.show(gallery, reply.kinds);
      grid.show(gallery, rows, seen.map(([, far]) => far), why.moved);
      const all = gallery === galleries.photos && !filters.value.category;
      trace.answered(reply, all ? rows.map((row) => gallery.id(row)) : null, guide.plain);
      seek();
      state(reply);
      guide.answered(trace, why);
      if (why.penUp) latencies.push(performance.now() - why.penUp);
      root.dispatchEvent(new CustomEvent("inkling:ranked", { detail: { seq: reply.seq, live: why.live } }));
      if ((pairs.keys.length && !reply.adapted) || (own.size && !reply.own)) remind();
      else if (!why.live) opened(tabs.current());
    },
    failed(sentence, why) {
      // Half a stroke may be no drawing yet; only what a person has finished is answered with an error.
      if (!why.live) message.error(sentence);
      if (own.size && /^there is no category/.test(sentence)) remind();
    },
    busy: (yes) => grid.list.setAttribute("aria-busy", String(yes)),
  });
  const sheet = new Sheet(find(".ink-sheet"), ink, (live) => {
    tools.refresh();
    if (sheet.empty) {
      ranker.drop();
      rest();
      return;
    }
    if (live && ["moved", "hint"].includes(message.node.dataset.kind)) message.settle();
    // A pen that has only just touched the sheet has drawn nothing to ask about.
    if (live && sheet.current?.points.length === 1) return;
    ranker.ask({ live, penUp: live ? undefined : performance.now() });
  });
  const tools = useTools(root, sheet, message);
  const tabs = useTabs(root, (name) => opened(name));
  const worth = () => pairs.keys.length > 0 || own.size > 0;
  const keep = new Keep(root, server, message, { worth, load: (call) => change(call, back) });
  const guide = new Guide(root, server, message, sheet, {
    change,
    keep,
    worth,
    lay,
    known: () => pairs.keys.map((key) => drawn.get(key)).filter(Boolean),
    learned: (key, pair) => drawn.set(key, pair),
    compare: () => ranker.ask({ moved: true }),
    forgetTrace: () => trace.clear(),
  });

  function state({ adapted, ms }) {
    const total = Object.values(ms).reduce((sum, part) => sum + part, 0);
    const counts = make("span", {}, `${rows.length} of ${gallery.size} · ${total.toFixed(0)} ms`);
    const whom = guide.plain ? "not adapted" : `adapted to ${guide.guest?.name ?? "you"}`;
    find(".ink-state").replaceChildren(...(adapted ? [make("b", {}, whom)] : []), counts);
  }

  // The empty sheet: nothing asked, nothing shown but what there is to look for.
  function rest() {
    rows = [];
    trace.clear();
    guide.emptied();
    grid.clear();
    likely.clear();
    grid.list.hidden = true;
    find(".ink-empty").hidden = false;
    find(".ink-state").replaceChildren();
    attention.clear();
    domains.clear();
    if (!["moved", "offer"].includes(message.node.dataset.kind)) message.say("");
  }

  async function mean(photo) {
    const sketch = sheet.value();
    let compared = false;
    const error = await change(async (order) => {
      compared = guide.compare(false);
      trace.watch(photo);
      const reply = await server.mean({ sketch, photo, ...order() });
      if (!reply.error) drawn.set(reply.pairs.at(-1).key, { strokes: sketch, photo });
      return reply;
    });
    if (error && compared) ranker.ask({ moved: true });
  }

  // A drawing that means a photo, whose rank is told from now on.
  function lay(sketch, photo, during = 0) {
    trace.clear();
    trace.watch(photo);
    sheet.lay(sketch, during);
  }

  async function layAgain(key) {
    const reply = await server.drawing({ key });
    if (reply.error) message.error(reply.error);
    else lay(reply.sketch, reply.photo);
  }

  // The card of the photo that is watched stands out.
  function seek() {
    for (const card of grid.list.children) card.dataset.sought = card.dataset.photo === trace.photo ? "yes" : "no";
  }

  // A server that was started anew, or had to make room, has forgotten this page's pairs and photos; the page has not.
  function remind() {
    const known = pairs.keys.map((key) => drawn.get(key)).filter(Boolean);
    const call = async () => {
      const { error } = await own.restore();
      return error ? { error } : server.restore({ pairs: known });
    };
    const what = own.size ? (known.length ? "your pairs and photos" : "your photos") : "your pairs";
    change(call, `The server had forgotten ${what}; it has learned them again`);
  }

  // Anything that gives this page another head: one at a time, and the order follows. What `call` is given says what to ask
  // besides, so that the new order comes with the reply. An error is returned. `taken`: what can be brought back.
  async function change(call, words, taken) {
    if (busy) return "";
    busy = true;
    let asked = null;
    const order = () => ((asked = ranker.question()) ? { rank: asked } : {});
    root.setAttribute("aria-busy", "true");
    try {
      const reply = await call(order);
      if (reply.error) {
        message.error(reply.error);
        return reply.error;
      }
      pairs.show(reply);
      own.show(reply);
      if (own.size) find('[data-do="save"]').disabled = false;
      grid.own(pairs.photos);
      if (reply.note) message.moved(reply.note, filters.gallery === galleries.photos ? "" : " among photos");
      else if (taken) message.offer(words, "Undo", () => bringBack(taken));
      else message.say(typeof words === "function" ? words(reply) : words);
      trace.teach();
      guide.paired(pairs.keys.length);
      keep.changed();
      // What is under way may have been ranked by the head of before.
      ranker.drop();
      if (ink.empty) opened(tabs.current());
      else if (!ranker.brought(asked, reply.ranked)) ranker.ask({ moved: true });
      return "";
    } catch {
      message.error(LOST);
      return LOST;
    } finally {
      busy = false;
      root.removeAttribute("aria-busy");
    }
  }

  async function bringBack(what) {
    await change((order) => server.undo(order()), `The ${what} back.`);
    (find(".ink-pairs-list li:last-child .ink-remove") ?? sheet.canvas).focus({ preventScroll: true });
  }

  async function opened(name) {
    try {
      if (name === "attention" && rows.length) {
        const error = await attention.show(sheet.value(), rows, gallery);
        if (error) message.error(error);
      } else if (name === "domains" && rows.length) {
        // Only the gallery's kinds have examples in every domain.
        const first = rows.map((row) => gallery.category(row)).find((kind) => gallery.categories.includes(kind));
        await domains.show(sheet.value(), first ?? null);
      } else if (name === "adapt") {
        const error = await pairs.study(server);
        if (error) message.error(error);
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
  find('[data-do="reset"]').addEventListener("click", () => change((order) => server.unlearn(order()), "All pairs forgotten.", "pairs are"));
  find('[data-do="save"]').addEventListener("click", () => saveProfile(server, message).catch(() => message.error(LOST)));
  find('[data-do="load"]').addEventListener("click", () => profile.click());
  profile.addEventListener("change", () => {
    const file = profile.files[0];
    profile.value = "";
    if (file) change(() => loadProfile(server, file), `Style profile ${file.name} loaded.`, worth() ? "pairs are" : "");
  });

  pairs.show({ pairs: [], fit: null });
  tools.refresh();
  guide.start();
  await keep.start();
  root.dataset.ready = "yes";
}

// What an earlier visit has kept and is here again.
function back({ pairs, own }) {
  const parts = [[pairs, "pair"], [own, "photo"]].filter(([list]) => list.length).map(([list, name]) => plural(list.length, name));
  return `Your ${parts.join(" and ")} ${pairs.length + own.length === 1 ? "is" : "are"} back, from this browser.`;
}

function invite(root, gallery) {
  // Pictures that lie in no folder of their own are of no kind that could be named.
  const names = gallery.categories.filter((name) => name !== UNSORTED);
  const some = [0, 1, 2].map((third) => names[Math.floor((third * names.length) / 3)]).filter((name, at, all) => name && all.indexOf(name) === at);
  const articled = some.map((name) => `${/^[aeiou]/i.test(name) ? "an" : "a"} ${name}`);
  const list = articled.length > 1 ? `${articled.slice(0, -1).join(", ")} or ${articled.at(-1)}` : articled[0];
  root.querySelector(".ink-invite-line").textContent = `Draw ${list ?? "something"}`;
  const count = names.length + gallery.ownKinds.length;
  const kinds = count === 0 ? "" : count === 1 ? " of one kind of thing" : ` of ${count} kinds of things`;
  root.querySelector(".ink-empty-line").textContent = `${gallery.size} ${named(gallery.domain, true)}${kinds} to find. Draw one, and they come up here while you draw.`;
  const tiles = gallery.examples().map(([category, row]) => make("li", {}, gallery.tile(row), make("span", {}, category)));
  root.querySelector(".ink-kinds").replaceChildren(...tiles);
}
