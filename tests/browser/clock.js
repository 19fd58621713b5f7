/* The reader's clock and timers in the hands of a test. START is put in by clock.py. */
(() => {
  const Real = Date;
  const timers = new Map();
  const real = { setTimeout, clearTimeout };
  let now = START;
  let last = 0;
  let hidden = false;
  const asking = new Set();
  const ask = globalThis.fetch;
  globalThis.fetch = (...words) => {
    const answer = ask(...words);
    const whole = answer.then((all) => all.clone().text()).catch(() => 0);
    asking.add(whole);
    whole.finally(() => asking.delete(whole));
    return answer;
  };
  globalThis.Date = class extends Real {
    constructor(...parts) {
      super(...(parts.length ? parts : [now]));
    }
    static now() {
      return now;
    }
  };
  globalThis.setTimeout = (run, after = 0) => {
    timers.set(++last, { run, at: now + after });
    return last;
  };
  globalThis.clearTimeout = (timer) => timers.delete(timer);
  Object.defineProperty(document, "hidden", { get: () => hidden });
  /* Give back real timers, for tools that need them; the time of day stays. */
  globalThis.release = () => Object.assign(globalThis, real);
  globalThis.hide = (state) => {
    hidden = state;
    document.dispatchEvent(new Event("visibilitychange"));
  };
  /* Let `span` milliseconds go by, with every timer at its time; done once all they began is done, and what an event has asked for. */
  globalThis.advance = async (span) => {
    const end = now + span;
    await Promise.all(asking);
    for (;;) {
      const due = [...timers].filter(([, timer]) => timer.at <= end).sort(([, one], [, other]) => one.at - other.at)[0];
      if (!due) break;
      timers.delete(due[0]);
      now = Math.max(now, due[1].at);
      await due[1].run();
    }
    now = end;
    await Promise.all(asking);
  };
})();
