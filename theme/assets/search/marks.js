/* Marks hits on the page of an item that was opened from a search. */
"use strict";

(async function () {
  const { using, make, plural, said } = BulletinBox;
  const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, td, th, blockquote, pre, figcaption, aside";
  const typed = new URLSearchParams(location.search).get("q") ?? "";
  const text = document.querySelector(".b-reading");
  if (!text || !typed || location.protocol === "file:") return;

  /** @type {Map<Element, Text[]>} pieces of text by the paragraph they are in */
  const paragraphs = new Map();
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = /** @type {Element} */ (node.parentElement);
    const block = parent.closest(BLOCKS);
    if (!block || parent.closest(".footnote-ref, .footnote-backref, .b-related, .b-pager, .b-crumbs, nav")) continue;
    paragraphs.set(block, [...(paragraphs.get(block) ?? []), /** @type {Text} */ (node)]);
  }

  const marks = await using(async (index) => {
    await index.openAll();
    const query = BulletinSearch.parseQuery(typed, index.folder, index.fields);
    const terms = query.terms.filter((/** @type {any} */ term) => !term.excluded && term.where !== "issue");
    return [...paragraphs.values()].flatMap((nodes) => mark(nodes, BulletinSearch.findSpans(index.folder, nodes.map((n) => n.data).join(""), terms).marks));
  }).catch(() => []);

  /**
   * Mark places in a text that consists of several pieces; return the first mark of each place.
   * @param {Text[]} nodes @param {number[][]} places
   */
  function mark(nodes, places) {
    let end = 0;
    const spans = nodes.map((node) => ({ node, begin: end, end: (end += node.data.length) }));
    const found = [];
    // From the last to the first, so that splitting a node does not move the others.
    for (const [from, to] of places.reverse()) {
      let first = null;
      for (const span of spans.filter((one) => one.begin < to && one.end > from).reverse()) {
        const begin = Math.max(from, span.begin);
        const hit = span.node.splitText(begin - span.begin);
        hit.splitText(Math.min(to, span.end) - begin);
        first = make("mark", { class: "b-mark" });
        hit.replaceWith(first);
        first.append(hit);
      }
      if (first) found.unshift(first);
    }
    return found;
  }

  if (!marks.length) return;
  let now = -1;
  const next = make("button", { type: "button" }, said.next);
  const clear = make("button", { type: "button" }, said.clear);
  const bar = make("div", { class: "b-marks", role: "status" }, make("span", {}, plural(said.marked, marks.length)), next, clear);
  next.addEventListener("click", () => {
    marks[now]?.classList.remove("b-mark--now");
    now = (now + 1) % marks.length;
    marks[now].classList.add("b-mark--now");
    marks[now].scrollIntoView({ block: "center" });
  });
  clear.addEventListener("click", () => {
    for (const element of document.querySelectorAll("mark.b-mark")) element.replaceWith(...element.childNodes);
    bar.remove();
    history.replaceState(null, "", location.pathname + location.hash);
  });
  document.body.append(bar);
})();
