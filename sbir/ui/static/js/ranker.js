// Asking for the ranking: throttled while the pen moves, one question under way, answers to old questions dropped.

const PAUSE_WHILE_DRAWING = 90;
const PATIENCE = 20000;
const RETRY = 2000;

export class Ranker {
  // `question()` says what to ask now, or null; `answered(reply, why)` takes what is still of interest.
  constructor(server, question, answered, failed) {
    Object.assign(this, { server, question, answered, failed });
    this.seq = 0;
    this.oldest = 0;
    this.asking = false;
    this.wanted = null;
    this.last = 0;
    this.timer = null;
  }

  // `why`: {live, penUp, moved}; what is asked is read when the question leaves, not now.
  ask(why = {}) {
    const moved = why.moved || this.wanted?.moved;
    const penUp = why.live ? undefined : (why.penUp ?? this.wanted?.penUp);
    this.wanted = { live: Boolean(why.live), moved: Boolean(moved), penUp };
    this.pump();
  }

  // Answers to what has been asked until now are of no interest any more.
  drop() {
    this.oldest = this.seq + 1;
    this.wanted = null;
  }

  pump() {
    if (this.asking || !this.wanted) return;
    clearTimeout(this.timer);
    const wait = this.wanted.live ? this.last + PAUSE_WHILE_DRAWING - performance.now() : 0;
    if (wait > 0) this.timer = setTimeout(() => this.pump(), wait);
    else this.send();
  }

  async send() {
    const why = this.wanted;
    const question = this.question();
    this.wanted = null;
    if (!question) return;
    const seq = (this.seq += 1);
    this.asking = true;
    this.last = performance.now();
    let reply;
    try {
      reply = await patiently(this.server.rank({ ...question, seq }));
    } catch {
      reply = null;
    }
    this.asking = false;
    if (seq >= this.oldest) {
      if (!reply) {
        this.failed("The server does not answer. Your drawing is kept; asking again in a moment.", why);
        this.wanted ??= why;
        this.timer = setTimeout(() => this.pump(), RETRY);
        return;
      }
      if (reply.error) this.failed(reply.error, why);
      else if (reply.seq === seq) this.answered(reply, why);
    }
    this.pump();
  }
}

function patiently(promise) {
  return Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE))]);
}
