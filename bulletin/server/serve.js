/* Part of the preview server (build.py serve) only: reloads the page after an edit, and shows errors over it. */
(() => {
  const stamp = document.currentScript.dataset.stamp;
  const scrollKey = "serve:" + location.pathname;
  const HIDDEN_TIMEOUT = 60000;
  let source = null;
  let disconnectTimer = 0;
  let overlay = null;

  function restoreScroll() {
    const [x, y] = JSON.parse(sessionStorage.getItem(scrollKey));
    scrollTo({ left: x, top: y, behavior: "instant" });
  }

  if (sessionStorage.getItem(scrollKey)) {
    history.scrollRestoration = "manual";
    restoreScroll();
    addEventListener("load", () => {
      restoreScroll();
      sessionStorage.removeItem(scrollKey);
      history.scrollRestoration = "auto";
    });
  }

  function reload() {
    sessionStorage.setItem(scrollKey, JSON.stringify([scrollX, scrollY]));
    location.reload();
  }

  function createElement(name, text, inside = []) {
    const element = document.createElement(name);
    element.textContent = text;
    element.append(...inside);
    return element;
  }

  function problemElement(problem) {
    const parts = [createElement("code", problem.place), createElement("p", problem.message), createElement("p", "→ " + problem.cure)];
    return createElement("li", "", parts);
  }

  function showErrors(errors) {
    overlay?.remove();
    overlay = null;
    if (!errors.title) {
      return;
    }
    overlay = document.createElement("div");
    overlay.id = "serve-trouble";
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = "/-/serve.css";
    const hide = createElement("button", errors.hide);
    hide.type = "button";
    hide.addEventListener("click", () => showErrors({}));
    const list = createElement("ol", "", errors.problems.map(problemElement));
    const box = createElement("section", "", [createElement("h2", errors.title), createElement("p", errors.summary), list]);
    box.setAttribute("role", "alert");
    box.append(...(errors.more ? [createElement("p", errors.more)] : []), hide);
    /* A shadow root: the page's style sheets do not apply. */
    overlay.attachShadow({ mode: "open" }).append(sheet, box);
    document.body.append(overlay);
  }

  function connect() {
    clearTimeout(disconnectTimer);
    if (source) {
      return;
    }
    const query = new URLSearchParams({ page: location.pathname, stamp });
    source = new EventSource("/-/events?" + query);
    source.addEventListener("reload", reload);
    source.addEventListener("trouble", (event) => showErrors(JSON.parse(event.data)));
  }

  function disconnect() {
    source?.close();
    source = null;
  }

  /* Browsers open six connections to a server: hidden pages close theirs. */
  function updateConnection() {
    if (document.hidden) {
      disconnectTimer = setTimeout(disconnect, HIDDEN_TIMEOUT);
    } else {
      connect();
    }
  }

  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", updateConnection);
  document.addEventListener("visibilitychange", updateConnection);
  addEventListener("keydown", (event) => event.key === "Escape" && showErrors({}));
})();
