/* The page of results. The query is in its address, so that a search can be sent to a colleague. */
"use strict";

(function () {
  const { using, trouble, make, fillWith, marked, address, listen, fill, plural } = BulletinBox;
  const page = /** @type {HTMLElement} */ (document.querySelector(".b-results"));
  const said = JSON.parse(page.dataset.said ?? "{}");
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (page.querySelector(`.b-results__${name}`));
  const input = /** @type {HTMLInputElement} */ (part("input"));
  const FACETS = ["year", "unit", "category", "publication", "level", "topic", "endorsed"];
  const [STEP, FEW, MOST] = [20, 6, 10000];

  /** @type {{request: SearchRequest, index: Index, hits: Hit[], shown: number} | null} */
  let current = null;
  let [turn, state] = [0, read()];

  function read() {
    const given = new URLSearchParams(location.search);
    const chosen = FACETS.flatMap((field) => given.getAll(field).map((id) => ({ field, id })));
    return { q: given.get("q") ?? "", chosen, byDate: given.get("sort") === "date" };
  }

  /** @param {typeof state} wanted */
  function addressOf(wanted) {
    const found = new URLSearchParams();
    if (wanted.q) found.set("q", wanted.q);
    for (const { field, id } of wanted.chosen) found.append(field, id);
    if (wanted.byDate) found.set("sort", "date");
    const text = found.toString();
    return location.pathname + (text ? `?${text}` : "");
  }

  /** @param {typeof state} wanted @param {boolean} [keep] whether the way back leads to what is shown now */
  function ask(wanted, keep = true) {
    state = wanted;
    history[keep ? "pushState" : "replaceState"](null, "", addressOf(state));
    return answer();
  }

  /** @param {string} label @param {typeof state} wanted @param {Record<string, string>} [attributes] */
  function link(label, wanted, attributes = {}) {
    const element = make("a", { href: addressOf(wanted), ...attributes }, label);
    element.addEventListener("click", (event) => {
      const mouse = /** @type {MouseEvent} */ (event);
      if (mouse.ctrlKey || mouse.metaKey || mouse.shiftKey) return;
      event.preventDefault();
      input.value = wanted.q;
      ask(wanted);
    });
    return element;
  }

  /** @param {string} field @param {string} id @param {Index} index @returns {string} */
  const name = (field, id, index) => said[field]?.[id] ?? index.names[field]?.[id]?.[0] ?? id;

  /** @param {Index} index */
  function searchRequest(index) {
    const query = BulletinSearch.parseQuery(state.q, index.folder, index.fields);
    for (const { field, id } of state.chosen) {
      if (field === "year") query.days.push({ typed: id, first: `${id}-01-01`, last: `${id}-12-31`, excluded: false });
      else query.choices.push({ field, typed: id, values: [index.folder.fold(id)], excluded: false });
    }
    return new BulletinSearch.SearchRequest(index, query);
  }

  async function answer() {
    const own = ++turn;
    if (!state.q.trim() && !state.chosen.length) return clear();
    part("start").hidden = true;
    part("status").textContent = said.wait;
    try {
      await using(async (index) => {
        const asked = searchRequest(index);
        const found = await asked.run(state.byDate);
        const missing = found.hits.length || asked.isEmpty ? [] : await BulletinSearch.missingTerms(asked);
        if (own !== turn) return;
        current = { request: asked, index, hits: found.hits, shown: 0 };
        fillWith(part("hits"));
        showStatus(missing);
        showFacets(found.facets);
        await more();
      });
    } catch (error) {
      if (own !== turn) return;
      clear();
      part("status").textContent = trouble(error);
    }
  }

  function clear() {
    current = null;
    part("start").hidden = false;
    for (const name of ["hits", "facets", "chosen", "offers"]) fillWith(part(name));
    for (const name of ["tools", "facets", "more"]) part(name).hidden = true;
    part("status").textContent = "";
  }

  /** @param {{term: string, total: number, nearest: string[]}[]} missing */
  function showStatus(missing) {
    const { request, index, hits } = /** @type {NonNullable<typeof current>} */ (current);
    const status = part("status");
    const unknown = request.query.choices.filter((/** @type {any} */ choice) => !request.resolve(choice).length);
    const unread = [...request.query.wrong, ...unknown.map((/** @type {any} */ choice) => choice.typed)];
    const line = (/** @type {(Node | string)[]} */ ...parts) => status.append(make("span", { class: "b-results__line" }, ...parts));
    fillWith(status, make("strong", {}, hits.length ? plural(said.items, hits.length) : said.none));
    for (const typed of unread) line(fill(said.unread, { part: typed }));
    for (const { term, nearest } of missing.filter((one) => !one.total)) {
      const offers = nearest.map((near) => link(near, { ...state, q: state.q.replace(term, () => near) }));
      line(fill(said.nowhere, { term }), ...(offers.length ? [" ", said.near, " ", ...spaced(offers)] : []));
      if (missing.length > 1) {
        const rest = state.q.replace(term, "").trim();
        line(link(fill(said.only, { words: rest }), { ...state, q: rest }));
      }
    }
    if (missing.length && missing.every((one) => one.total)) {
      const alone = missing.map((one) => link(`${one.term} (${one.total.toLocaleString("en")})`, { ...state, q: one.term, chosen: [] }));
      line(state.chosen.length ? said.filtered : said.together, " ", ...spaced(alone));
    }
    part("tools").hidden = !hits.length;
    fillWith(part("sort"), ...[false, true].map((byDate) =>
      link(byDate ? said.date : said.relevance, { ...state, byDate }, state.byDate === byDate ? { "aria-current": "true" } : {})));
    const named = BulletinSearch.suggestNames(index, state.q).filter(({ field, id }) => !state.chosen.some((one) => one.field === field && one.id === id));
    fillWith(part("offers"), ...named.map(({ field, id, name }) =>
      link(`${said.facets[field]} ${name}`, { ...state, q: "", chosen: [{ field, id }] }, { class: "b-results__offer" })));
  }

  /** @param {HTMLElement[]} elements */
  const spaced = (elements) => elements.flatMap((element, i) => (i ? [said.comma, element] : [element]));

  /** @param {Record<string, Map<string, number>>} facets */
  function showFacets(facets) {
    const { index } = /** @type {NonNullable<typeof current>} */ (current);
    fillWith(part("chosen"), ...state.chosen.map(({ field, id }) => {
      const label = `${said.facets[field]} ${name(field, id, index)}`;
      const rest = state.chosen.filter((one) => one.field !== field || one.id !== id);
      return link(`${label} ×`, { ...state, chosen: rest }, { class: "b-results__chip", "aria-label": fill(said.remove, { name: label }) });
    }));
    const groups = FACETS.map((field) => group(field, facets[field])).filter((one) => one !== null);
    const all = /** @type {HTMLDetailsElement} */ (part("facets").querySelector("details"));
    const open = all ? all.open : matchMedia("(min-width: 60em)").matches;
    fillWith(part("facets"), make("details", open ? { open: "" } : {}, make("summary", {}, said.narrow), ...groups));
    part("facets").hidden = !groups.length;
  }

  /** @param {string} field @param {Map<string, number>} counts */
  function group(field, counts) {
    const { index } = /** @type {NonNullable<typeof current>} */ (current);
    if (!counts.size) return null;
    const rows = BulletinSearch.rankValues(index, field, counts).map(([id, n]) => {
      const on = state.chosen.some((one) => one.field === field && one.id === id);
      const chosen = on ? state.chosen.filter((one) => one.field !== field || one.id !== id) : [...state.chosen, { field, id }];
      const row = link(name(field, id, index), { ...state, chosen }, on ? { "aria-current": "true" } : {});
      return make("li", {}, row, make("span", { class: "b-results__count" }, n.toLocaleString("en")));
    });
    const element = make("section", {}, make("h2", {}, said.facets[field]), make("ul", {}, ...rows.slice(0, FEW)));
    if (rows.length > FEW) {
      element.append(make("details", {}, make("summary", {}, `${said.more} (${rows.length - FEW})`), make("ul", {}, ...rows.slice(FEW))));
    }
    return element;
  }

  /** Show the next hits, titles first: their excerpts come as they are fetched. */
  async function more() {
    if (!current) return;
    const now = current;
    const some = now.hits.slice(now.shown, now.shown + STEP);
    now.shown += some.length;
    const rows = await Promise.all(some.map((hit) => BulletinSearch.hitDetails(now.index, hit)));
    if (now !== current) return;
    const elements = rows.map((row) => hitElement(now, row));
    part("hits").append(...elements);
    part("more").hidden = now.shown >= now.hits.length;
    await Promise.all(rows.map(async (row, i) => {
      const piece = BulletinSearch.makeExcerpt(now.request, await now.index.text(row.segment, row.number));
      elements[i].querySelector(".b-results__excerpt")?.append(...marked(piece.text, piece.marks));
    }));
  }

  /** @param {NonNullable<typeof current>} now @param {Awaited<ReturnType<typeof BulletinSearch.hitDetails>>} row */
  function hitElement(now, row) {
    const units = row.units.map((/** @type {string} */ id) => name("unit", id, now.index)).join(said.comma);
    const badges = row.levels.map((level) => make("span", { class: `b-badge b-badge--${level}` }, said.level[level]));
    return make("li", {},
      make("a", { class: "b-title", href: address(row.id, state.q) }, ...marked(row.title, BulletinSearch.titleMarks(now.request, row.title))),
      make("span", { class: "b-info" }, make("span", {}, units), make("time", { datetime: row.day }, row.day),
        make("span", {}, name("category", row.category, now.index)), make("span", {}, ...badges)),
      make("p", { class: "b-results__excerpt" }));
  }

  /** Save all hits as a table that spreadsheets open. */
  async function save() {
    if (!current) return;
    const now = current;
    const rows = await Promise.all(now.hits.slice(0, MOST).map((hit) => BulletinSearch.hitDetails(now.index, hit)));
    const lines = [said.columns, ...rows.map((row) => [
      row.day, row.title, row.units.map((/** @type {string} */ id) => name("unit", id, now.index)).join(said.comma),
      name("category", row.category, now.index), row.levels.map((level) => said.level[level]).join(said.comma), address(row.id, ""),
    ])];
    const blob = new Blob([BulletinSearch.csvTable(lines)], { type: "text/csv" });
    const element = /** @type {HTMLAnchorElement} */ (make("a", { href: URL.createObjectURL(blob), download: `${said.file}.csv` }));
    element.click();
    URL.revokeObjectURL(element.href);
  }

  async function print() {
    while (current && current.shown < Math.min(current.hits.length, MOST)) await more();
    window.print();
  }

  /** @param {number} step */
  function move(step) {
    const links = /** @type {HTMLElement[]} */ ([...part("hits").querySelectorAll("a.b-title")]);
    const now = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const next = now + step;
    if (next < 0) input.focus();
    else links[Math.min(next, links.length - 1)]?.focus();
  }

  listen(input, () => {
    if (input.value.trim() !== state.q) ask({ ...state, q: input.value.trim() }, false);
  });
  part("form").addEventListener("submit", (event) => {
    event.preventDefault();
    ask({ ...state, q: input.value.trim() });
  });
  page.addEventListener("keydown", (event) => {
    const inHits = part("hits").contains(/** @type {Node} */ (event.target));
    if (event.isComposing || !(inHits || event.target === input)) return;
    if (event.key === "ArrowDown" || (event.key === "ArrowUp" && inHits)) {
      move(event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    } else if (event.key === "Escape") {
      if (inHits) input.focus();
      else {
        input.value = "";
        ask({ ...state, q: "" }, false);
      }
      event.preventDefault();
    }
  });
  for (const [name, work] of Object.entries({ more, csv: save, print })) part(name).addEventListener("click", work);
  window.addEventListener("popstate", () => {
    state = read();
    input.value = state.q;
    answer();
  });
  input.value = state.q;
  part("without").hidden = true;
  if (location.protocol === "file:") part("status").textContent = trouble(null);
  else answer();
  if (!state.q) input.focus();
})();
