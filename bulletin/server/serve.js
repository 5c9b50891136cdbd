/* Served by build.py serve and by nothing else: shows an edit as soon as it is saved, and what keeps it from being shown. */
(() => {
  const stamp = document.currentScript.dataset.stamp;
  const place = "serve:" + location.pathname;
  const LINGER = 60000;
  let source = null;
  let leaving = 0;
  let host = null;

  function back() {
    const [x, y] = JSON.parse(sessionStorage.getItem(place));
    scrollTo({ left: x, top: y, behavior: "instant" });
  }

  if (sessionStorage.getItem(place)) {
    history.scrollRestoration = "manual";
    back();
    addEventListener("load", () => {
      back();
      sessionStorage.removeItem(place);
      history.scrollRestoration = "auto";
    });
  }

  function reload() {
    sessionStorage.setItem(place, JSON.stringify([scrollX, scrollY]));
    location.reload();
  }

  function made(name, text, inside = []) {
    const element = document.createElement(name);
    element.textContent = text;
    element.append(...inside);
    return element;
  }

  function entry(problem) {
    const parts = [made("code", problem.place), made("p", problem.message), made("p", "→ " + problem.cure)];
    return made("li", "", parts);
  }

  function show(trouble) {
    host?.remove();
    host = null;
    if (!trouble.title) {
      return;
    }
    host = document.createElement("div");
    host.id = "serve-trouble";
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = "/-/serve.css";
    const hide = made("button", trouble.hide);
    hide.type = "button";
    hide.addEventListener("click", () => show({}));
    const list = made("ol", "", trouble.problems.map(entry));
    const box = made("section", "", [made("h2", trouble.title), made("p", trouble.summary), list]);
    box.setAttribute("role", "alert");
    box.append(...(trouble.more ? [made("p", trouble.more)] : []), hide);
    /* The page's own style sheets do not reach in here. */
    host.attachShadow({ mode: "open" }).append(sheet, box);
    document.body.append(host);
  }

  function listen() {
    clearTimeout(leaving);
    if (source) {
      return;
    }
    const asked = new URLSearchParams({ page: location.pathname, stamp });
    source = new EventSource("/-/events?" + asked);
    source.addEventListener("reload", reload);
    source.addEventListener("trouble", (event) => show(JSON.parse(event.data)));
  }

  function leave() {
    source?.close();
    source = null;
  }

  /* A browser has six connections to a server: pages that nobody sees must not hold them all. */
  function look() {
    if (document.hidden) {
      leaving = setTimeout(leave, LINGER);
    } else {
      listen();
    }
  }

  addEventListener("pagehide", leave);
  addEventListener("pageshow", look);
  document.addEventListener("visibilitychange", look);
  addEventListener("keydown", (event) => event.key === "Escape" && show({}));
})();
