// What leads a first-time visitor: a drawing to try, somebody else to be for a moment, and two quiet lines.

import { lineThumbnail, make } from "./dom.js";
import { LOST, plural } from "./message.js";

const DRAWN_IN = 1500;
const DONE = "inkling-guide";

export class Guide {
  // `change(call, words)` is how the page takes other pairs; `lay(sketch, photo, ms)` lays a drawing that means a photo;
  // `known()` are the drawings of the visitor's own pairs; `compare()` asks anew with the other head.
  constructor(root, server, message, sheet, page) {
    Object.assign(this, { root, server, message, sheet, page });
    this.guest = null;
    this.plain = false; // whether the head that nobody has adapted is asked
    this.turn = 0;
    this.pending = null; // what to say of the drawing that is being laid
    this.done = remembered();
    this.fresh = false; // whether a drawing was begun since the last pair
    this.bar = root.querySelector(".ink-guest");
    this.next = root.querySelector(".ink-next");
    this.offer = root.querySelector(".ink-start");
    sheet.beginsOn(this.offer);
  }

  async start() {
    let listed;
    try {
      listed = await this.server.examples({});
    } catch {
      return;
    }
    if (!listed || listed.error) return;
    const one = listed.drawings ? make("button", { type: "button", class: "ink-boxed", "data-do": "try", onclick: () => this.tryOne() }, "Try a drawing") : null;
    const people = listed.people.map(({ name, habit, line }) =>
      make(
        "button",
        { type: "button", class: "ink-person", "data-person": name, title: `${name} draws ${habit}`, onclick: () => this.be(name) },
        lineThumbnail(line, ""),
        make("span", {}, make("b", {}, name), make("span", { class: "ink-person-habit" }, ` ${habit}`)),
      ),
    );
    const group = people.length ? make("div", { class: "ink-people", role: "group", "aria-label": "Be someone else: simulated people" }, make("span", { class: "ink-people-or" }, "or be someone else", make("small", {}, "simulated people")), ...people) : null;
    this.offer.replaceChildren(...[one, group].filter(Boolean));
    this.offer.hidden = !one && !group;
  }

  async tryOne() {
    const reply = await this.server.example({ turn: this.turn }).catch(() => null);
    if (!reply || reply.error) {
      this.message.error(reply?.error ?? LOST);
      return;
    }
    this.turn += 1;
    this.sheet.canvas.focus({ preventScroll: true });
    this.pending = (rank) => {
      const found = rank === 1 ? ": found first." : `, here at ${rank}.`;
      const press = rank === 1 || this.guest ? [] : [" Press ", make("b", {}, "This is what I meant"), " under it."];
      this.message.put("hint", `A simulated person drew this, meaning ${reply.photo}${found}`, ...press);
    };
    this.page.lay(reply.sketch, reply.photo, DRAWN_IN);
  }

  async be(name) {
    await this.page.keep.pause(true);
    const known = this.page.known();
    const aside = this.sheet.aside();
    let guest = null;
    await this.page.change(async () => {
      const reply = await this.server.be({ name });
      if (reply.error) return reply;
      guest = reply.guest;
      reply.guest.taught.forEach((one, at) => this.page.learned(reply.pairs[at].key, one));
      this.guest = { ...guest, others: mostMovedFirst(guest.others), at: -1, known, aside };
      return reply;
    }, "");
    if (!guest) {
      await this.page.keep.pause(false);
      return;
    }
    this.show();
    this.another();
    this.bar.querySelector("button").focus({ preventScroll: true });
  }

  another() {
    const { guest } = this;
    guest.at = (guest.at + 1) % guest.others.length;
    const other = guest.others[guest.at];
    this.compare(false);
    this.bar.querySelector(".ink-guest-at").textContent = ` ${guest.at + 1} of ${guest.others.length}`;
    const { photo } = other;
    this.pending = (rank, before) => {
      const moved = make("b", { class: rank < before ? "ink-climb" : "", "data-note": "guest" }, `${before} → ${rank}`);
      this.message.put("hint", `${guest.name} meant ${photo}: rank without and with the pairs `, moved);
    };
    this.page.lay(other.sketch, other.photo, DRAWN_IN);
  }

  // Rank by the head without any pair, or by the one with them.
  compare(plain) {
    const changed = plain !== this.plain;
    this.plain = plain;
    const button = this.bar.querySelector('[data-do="compare"]');
    button?.setAttribute("aria-pressed", String(plain));
    return changed;
  }

