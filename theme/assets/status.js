/* Refines what a page says to what the clock has changed since it was built. Without it every page is whole.

   It invents no words: all it may say stands in attributes that the templates write (../README.md, "For the script").
   It sets text and attributes only, and never makes a page look better than what was published. */
(() => {
  "use strict";
  const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE;
  const GRACE = 3 * HOUR; // schedules run late, by hours at times; only past this is a page called old
  const page = document.documentElement;
  const address = new URL("../api/heartbeat.json", document.currentScript.src);
  const theirs = page.dataset.zone || "UTC";
  let zone = Intl.DateTimeFormat().resolvedOptions().timeZone || theirs;
  let skew = 0; // how far the server's clock is ahead of the reader's, once it has been asked
  const now = () => Date.now() + skew;
  const all = (selector) => document.querySelectorAll(selector);

  /* ---- Times in the reader's zone, or in the site's where the reader prefers it */

  const formats = {};
  const said = (instant, inZone, options, language = page.lang || "en") => {
    const key = inZone + language + JSON.stringify(options);
    formats[key] ??= new Intl.DateTimeFormat(language, { timeZone: inZone, ...options });
    return formats[key].format(instant);
  };
  const wall = (instant, inZone) => said(instant, inZone, { dateStyle: "short", timeStyle: "short" }, "en");
  const day = (instant, inZone) => said(instant, inZone, { day: "numeric", month: "long", year: "numeric" });
  const hour = (instant, inZone) => said(instant, inZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" });

  const showTime = (element, before) => {
    const instant = new Date(element.dateTime);
    const written = (element.dataset.written ??= element.textContent);
    if (wall(instant, zone) === wall(instant, theirs)) {
      element.textContent = written;
      element.removeAttribute("title");
      return;
    }
    const alone = element.dataset.form === "time" && before && day(new Date(before.dateTime), zone) === day(instant, zone);
    element.textContent = (alone ? "" : day(instant, zone) + ", ") + hour(instant, zone);
    element.title = written;
  };
  const showTimes = () => {
    let before = null;
    for (const element of all('time[datetime*="T"]')) {
      showTime(element, before);
      before = element;
    }
  };
  const offerZones = () => {
    const yours = zone;
    if (wall(now(), yours) === wall(now(), theirs)) return;
    for (const note of all(".zone[data-yours]")) {
      const words = document.createElement("span");
      const button = document.createElement("button");
      const say = () => {
        words.textContent = note.dataset[zone === yours ? "yours" : "theirs"].replace("{}", zone) + " ";
        button.textContent = note.dataset.switch.replace("{}", zone === yours ? theirs : yours);
      };
      button.type = "button";
      button.addEventListener("click", () => {
        zone = zone === yours ? theirs : yours;
        say();
        showTimes();
      });
      say();
      note.replaceChildren(words, button);
    }
  };

  /* ---- What the clock changes: promises that are late, windows that begin and end, how soon something is */

  const say = (element, words, instant) => {
    const [before, after] = words.split("{}");
    element.textContent = before;
    if (after === undefined) return;
    const time = document.createElement("time");
    time.dateTime = new Date(instant).toISOString();
    time.textContent = day(instant, theirs) + ", " + hour(instant, theirs);
    element.append(time, after);
  };
  const passed = (element) =>
    element.dataset.clock.split("|").map((entry) => entry.split(/ (.*?) (.*)/s)).filter(([at]) => Date.parse(at) <= now());
  const turn = () => {
    for (const element of all("[data-clock]")) {
      const latest = passed(element).pop();
      if (!latest || element.dataset.turned === latest[0]) continue;
      element.dataset.turned = latest[0];
      (element.closest("[data-status]") || element).dataset.status = latest[1];
      say(element, latest[2], Date.parse(latest[0]));
    }
    for (const element of all(".next time, .maintenance[data-status=scheduled] .facts time:first-of-type")) {
      const left = Date.parse(element.dateTime) - now();
      const hint = element.nextElementSibling?.matches(".hint") ? element.nextElementSibling : document.createElement("span");
      hint.className = "hint";
      hint.textContent = left > 0 && left < 24 * HOUR ? ` (${soon(left)})` : "";
      element.after(hint);
    }
    showTimes();
  };
  const soon = (left) => {
    const relative = new Intl.RelativeTimeFormat(page.lang || "en");
    return left < 90 * MINUTE ? relative.format(Math.ceil(left / MINUTE), "minute") : relative.format(Math.round(left / HOUR), "hour");
  };

  /* ---- Whether this page is old: judged by its own word and by the heartbeat, and taken back by neither */

  let release;
  const old = (due) => {
    if (!(Date.parse(due) + GRACE < now())) return;
    for (const note of all(".stale[data-says]")) {
      page.dataset.stale = "";
      say(note, note.dataset.says, Date.parse(due));
      note.hidden = false;
    }
  };
  const ask = async () => {
    if (location.protocol === "file:") return;
    try {
      const answer = await fetch(address, { cache: "no-store" });
      const server = Date.parse(answer.headers.get("date")) + SECOND * (answer.headers.get("age") || 0);
      if (Math.abs(server - Date.now()) > 2 * MINUTE) skew = server - Date.now();
      const beat = await answer.json();
      old(beat.next_change);
      if (release && beat.release !== release) changed();
      release ??= beat.release;
    } catch {
      // Nobody answered: that proves nothing, so nothing is claimed.
    }
  };
  const changed = () => {
    for (const note of all(".stale[data-reload]")) {
      const link = document.createElement("a");
      link.href = "";
      link.textContent = note.dataset.reload;
      page.dataset.stale = "";
      note.replaceChildren(link);
      note.hidden = false;
    }
  };

  const look = () => {
    turn();
    old(page.dataset.nextChange);
  };
  const passes = () => Date.parse(page.dataset.nextChange) < now() || [...all("[data-clock]")].some((element) => passed(element).length);

  let asked = Date.now();
  let timer;
  const watch = async () => {
    clearTimeout(timer);
    if (document.hidden) return;
    if (Date.now() - asked > (release ? 5 : 1) * MINUTE) {
      asked = Date.now();
      await ask();
    }
    look();
    timer = setTimeout(watch, (20 + 20 * Math.random()) * SECOND);
  };
  document.addEventListener("visibilitychange", watch);
  addEventListener("pageshow", (event) => event.persisted && watch());

  offerZones();
  showTimes();
  // Before anything is called late or old, the server is asked what time it is: the reader's clock may be wrong.
  (passes() ? ask() : Promise.resolve()).then(look).then(() => (timer = setTimeout(watch, (20 + 20 * Math.random()) * SECOND)));
})();
