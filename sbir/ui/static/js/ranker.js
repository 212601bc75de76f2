// Asking for the ranking: throttled while the pen moves, one live question under way, answers to old questions dropped.

const PAUSE_WHILE_DRAWING = 90;
const LONGEST_REST = 250;
const PATIENCE = 20000;
const RETRY = 2000;

export class Ranker {
  // `question()` says what to ask now, or null; `answered(reply, why)` takes what is still of interest; `busy(yes)` is
  // told whether any answer is still to come.
  constructor(server, { question, answered, failed, busy }) {
    Object.assign(this, { server, question, answered, failed, busy });
    this.seq = 0;
    this.oldest = 0;
    this.wanted = null; // why to ask next
    this.flying = null; // the newest question under way: {key, why}
    this.flights = 0; // how many are
    this.known = null; // the last answer: {key, reply}
    this.next = 0; // the earliest time of the next live question
    this.timer = null;
  }

  // `why`: {live, penUp, moved}; what is asked is read when the question leaves, not now.
  ask(why = {}) {
    const moved = Boolean(why.moved || this.wanted?.moved);
    const penUp = why.live ? undefined : (why.penUp ?? this.wanted?.penUp);
    const merged = { live: Boolean(why.live), moved, penUp };
    // Lifting the pen often changes nothing: then the question under way is the final one.
    if (!merged.live && !moved && this.flying && this.flying.key === keyOf(this.question())) {
      this.flying.why = { ...this.flying.why, live: false, penUp };
      this.wanted = null;
      return;
    }
    this.wanted = merged;
    this.busy(true);
    this.pump();
  }

  // Answers to what has been asked until now are of no interest any more.
  drop() {
    this.oldest = this.seq + 1;
    this.wanted = this.known = null;
    if (this.flying) this.flying.key = null;
  }

  // An answer that came with something else's: taken if it answers what would be asked now.
  brought(question, reply) {
    if (!reply || keyOf(question) !== keyOf(this.question())) return false;
    this.oldest = this.seq += 1;
    this.take({ ...reply, seq: this.seq }, { key: keyOf(question), why: { live: false, moved: true } }, this.seq);
    return true;
  }

  pump() {
    if (!this.flights && !this.wanted) this.busy(false);
    // Whoever lifts the pen does not wait for the answer to half the stroke.
    if (!this.wanted || this.flights >= (this.wanted.live ? 1 : 2)) return;
    clearTimeout(this.timer);
    const wait = this.wanted.live ? this.next - performance.now() : 0;
    if (wait > 0) this.timer = setTimeout(() => this.pump(), wait);
    else this.send();
  }

  async send() {
    const why = this.wanted;
    const question = this.question();
    this.wanted = null;
    if (!question) {
      this.pump();
      return;
    }
    const key = keyOf(question);
    if (!why.moved && this.known?.key === key) {
      this.answered(this.known.reply, why);
      this.pump();
      return;
    }
    const seq = (this.seq += 1);
    if (!why.live) this.oldest = seq;
    this.flights += 1;
    const flight = (this.flying = { key, why });
    const sent = performance.now();
    let reply = null;
    try {
      reply = await patiently(this.server.rank({ ...question, seq, live: why.live }));
    } catch {
      // Told below: no reply.
    }
    this.flights -= 1;
    if (this.flying === flight) this.flying = null;
    // A server that is slow is left to breathe, so that lifting the pen finds it free.
    const took = performance.now() - sent;
    this.next = Math.max(sent + PAUSE_WHILE_DRAWING, sent + took + Math.min(took * 0.75, LONGEST_REST));
    if (seq >= this.oldest) this.take(reply, flight, seq);
    this.pump();
  }

  take(reply, { key, why }, seq) {
    if (!reply) {
      this.failed("The server does not answer. Your drawing is kept; asking again in a moment.", { ...why, live: false });
      setTimeout(() => this.wanted ?? this.ask(why), RETRY);
    } else if (reply.error) {
      this.failed(reply.error, why);
    } else if (reply.seq === seq) {
      this.known = { key, reply };
      this.answered(reply, why);
    }
  }
}

const keyOf = (question) => JSON.stringify(question);

function patiently(promise) {
  return Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE))]);
}
