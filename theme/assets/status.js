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

  /* ---- A page that says when it will change is renewed in place, around what the reader is at */

  const live = "nextChange" in page.dataset;
  const main = document.querySelector("main");
  let written = main.cloneNode(true); // as it came: what is shown has been refined since
  const key = (part) => {
    const name = part.querySelector("time")?.dateTime || part.querySelector("a")?.getAttribute("href");
    if (part.matches("li")) return "li" + name;
    if (part.matches("article")) return part.querySelector("a")?.getAttribute("href");
    return part.localName + (part.getAttribute("aria-labelledby") || part.className + (part.matches(".group") && part.querySelector("h3").textContent));
  };
  const merge = (shown, was, is) => {
    if (was.isEqualNode(is)) return shown;
    if (was.localName !== is.localName || !is.matches("main, section, article, header, details, ol, ul, li")) {
      const fresh = document.importNode(is, true);
      const open = [...shown.querySelectorAll("details")].map((each) => each.open);
      fresh.querySelectorAll("details").forEach((each, index) => (each.open ||= open[index]));
      shown.replaceWith(fresh);
      return fresh;
    }
    for (const { name } of [...was.attributes]) if (!is.hasAttribute(name)) shown.removeAttribute(name);
    for (const { name, value } of is.attributes) if (was.getAttribute(name) !== value) shown.setAttribute(name, value);
    const left = [...was.children].map((each, index) => ({ was: each, shown: shown.children[index], key: key(each) }));
    const parts = [...is.children].map((each) => {
      const index = left.findIndex((other) => other.key === key(each));
      return { is: each, ...(index < 0 ? {} : left.splice(index, 1)[0]) };
    });
    for (const each of left) each.shown.remove();
    let next = shown.firstElementChild;
    for (const each of parts) {
      const stays = next && each.shown === next;
      if (stays) next = next.nextElementSibling;
      const part = each.was ? merge(each.shown, each.was, each.is) : document.importNode(each.is, true);
      if (!stays) shown.insertBefore(part, next);
    }
    return shown;
  };
  const told = (part) => [...part.querySelectorAll("h1, section:not([aria-labelledby=recent]) > article")];
  const announce = (is) => {
    const before = told(written);
    const news = told(is).filter((each) => !before.some((other) => other.isEqualNode(each)));
    const words = news.map((each) => [...(each.matches("h1") ? [each] : each.querySelectorAll("h3, .facts > :first-child"))].map((part) => part.textContent.trim()).join(": "));
    for (const note of all(".news")) note.textContent = words.length ? note.dataset.says.replace("{}", () => words.join("; ")) : "";
  };
  const keeping = (change) => {
    const active = document.activeElement;
    const alike = () => [...main.querySelectorAll("a")].filter((link) => link.getAttribute("href") === active.getAttribute("href"));
    const place = alike().indexOf(active);
    const anchors = scrollY < 50 ? [] : [...main.querySelectorAll("section, article, li, h2")].map((each) => [each, each.getBoundingClientRect().top]);
    change();
    if (place >= 0 && !active.isConnected) (alike()[place] || alike()[0])?.focus({ preventScroll: true });
    const anchor = anchors.find(([each, top]) => top >= 0 && each.isConnected);
    if (anchor) scrollBy({ top: anchor[0].getBoundingClientRect().top - anchor[1], behavior: "instant" });
  };
  const assets = (from) => [...from.querySelectorAll("script[src], link[rel=stylesheet]")].map((each) => each.getAttribute("src") || each.getAttribute("href")).join();
  const agrees = (with_, beat) => {
    const time = with_.querySelector(".changed time");
    return with_.documentElement.dataset.nextChange === beat.next_change && (!time || time.dateTime === beat.changed);
  };
  const renew = async (beat) => {
    const answer = await fetch(location.href.split("#")[0], { cache: "no-cache" });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const is = fresh.querySelector("main");
    if (!answer.ok || !is || !agrees(fresh, beat)) throw new Error("not there yet");
    if (assets(fresh) !== assets(document)) {
      if (scrollY < 50 && document.activeElement === document.body && getSelection().isCollapsed) location.reload();
      else changed();
      return;
    }
    keeping(() => merge(main, written, is));
    announce(is);
    written = is;
    document.title = fresh.title;
    page.dataset.nextChange = beat.next_change;
    reloading = false;
    hush();
  };

  /* ---- Whether this page is old: judged by its own word and by the heartbeat */

  let release;
  let failures = 0;
  let reloading = false; // it has been offered
  let good = Date.now(); // when this page was last known to be what the site says
  const warn = (name, instant) => {
    for (const note of all(`.stale[data-${name}]`)) {
      page.dataset.stale = "";
      say(note, note.dataset[name], instant);
      note.hidden = false;
    }
  };
  const hush = () => {
    for (const note of all(".stale")) note.hidden = true;
    delete page.dataset.stale;
  };
  const old = (due) => Date.parse(due) + GRACE < now() && warn("says", Date.parse(due));
  const ask = async () => {
    if (location.protocol === "file:") return;
    let beat;
    try {
      const answer = await fetch(address, { cache: "no-store" });
      const server = Date.parse(answer.headers.get("date")) + SECOND * (answer.headers.get("age") || 0);
      if (Math.abs(server - Date.now()) > 2 * MINUTE) skew = server - Date.now();
      beat = await answer.json();
      if (live && (release ? beat.release !== release : !agrees(document, beat))) await renew(beat);
      else if (release && beat.release !== release) changed();
      release = live ? beat.release : (release ?? beat.release);
      if (failures > 1 && !reloading) hush();
      failures = 0;
      good = now();
    } catch {
      // Nobody answered: a page that renews itself says so, when it has happened again; any other claims nothing.
      if (++failures > 1 && live) warn("unreachable", good);
    }
    if (beat) old(beat.next_change);
  };
  const changed = () => {
    reloading = true;
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
  const watch = async (eager) => {
    clearTimeout(timer);
    if (document.hidden) return;
    if (Date.now() - asked > (live ? (eager ? 1 : Math.min(2 ** failures, 16)) : release ? 5 : 1) * MINUTE) {
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
