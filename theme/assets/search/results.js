/* How results are shown: details and excerpts of hits with their marks, the list as CSV, names that match what is typed,
   and alternatives to a term that does not occur; see bulletin/search/query/excerpts.py and suggestions.py. */
"use strict";

(function () {
  const BY_NAME = ["unit", "publication", "topic"];
  const [MIN_SIMILARITY, MAX_SIMILAR, MAX_LENGTH, MAX_NAMES] = [0.4, 3, 16, 4];
  const [LENGTH, BEFORE] = [100, 24];

  /**
   * Return for each term how many items contain it, and alternatives where none does.
   * @param {SearchRequest} request
   */
  async function missingTerms(request) {
    const found = [];
    for (const term of request.query.terms.filter((one) => !one.excluded)) {
      const total = await countItems(request.index, term);
      found.push({ term: term.typed, total, nearest: total ? [] : await suggestAlternatives(request.index, term) });
    }
    return found;
  }

  /** @param {Index} index @param {Term} term */
  async function countItems(index, term) {
    const request = new BulletinSearch.SearchRequest(index, { terms: [term], choices: [], days: [], wrong: [] });
    return (await request.run()).hits.length;
  }

  /** @param {Index} index @param {Term} term */
  async function suggestAlternatives(index, term) {
    const names = new Set(BY_NAME.flatMap((field) => Object.values(index.names[field]).flat()));
    const alike = [...names]
      .map((name) => /** @type {[number, string]} */ ([similarity(term.text, index.folder.fold(name)), name]))
      .sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? -1 : 1));
    const offers = alike.slice(0, MAX_SIMILAR).filter(([like]) => like >= MIN_SIMILARITY).map(([, name]) => name);
    const text = term.text.slice(0, MAX_LENGTH);
    for (let length = text.length - 1; length > 1; length--) {
      const pieces = new Set(Array.from({ length: text.length - length + 1 }, (_, at) => text.slice(at, at + length)));
      let [best, most] = ["", 0];
      for (const piece of pieces) {
        const total = await countItems(index, { ...term, text: piece });
        if (total > most) [best, most] = [piece, total];
      }
      if (best) return [...new Set([...offers, best])];
    }
    return offers;
  }

  /**
   * Return the spans of all hits in a text, merged where they touch, and how many terms occur.
   * @param {Folder} folder @param {string} text @param {Term[]} terms
   */
  function findSpans(folder, text, terms) {
    const { folded, starts, ends } = folder.foldMapped(text);
    /** @type {number[][]} */
    const found = [];
    let hit = 0;
    for (const term of terms) {
      let any = 0;
      for (const match of folded.matchAll(BulletinSearch.termPattern(term))) {
        found.push([starts[match.index], ends[match.index + match[1].length - 1]]);
        any = 1;
      }
      hit += any;
    }
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    /** @type {number[][]} */
    const marks = [];
    for (const [begin, end] of found) {
      const last = marks[marks.length - 1];
      if (last && begin <= last[1]) last[1] = Math.max(last[1], end);
      else marks.push([begin, end]);
    }
    return { marks, hit };
  }

  /** @param {SearchRequest} request @param {string} title */
  function titleMarks(request, title) {
    return findSpans(request.index.folder, title, request.query.terms.filter((term) => !term.excluded && ["", "title"].includes(term.where))).marks;
  }

  /**
   * Return an excerpt of an item, and the spans of hits in it.
   * @param {SearchRequest} request @param {ItemText} text
   */
  function makeExcerpt(request, text) {
    const terms = request.query.terms.filter((term) => !term.excluded && ["", "author"].includes(term.where));
    const pieces = [...text.blocks, ...text.notes, ...text.authors];
    let [best, marks, most] = [pieces[0] ?? "", /** @type {number[][]} */ ([]), 0];
    for (const piece of pieces) {
      const found = findSpans(request.index.folder, piece, terms);
      if (found.hit > most) [best, marks, most] = [piece, found.marks, found.hit];
    }
    const begin = marks.length ? Math.max(0, Math.min(marks[0][0] - BEFORE, best.length - LENGTH)) : 0;
    const end = Math.min(best.length, begin + LENGTH);
    const left = begin ? "…" : "";
    const shift = left.length - begin;
    const inside = marks.filter(([a, b]) => a < end && b > begin);
    return {
      text: left + best.slice(begin, end) + (end < best.length ? "…" : ""),
      marks: inside.map(([a, b]) => [Math.max(a, begin) + shift, Math.min(b, end) + shift]),
    };
  }

  /**
   * Return names of units and topics that contain what is typed.
   * @param {Index} index @param {string} typed
   */
  function suggestNames(index, typed) {
    const wanted = index.folder.foldQuery(typed);
    const found = [];
    for (const field of wanted ? ["unit", "topic"] : []) {
      for (const [id, all] of Object.entries(index.names[field] ?? {})) {
        if (all.some((name) => index.folder.fold(name).includes(wanted))) found.push({ field, id, name: all[0] });
      }
    }
    return found.slice(0, MAX_NAMES);
  }

  /**
   * Return what a list shows of a hit.
   * @param {Index} index @param {Hit} hit
   */
  async function hitDetails(index, hit) {
    const segment = index.segments[hit.segment];
    const [id, title] = await index.title(segment, hit.number);
    const of = (/** @type {string} */ field) => segment.columns[field].sets[segment.columns[field].of[hit.number]];
    const found = new Set(of("publication").map((one) => index.levels[one]));
    const levels = Object.keys(index.names.level).filter((level) => found.has(level));
    return { id, title, segment, number: hit.number, day: hit.day, units: of("unit"), category: of("category")[0], levels };
  }

  /**
   * Return the values of a field in the order in which they are shown: the newest year, the highest level, or the most items first.
   * @param {Index} index @param {string} field @param {Map<string, number>} counts
   */
  function rankValues(index, field, counts) {
    const order = Object.keys(index.names[field] ?? {});
    return [...counts].sort(([a, n], [b, m]) =>
      field === "year" ? Number(b) - Number(a) : field === "level" ? order.indexOf(a) - order.indexOf(b) : m - n || (a < b ? -1 : 1));
  }

  /** A cell that no spreadsheet takes for a formula. @param {string} text */
  const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;

  /**
   * Return rows of cells as CSV that spreadsheets open.
   * @param {string[][]} rows
   */
  const csvTable = (rows) => `\ufeff${rows.map((cells) => `${cells.map(cell).join(",")}\r\n`).join("")}`;

  /** @param {string} one @param {string} other */
  function similarity(one, other) {
    const [a, b] = [one, other].map((text) => new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2))));
    const common = [...a].filter((pair) => b.has(pair)).length;
    return a.size + b.size ? (2 * common) / (a.size + b.size) : 0;
  }

  globalThis.BulletinSearch = Object.assign(globalThis.BulletinSearch ?? {}, /** @satisfies {Partial<typeof BulletinSearch>} */ ({ missingTerms, findSpans, titleMarks, makeExcerpt, suggestNames, hitDetails, rankValues, csvTable }));
})();
