// The dialog in which photos of one's own are picked or dropped, named and added.

import { make } from "./dom.js";
import { asSentence, plural } from "./message.js";
import { carriesFiles, commonName, dropped, MOST, shrunk } from "./pictures.js";

const AT_ONCE = 60;
const ENOUGH = 5;
const NAMELESS = "mine";
const BUSY = "Something else is still under way: try again in a moment.";

export class Adding {
  constructor(node, own) {
    Object.assign(this, { node, own });
    const find = (selector) => node.querySelector(selector);
    this.form = find("form");
    this.kind = find('[name="kind"]');
    this.kinds = find("datalist");
    this.place = find(".ink-own-drop");
    this.file = find('[data-file="own"]');
    this.shown = find(".ink-own-chosen");
    this.note = find(".ink-own-note");
    this.bar = find("progress");
    this.left = find(".ink-own-refused");
    this.submit = find('[type="submit"]');
    this.leave = find('[data-do="own-close"]');
    this.turn = 0; // of which opening of the dialog something is: what an earlier one began is of no interest any more
    this.chosen = []; // {name, blob, address}
    this.listen(find('[data-do="own-pick"]'));
    this.reset();
  }

  listen(pick) {
    pick.addEventListener("click", () => this.file.click());
    this.file.addEventListener("change", () => {
      const files = [...this.file.files];
      this.file.value = "";
      this.take(files);
    });
    this.kind.addEventListener("input", () => this.tell());
    this.leave.addEventListener("click", () => this.node.close());
    this.node.addEventListener("close", () => this.reset());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.add();
    });
    const over = (event, yes) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      this.place.dataset.drop = yes ? "yes" : "no";
    };
    this.node.addEventListener("dragover", (event) => over(event, true));
    this.node.addEventListener("dragleave", (event) => over(event, false));
    this.node.addEventListener("drop", (event) => {
      over(event, false);
      this.takeDrop(event.dataTransfer);
    });
  }

  open() {
    if (this.node.open) return;
    const { gallery } = this.own;
    this.kinds.replaceChildren(...[...gallery.ownKinds, ...gallery.categories].map((kind) => make("option", { value: kind })));
    this.tell();
    this.node.showModal();
  }

  reset() {
    this.turn += 1;
    this.forget();
    this.opening = 0; // files that are being made small
    this.sending = 0; // pictures that are being added
    this.kind.value = "";
    this.left.replaceChildren();
    this.tell();
  }

  forget() {
    for (const { address } of this.chosen) URL.revokeObjectURL(address);
    this.chosen = [];
    this.shown.replaceChildren();
  }

  async takeDrop(transfer) {
    // What was dropped has to be read before the event is over.
    const reading = dropped(transfer, AT_ONCE);
    this.open();
    try {
      const { files, folder } = await reading;
      await this.take(files, folder);
    } catch {
      this.refuse("What was dropped cannot be read.");
      this.tell();
    }
  }

  async take(files, folder = "") {
    if (!files.length || this.sending) return;
    const { turn } = this;
    const taken = files.slice(0, this.room());
    if (taken.length < files.length) {
      const limit = this.own.size + AT_ONCE > MOST ? `${MOST} photos of your own can be kept` : `${AT_ONCE} can be added at once`;
      this.refuse(`${plural(files.length - taken.length, "file")} left out: ${limit}.`);
    }
    if (!this.kind.value) this.kind.value = folder || commonName(taken.map(({ name }) => name)) || NAMELESS;
    this.opening += taken.length;
    this.tell();
    this.kind.focus();
    this.kind.select();
    for (const file of taken) {
      const blob = await shrunk(file).catch((error) => error);
      if (turn !== this.turn) return;
      this.opening -= 1;
      if (blob instanceof Blob) this.choose({ name: file.name, blob, address: URL.createObjectURL(blob) });
      else this.refuse(blob.message);
      this.tell();
    }
  }

  room() {
    return Math.max(0, Math.min(AT_ONCE, MOST - this.own.size) - this.chosen.length - this.opening);
  }

  choose(one) {
    this.chosen.push(one);
    const style = { backgroundImage: `url("${one.address}")` };
    this.shown.append(make("li", { class: "ink-tile", role: "img", "aria-label": one.name, title: one.name, style }));
  }

  async add() {
    if (!this.chosen.length || this.opening || this.sending) return;
    const { turn, chosen } = this;
    const kind = this.kind.value.trim() || NAMELESS;
    this.sending = chosen.length;
    this.left.replaceChildren();
    this.tell();
    let reply = { error: BUSY };
    const stale = () => turn !== this.turn;
    const send = async () => (reply = await this.own.add(kind, chosen, (done) => stale() || this.tell(done), stale));
    await this.own.change(send, ({ added }) => `${plural(added.length, "photo")} of ${kind} added, and searched from now on.`);
    if (stale()) return;
    this.sending = 0;
    if (reply.error) {
      this.refuse(asSentence(reply.error));
      this.tell();
    } else if (!reply.refused.length) {
      this.node.close();
    } else {
      this.forget();
      reply.refused.forEach((why) => this.refuse(why));
      this.tell();
      this.note.textContent = `${plural(reply.added.length, "photo")} added, ${reply.refused.length} left out:`;
      this.leave.focus();
    }
  }

  refuse(sentence) {
    this.left.append(make("li", {}, sentence));
  }

  // What there is to say, and what can be done; `done` of those that are being added are there.
  tell(done = 0) {
    const count = this.chosen.length + this.opening;
    this.place.hidden = this.sending > 0;
    this.shown.hidden = !this.chosen.length;
    this.kind.disabled = this.sending > 0;
    this.submit.disabled = !this.chosen.length || this.opening > 0 || this.sending > 0;
    this.submit.textContent = count ? `Add ${plural(count, "photo")}` : "Add";
    this.leave.textContent = this.sending ? "Stop" : this.left.children.length && !count ? "Done" : "Cancel";
    this.bar.hidden = !this.opening && !this.sending;
    this.bar.max = Math.max(1, count);
    this.bar.value = this.sending ? done : this.chosen.length;
    this.note.textContent = this.words(count, done);
  }

  words(count, done) {
    if (this.sending) return `Adding ${Math.min(count, done + 1)} of ${count} …`;
    if (this.opening) return `Opening ${this.chosen.length + 1} of ${count} …`;
    if (!count) return `Up to ${AT_ONCE} at once, ${MOST} in all.`;
    const kind = this.kind.value.trim() || NAMELESS;
    const { gallery, photos } = this.own;
    if (gallery.categories.includes(kind)) return `They come beside the gallery's own photos of this kind.`;
    const there = [...photos.values()].filter(({ category }) => category === kind).length;
    return count + there < ENOUGH ? `This works, but ${ENOUGH} or more of a new kind make it worth while.` : "A new kind of thing to find.";
  }
}