  async end() {
    const { guest } = this;
    const kept = plural(guest.known.length, "pair");
    const words = guest.known.length ? `You are yourself again, with your ${kept}.` : "You are yourself again.";
    this.compare(false);
    let ended = false;
    await this.page.change(async () => {
      let reply = await this.server.end({});
      // A server that was started anew has forgotten what waited; the page has not.
      if (/^no example/.test(reply.error ?? "")) reply = await this.server.restore({ pairs: guest.known });
      ended = !reply.error;
      if (ended) this.guest = null;
      return reply;
    }, "");
    if (!ended) return;
    this.pending = null;
    this.show();
    await this.page.keep.pause(false);
    this.page.forgetTrace();
    guest.aside();
    this.message.put("moved", words);
    this.sheet.canvas.focus({ preventScroll: true });
  }

  show() {
    const { guest, bar, root } = this;
    root.dataset.guest = guest ? "yes" : "no";
    bar.hidden = !guest;
    this.lock();
    if (!guest) {
      bar.replaceChildren();
      return;
    }
    const { name, habit, moved } = guest;
    const numbers = `Over ${name}'s ${moved.count} other drawings the photo meant stood at ${moved.before.toFixed(1)} on average, now at ${moved.after.toFixed(1)}: better in ${moved.better}, worse in ${moved.worse}, the same in ${moved.same}.`;
    const button = (attributes, ...words) => make("button", { type: "button", class: "ink-boxed", ...attributes }, ...words);
    bar.replaceChildren(
      lineThumbnail(guest.line, `a mug as ${name} draws it`),
      make(
        "div",
        { class: "ink-guest-words" },
        make("p", {}, make("b", {}, `You are ${name}`), `, who draws ${habit}. `, make("small", {}, "Simulated, with a habit made strong on purpose.")),
        make("p", { class: "ink-guest-moved", title: "Ranks among all photos, unadapted and adapted to the pairs below. None of these drawings is one of the pairs." }, numbers),
      ),
      make(
        "div",
        { class: "ink-guest-do" },
        button({ onclick: () => this.another(), title: "Another drawing by the same hand, none of the pairs; those that moved most come first" }, "Next drawing", make("span", { class: "ink-guest-at" })),
        button({ "data-do": "compare", "aria-pressed": "false", title: "Search as if there were no pairs", onclick: () => this.compare(!this.plain) && this.page.compare() }, "Without the pairs"),
        button({ "data-do": "end", onclick: () => this.end() }, "End the example"),
      ),
    );
  }

  // Profiles are the visitor's own.
  lock() {
    for (const name of ["load", "save"]) {
      const button = this.root.querySelector(`[data-do="${name}"]`);
      button.title = this.guest ? "End the example first" : "";
      button.disabled = Boolean(this.guest) || (name === "save" && !this.page.worth());
    }
  }

  // After every answer; `now` and `before`: ranks of the photo that is watched, if any.
  answered({ now, before }, { live }) {
    if (live) return;
    if (this.pending && now) {
      this.pending(now, before);
      this.pending = null;
      return;
    }
    const { pairs } = this;
    if (this.guest || this.plain) return;
    if (pairs && this.fresh) this.finish("again");
    if (pairs || this.done.meant || this.message.node.textContent) return;
    const close = make("button", { type: "button", "aria-label": "Do not show this line again", title: "Do not show this again", onclick: () => this.dismiss("meant") }, "×");
    this.message.put("hint", "Not first? Press ", make("b", {}, "This is what I meant"), " on the right photo. ", close);
  }

  // Other pairs: what was asked for is done, and the next thing is said.
  paired(pairs) {
    this.lock();
    const more = !this.guest && pairs > (this.pairs ?? 0);
    if (!this.guest) this.pairs = pairs;
    if (more) {
      this.finish("meant");
      this.fresh = false;
    }
    const close = make("button", { type: "button", "aria-label": "Do not show this line again", onclick: () => this.dismiss("again") }, "×");
    this.next.hidden = !pairs || Boolean(this.guest) || Boolean(this.done.again);
    this.next.replaceChildren(make("span", {}, "Now draw another one: it has learned."), close);
  }

  emptied() {
    this.fresh = true;
    this.pending = null;
  }

  dismiss(what) {
    this.finish(what);
    if (what === "meant") this.message.say("");
    this.sheet.canvas.focus({ preventScroll: true });
  }

  finish(what) {
    this.done = { ...this.done, [what]: true };
    if (what === "again") this.next.hidden = true;
    try {
      localStorage.setItem(DONE, JSON.stringify(this.done));
    } catch {
      // Without a memory it is shown again next time.
    }
  }
}

function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(DONE) ?? "{}");
    return kept && typeof kept === "object" ? kept : {};
  } catch {
    return {};
  }
}

const mostMovedFirst = (others) => [...others].sort((a, b) => b.rank_before / b.rank_after - a.rank_before / a.rank_after);
