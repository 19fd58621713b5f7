"use strict";
/* Added to every page of `upside serve`: reloads it when there is a newer release, and shows what is wrong. Text only, never markup. */
(() => {
  const mine = new URL(document.currentScript.src).searchParams.get("release");
  let strip, events;

  function element(name, text, ...children) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    made.append(...children);
    return made;
  }

  function shown() {
    if (strip) return strip;
    const host = document.createElement("div");
    const root = host.attachShadow({ mode: "open" });
    const style = element("link");
    style.rel = "stylesheet";
    style.href = "/.upside/preview.css";
    host.hidden = true;
    style.onload = style.onerror = () => (host.hidden = false);
    strip = element("aside");
    strip.setAttribute("role", "status");
    strip.setAttribute("aria-label", "Preview");
    root.append(style, strip);
    document.body.append(host);
    return strip;
  }

  function count(problems, level) {
    const many = problems.filter((each) => each.level === level).length;
    return many ? [`${many} ${level}${many > 1 ? "s" : ""}`] : [];
  }

  function line(problem) {
    const item = element("li", "", element("b", problem.level), " ", element("code", problem.place), " ");
    item.append(element("span", problem.message));
    if (problem.hint) item.append(element("pre", problem.hint));
    item.dataset.level = problem.level;
    return item;
  }

  function show({ failure = "", problems = [] }) {
    if (!failure && !problems.length) {
      if (strip) strip.replaceChildren();
      return;
    }
    const parts = [];
    if (failure) parts.push(element("p", `${failure} This page is older than the files.`));
    if (problems.length) {
      const words = [...count(problems, "error"), ...count(problems, "warning")].join(", ");
      const list = element("details", "", element("summary", words), element("ol", "", ...problems.map(line)));
      list.open = problems.some((each) => each.level === "error");
      parts.push(list);
    }
    shown().replaceChildren(...parts);
  }

  function listen() {
    events = new EventSource("/.upside/events");
    events.onmessage = ({ data }) => {
      const state = JSON.parse(data);
      if (state.release !== mine) {
        events.close();
        location.reload();
      } else show(state);
    };
    events.onerror = () => show({ failure: "The preview has ended." });
  }

  /* A browser opens six connections to one host: pages that nobody looks at give theirs back. */
  document.addEventListener("visibilitychange", () => {
    events.close();
    if (!document.hidden) listen();
  });
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", (event) => event.persisted && listen());
  listen();
})();
