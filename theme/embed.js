/* A banner on the main site while an incident or maintenance is on, and nothing while all is well: /embed.js of every status site.

   It reads api/banner.json beside itself, shows text as text, and needs no style that a strict policy would refuse. WORDS is put in by
   generator/render/embed.py, which also takes out comments and indents: what is sent is under 2 KB compressed. See README.md. */
(() => {
  const words = WORDS;
  const source = document.currentScript.src;
  const address = new URL("api/banner.json", source);
  const store = "upside " + address;
  const MINUTE = 60000;
  if (window[store]) return; // the line stands in the page twice
  window[store] = 1;
  let items = [];
  let away = []; // keys of what the reader has dismissed
  let failures = 0;
  let known; // an answer has come
  let due = 0;
  let timer;
  let before; // what had the focus before the banner
  try {
    away = away.concat(JSON.parse(localStorage[store] || "[]"));
  } catch {
    // The reader's browser remembers nothing: then dismissing holds for this page.
  }

  /* ---- What is shown */

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const box = document.createElement("div");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; position: fixed; inset: auto 0 0; z-index: 2147483647; pointer-events: none }
    div { max-height: 100vh; overflow: auto }
    div div { display: flex; gap: 1em; align-items: center; max-width: 32em; margin: 1em; padding: .75em 1em; border: 1px solid #fff6; border-radius: 4px; color: #fff; font: 15px/1.4 system-ui; pointer-events: auto; overflow-wrap: anywhere }
    p { margin: 0; flex: 1 }
    a { color: inherit; font-weight: 600 }
    span { display: block }
    button { all: unset; padding: .5em .75em; font-size: 1.2em; cursor: pointer }
    :focus-visible { outline: 3px solid #fff; outline-offset: 2px }
    @media print { div { display: none } }
  `);
  root.adoptedStyleSheets = [sheet];
  root.append(box);
  box.setAttribute("role", "status");
  box.setAttribute("aria-label", words.label);
  box.lang = words.language;
  box.dir = words.direction;
  box.addEventListener("focusin", (event) => {
    if (!box.contains(event.relatedTarget)) before = event.relatedTarget;
  });

  const add = (parent, name, text) => {
    const element = document.createElement(name);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  const dismiss = (row, key) => {
    ((row.nextSibling || row.previousSibling)?.querySelector("button") || before)?.focus();
    away = [...away.slice(-20), key];
    try {
      localStorage[store] = JSON.stringify(away);
    } catch {
      // See above.
    }
    show();
  };
  const made = (item) => {
    const row = document.createElement("div");
    row.style.background = item.colour;
    const said = add(row, "p", "");
    const link = add(said, "a", item.title);
    link.href = new URL(item.href, source);
    link.dir = "auto";
    add(said, "span", item.says);
    const button = add(row, "button", "×");
    button.ariaLabel = words.dismiss + ": " + item.title;
    button.onclick = () => dismiss(row, item.key);
    row.onkeydown = (event) => {
      if (event.key === "Escape") dismiss(row, item.key);
    };
    row.told = JSON.stringify(item);
    return row;
  };
  const show = () => {
    const now = Date.now();
    const rows = items.filter((item) => !(Date.parse(item.from) > now || Date.parse(item.until) <= now));
    // Unreachable is unknown, and never fine. What was known before stays; and one missed answer is no news beside it.
    if (failures > (known ? 1 : 0)) rows.push({ ...words.unknown, key: "? " + new Date(now).toDateString() });
    const open = rows.filter((item) => !away.includes(item.key));
    const told = open.map((item) => JSON.stringify(item));
    for (const row of [...box.children]) told.includes(row.told) || row.remove();
    open.forEach((item, index) => {
      if (box.children[index]?.told !== told[index]) box.insertBefore(made(item), box.children[index]);
    });
  };

  /* ---- Asking: a minute apart at least, not all readers at once, never while hidden, less and less often in vain */

  const ask = async () => {
    try {
      const answer = await fetch(address, { cache: "no-cache", credentials: "omit", signal: AbortSignal.timeout(MINUTE / 2) });
      items = (await answer.json()).items.filter((item) => item.title);
      known = 1;
      failures = 0;
    } catch {
      failures++;
    }
  };
  const tick = async () => {
    clearTimeout(timer);
    if (document.hidden) return;
    const now = Date.now();
    if (now >= due) {
      due = now + MINUTE;
      await ask();
      due = now + MINUTE * 2 ** Math.min(failures, 5);
      clearTimeout(timer);
    }
    show();
    timer = setTimeout(tick, MINUTE * (1 + Math.random() / 2));
  };
  const begin = () => {
    document.body.append(host);
    document.addEventListener("visibilitychange", tick);
    tick();
  };
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
})();
