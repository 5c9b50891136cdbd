/* What is told of an answer: facts and excerpts with their marks, the list as a table, names like what is typed, and what
   is near a word that is nowhere. */
"use strict";

(function () {
  const BY_NAME = ["unit", "publication", "topic"];
  const [LIKE, OFFERS, LONGEST, NAMES] = [0.4, 3, 16, 4];
  const [LENGTH, BEFORE] = [100, 24];

  /**
   * Return of each term how many items hold it, and, where none does, what is near it.
   * @param {Question} question
   */
  async function missing(question) {
    const found = [];
    for (const term of question.query.terms.filter((one) => !one.without)) {
      const total = await totalOf(question.index, term);
      found.push({ term: term.typed, total, nearest: total ? [] : await nearest(question.index, term) });
    }
    return found;
  }

  /** @param {Index} index @param {Term} term */
  async function totalOf(index, term) {
    const question = new BulletinSearch.Question(index, { terms: [term], choices: [], days: [], wrong: [] });
    return (await question.answer()).hits.length;
  }

  /** @param {Index} index @param {Term} term */
  async function nearest(index, term) {
    const names = new Set(BY_NAME.flatMap((field) => Object.values(index.names[field]).flat()));
    const alike = [...names]
      .map((name) => /** @type {[number, string]} */ ([likeness(term.text, index.folder.fold(name)), name]))
      .sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? -1 : 1));
    const offers = alike.slice(0, OFFERS).filter(([like]) => like >= LIKE).map(([, name]) => name);
    const text = term.text.slice(0, LONGEST);
    for (let length = text.length - 1; length > 1; length--) {
      const pieces = new Set(Array.from({ length: text.length - length + 1 }, (_, at) => text.slice(at, at + length)));
      let [best, most] = ["", 0];
      for (const piece of pieces) {
        const total = await totalOf(index, { ...term, text: piece });
        if (total > most) [best, most] = [piece, total];
      }
      if (best) return [...new Set([...offers, best])];
    }
    return offers;
  }

  /**
   * Return the places of all hits in a text, joined where they touch, and how many of the terms hit.
   * @param {Folder} folder @param {string} text @param {Term[]} terms
   */
  function spans(folder, text, terms) {
    const { folded, starts, ends } = folder.foldMapped(text);
    /** @type {number[][]} */
    const found = [];
    let hit = 0;
    for (const term of terms) {
      let any = 0;
      for (const match of folded.matchAll(BulletinSearch.pattern(term))) {
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

  /** @param {Question} question @param {string} title */
  function titleMarks(question, title) {
    return spans(question.index.folder, title, question.query.terms.filter((term) => !term.without && ["", "title"].includes(term.where))).marks;
  }

  /**
   * Return the best piece of an item, and the places of hits in it.
   * @param {Question} question @param {ItemText} text
   */
  function excerpt(question, text) {
    const terms = question.query.terms.filter((term) => !term.without && ["", "author"].includes(term.where));
    const pieces = [...text.blocks, ...text.notes, ...text.authors];
    let [best, marks, most] = [pieces[0] ?? "", /** @type {number[][]} */ ([]), 0];
    for (const piece of pieces) {
      const found = spans(question.index.folder, piece, terms);
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
   * Return names of units and topics that hold what is typed.
   * @param {Index} index @param {string} typed
   */
  function suggested(index, typed) {
    const wanted = index.folder.foldQuery(typed);
    const found = [];
    for (const field of wanted ? ["unit", "topic"] : []) {
      for (const [id, all] of Object.entries(index.names[field] ?? {})) {
        if (all.some((name) => index.folder.fold(name).includes(wanted))) found.push({ field, id, name: all[0] });
      }
    }
    return found.slice(0, NAMES);
  }

  /**
   * Return what a list says of a hit.
   * @param {Index} index @param {Hit} hit
   */
  async function facts(index, hit) {
    const segment = index.segments[hit.segment];
    const [id, title] = await index.title(segment, hit.number);
    const of = (/** @type {string} */ field) => segment.columns[field].sets[segment.columns[field].of[hit.number]];
    const found = new Set(of("publication").map((one) => index.levels[one]));
    const levels = Object.keys(index.names.level).filter((level) => found.has(level));
    return { id, title, segment, number: hit.number, day: hit.day, units: of("unit"), category: of("category")[0], levels };
  }

  /**
   * Return the values of a field in the order in which they are offered: the newest year, the highest level, the most items.
   * @param {Index} index @param {string} field @param {Map<string, number>} counts
   */
  function ranked(index, field, counts) {
    const order = Object.keys(index.names[field] ?? {});
    return [...counts].sort(([a, n], [b, m]) =>
      field === "year" ? Number(b) - Number(a) : field === "level" ? order.indexOf(a) - order.indexOf(b) : m - n || (a < b ? -1 : 1));
  }

  /** A cell that no spreadsheet takes for a formula. @param {string} text */
  const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;

  /**
   * Return rows of cells as a table that spreadsheets open.
   * @param {string[][]} rows
   */
  const table = (rows) => `\ufeff${rows.map((cells) => `${cells.map(cell).join(",")}\r\n`).join("")}`;

  /** @param {string} one @param {string} other */
  function likeness(one, other) {
    const [a, b] = [one, other].map((text) => new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2))));
    const common = [...a].filter((pair) => b.has(pair)).length;
    return a.size + b.size ? (2 * common) / (a.size + b.size) : 0;
  }

  globalThis.BulletinSearch = Object.assign(globalThis.BulletinSearch ?? {}, /** @satisfies {Partial<typeof BulletinSearch>} */ ({ missing, spans, titleMarks, excerpt, suggested, facts, ranked, table }));
})();
