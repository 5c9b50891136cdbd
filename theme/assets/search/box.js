/* The search box in the header of every page; it loads the other scripts when they are needed. */
"use strict";

(function () {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector(".b-find"));
  if (!form) return;
  const here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const root = new URL(form.dataset.root ?? "./", location.href);
  const said = JSON.parse(form.dataset.said ?? "{}");
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  const list = /** @type {HTMLElement} */ (form.querySelector(".b-find__list"));
  const status = /** @type {HTMLElement} */ (form.querySelector(".b-find__status"));
  const PARTS = ["fold", "query", "reader", "matching", "answer", "results"];
  const [FIRST, WAIT] = [7, 120];

  // Folding needs look-behind. Browsers older than that, which do not even parse this file, and those without scripts keep
  // what is in the page: the sentence that says so, and the lists.
  try {
    new RegExp("(?<=a)b");
  } catch {
    return;
  }

  /** @param {string} sentence @param {Record<string, string | number>} values */
  const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  /** @param {[string, string]} sentences @param {number} n */
  const plural = ([one, many], n) => fill(n === 1 ? one : many, { n: n.toLocaleString("en") });

  /** @param {string} name @returns {Promise<void>} */
  function script(name) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = new URL(`${name}.js`, here).href;
      element.async = false;
      element.onload = () => resolve();
      element.onerror = () => reject(new Missing(`${name}.js`));
      document.head.append(element);
    });
  }

  /** A missing file. */
  class Missing extends Error {}

  /**
   * Fetch a file of the index, or a part of it. With the stamp of its segment in the address it can be cached for good.
   * @param {string} name @param {string} [stamp] @param {number} [from] @param {number} [to]
   */
  async function fetcher(name, stamp, from, to) {
    const address = new URL(`data/search/${name}${stamp ? `?v=${stamp}` : ""}`, root);
    /** @type {Record<string, string>} */
    const headers = to ? { Range: `bytes=${from}-${to - 1}` } : {};
    const found = await fetch(address, { headers, cache: stamp ? "force-cache" : "no-cache" }).catch(() => null);
    if (!found?.ok) throw new Missing(name);
    return found.arrayBuffer();
  }

  /** @type {Promise<Index> | undefined} */
  let opened;

  /** Return the index, which is fetched when it is first needed. */
  function index() {
    opened = opened ?? Promise.all(PARTS.map(script))
      .then(() => new BulletinSearch.Index(fetcher).open())
      .catch((error) => {
        opened = undefined;
        throw error;
      });
    return opened;
  }

  /**
   * Run work on the index; if that fails, run it again on a fresh index, as the site may have been built again.
   * @template T @param {(index: Index) => Promise<T>} work @returns {Promise<T>}
   */
  async function using(work) {
    try {
      return await work(await index());
    } catch (error) {
      if (location.protocol === "file:") throw error;
      opened = index().then(() => new BulletinSearch.Index(fetcher).open());
      return work(await opened);
    }
  }

  /** @param {unknown} error */
  const trouble = (error) =>
    location.protocol === "file:"
      ? said.folder
      : fill(said.broken, { file: error instanceof Missing ? error.message : String(error) });

  /**
   * Return an element.
   * @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children
   */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /**
   * Put other children into an element. Older browsers have no `replaceChildren`.
   * @param {Element} element @param {...(Node | string)} children
   */
  function fillWith(element, ...children) {
    element.textContent = "";
    element.append(...children);
  }

  /** @param {string} text @param {number[][]} marks */
  function marked(text, marks) {
    const parts = [];
    let end = 0;
    for (const [from, to] of marks) {
      parts.push(text.slice(end, from), make("mark", {}, text.slice(from, to)));
      end = to;
    }
    return [...parts, text.slice(end)];
  }

  /** @param {string} id @param {string} query */
  const address = (id, query) => {
    const found = new URL(`items/${id}/`, root);
    if (query) found.searchParams.set("q", query);
    return found.href;
  };

  /** @param {string} query @param {Record<string, string>} [filters] */
  const results = (query, filters = {}) => {
    const found = new URL("search/", root);
    for (const [name, value] of Object.entries({ q: query, ...filters })) if (value) found.searchParams.set(name, value);
    return found.href;
  };

  /**
   * Call when typing pauses, and never while an input method is composing.
   * @param {HTMLInputElement} field @param {() => void} work
   */
  function listen(field, work) {
    let composing = false;
    let timer = 0;
    const later = () => {
      clearTimeout(timer);
      if (!composing) timer = window.setTimeout(work, WAIT);
    };
    field.addEventListener("compositionstart", () => (composing = true));
    field.addEventListener("compositionend", () => {
      composing = false;
      later();
    });
    field.addEventListener("input", later);
  }

  let asked = 0;
  async function suggest() {
    const typed = input.value.trim();
    const turn = ++asked;
    if (!typed) return close();
    if (location.protocol === "file:") return showMessage(said.folder);
    try {
      const rows = await using((found) => rowsFor(found, typed));
      if (turn === asked) show(rows.elements, rows.status);
    } catch (error) {
      if (turn === asked) showMessage(trouble(error));
    }
  }

  /** @param {Index} index @param {string} typed */
  async function rowsFor(index, typed) {
    const request = new BulletinSearch.SearchRequest(index, BulletinSearch.parseQuery(typed, index.folder, index.fields));
    const { hits } = await request.run();
    const facts = await Promise.all(hits.slice(0, FIRST).map((hit) => BulletinSearch.hitDetails(index, hit)));
    const shown = facts.map(({ id, title, day, units }) => {
      const names = units.map((unit) => index.names.unit[unit]?.[0] ?? unit).join(said.comma);
      return row(address(id, typed), marked(title, BulletinSearch.titleMarks(request, title)), `${day} ${names}`);
    });
    const named = BulletinSearch.suggestNames(index, typed)
      .map(({ field, id, name }) => row(results("", { [field]: id }), [name], said[field]));
    const status = hits.length ? plural(said.items, hits.length) : said.none;
    return { elements: [...named, ...shown, row(results(typed), [said.all], status, "b-find__all")], status };
  }

  /** @param {string} href @param {(Node | string)[]} label @param {string} more @param {string} [name] */
  function row(href, label, more, name = "") {
    return make("a", { href, role: "option", tabindex: "-1", class: `b-find__row ${name}`.trim(), "aria-selected": "false" },
      make("span", { class: "b-find__title" }, ...label), make("small", {}, more));
  }

  /** @param {HTMLElement[]} rows @param {string} sentence */
  function show(rows, sentence) {
    rows.forEach((one, i) => (one.id = `b-find-${i}`));
    fillWith(list, ...rows);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
    status.textContent = sentence;
  }

  /** @param {string} sentence */
  function showMessage(sentence) {
    show([make("p", { class: "b-find__trouble" }, sentence)], sentence);
  }

  function close() {
    asked++;
    list.hidden = true;
    fillWith(list);
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    status.textContent = "";
  }

  /** @param {number} step */
  function move(step) {
    const rows = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=option]")]);
    if (!rows.length) return;
    const now = rows.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const next = now < 0 ? (step > 0 ? 0 : rows.length - 1) : (now + step + rows.length) % rows.length;
    rows.forEach((one, i) => one.setAttribute("aria-selected", String(i === next)));
    rows[next].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", rows[next].id);
  }

  function go() {
    const chosen = /** @type {HTMLAnchorElement | null} */ (list.querySelector("[aria-selected=true]"));
    if (chosen) location.assign(chosen.href);
    else if (input.value.trim()) location.assign(results(input.value.trim()));
  }

  listen(input, suggest);
  input.addEventListener("focus", () => {
    if (location.protocol !== "file:") index().catch(() => undefined);
    if (input.value.trim() && list.hidden) suggest();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      move(event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    } else if (event.key === "Escape") {
      if (list.hidden) input.blur();
      close();
      event.preventDefault();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(/** @type {Node} */ (event.target))) close();
  });
  document.addEventListener("keydown", (event) => {
    const typing = /** @type {HTMLElement} */ (event.target).closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = /** @type {HTMLInputElement} */ (document.querySelector("#b-query") ?? input);
    field.focus();
    field.select();
    event.preventDefault();
  });

  globalThis.BulletinBox = { using, trouble, make, fillWith, marked, address, listen, fill, plural, said };
  const more = document.querySelector(".b-results") ? "page" : new URLSearchParams(location.search).has("q") ? "marks" : "";
  if (more) script(more).catch(() => undefined);
})();
