// Put into a page to time it from outside: when the pen went up, when the list of pictures changed after that, when that was
// painted, and which questions were on their way meanwhile. It knows nothing of the page but a selector.
//
// A time is what `performance.now()` tells. A change is `{at, order, painted}`: `at` is when the MutationObserver is told, which is
// at the end of the task that made the change; `painted` is the start of the second animation frame after it, when the frame that
// shows the change has been handed over; `order` is the pictures' names in document order.
window.watch = ({ list, item, name, question }) => {
  const changes = [];
  const asked = []; // {sent, got}: `got` is null while the answer is awaited
  const acts = { up: [], click: [] };

  const node = document.querySelector(list);
  const order = () => [...node.querySelectorAll(item)].map((one) => one.getAttribute(name)).join("\n");
  const notice = () => {
    const change = { at: performance.now(), order: order(), painted: null };
    changes.push(change);
    requestAnimationFrame(() => requestAnimationFrame(() => (change.painted = performance.now())));
  };
  new MutationObserver(notice).observe(node, { childList: true, subtree: true, attributeFilter: [name] });

  // What is noted is when the browser was given the event: a page that was too busy to be told of it is not spared that.
  const act = (kind) => (event) => acts[kind].push({ at: event.timeStamp, told: performance.now(), order: order() });
  window.addEventListener("pointerup", act("up"), { capture: true });
  window.addEventListener("click", act("click"), { capture: true });

  const fetch = window.fetch;
  window.fetch = async (...rest) => {
    if (!question || !new RegExp(question).test(String(rest[1]?.body ?? ""))) return fetch(...rest);
    const one = { sent: performance.now(), got: null };
    asked.push(one);
    try {
      return await fetch(...rest);
    } finally {
      one.got = performance.now();
    }
  };

  // Nothing has changed for so many milliseconds, nothing is being waited for, and what changed has been painted.
  const quiet = (ms) => {
    const last = Math.max(changes.at(-1)?.at ?? 0, acts.up.at(-1)?.at ?? 0, acts.click.at(-1)?.at ?? 0, asked.at(-1)?.got ?? 0);
    return performance.now() - last > ms && asked.every((one) => one.got) && changes.every((one) => one.painted);
  };

  // What has happened since the last call of this, and the end of it.
  const take = () => {
    const taken = structuredClone({ changes, asked, acts });
    changes.length = asked.length = acts.up.length = acts.click.length = 0;
    return taken;
  };
  window.watched = { quiet, take };
};
