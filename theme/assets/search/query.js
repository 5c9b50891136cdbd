/* Parsing of queries, as in bulletin/search/query/parser.py. */
"use strict";

/**
 * @typedef {{typed: string, text: string, excluded: boolean, where: string, loose: boolean}} Term
 * @typedef {{field: string, typed: string, values: string[], excluded: boolean}} Choice
 * @typedef {{typed: string, first: string, last: string, excluded: boolean}} DateRange
 * @typedef {{terms: Term[], choices: Choice[], days: DateRange[], wrong: string[]}} Query
 */

(function () {
  const QUOTES = '"“”＂「」『』';
  const TOKEN = new RegExp(
    "([-－−](?=\\S))?" +
      `(?:([^\\s:：${QUOTES}]+)[:：](?=\\S))?` +
      `(?:[${QUOTES}]([^${QUOTES}]+)[${QUOTES}](?=\\s|$)|"([^"]+)$|(\\S+))`,
    "g",
  );
  // eslint-disable-next-line no-control-regex
  const CONTROLS = /[\x00-\x1f\x7f-\x9f\ufeff]/g;
  const LISTED = ["unit", "category", "publication", "level", "topic", "endorsed"];
  const DAY = /^([0-9]{4})(?:[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?|月)?|年)?$/;
  const PART = /^([0-9]{4})-?([hq])([1-4])$/;
  /** @type {Record<string, number>} */
  const MONTHS = { h: 6, q: 3 };

  /**
   * Parse a query. Nothing is refused: what cannot be parsed is in its `wrong`.
   * @param {string} text
   * @param {{fold: (text: string) => string, foldQuery: (text: string) => string}} folder
   * @param {Record<string, string[]>} fields
   * @returns {Query}
   */
  function parseQuery(text, folder, fields) {
    const known = new Map(Object.entries(fields).flatMap(([field, names]) => [field, ...names].map((name) => [name, field])));
    /** @type {Query} */
    const query = { terms: [], choices: [], days: [], wrong: [] };
    for (const match of text.normalize("NFC").replace(CONTROLS, " ").matchAll(TOKEN)) {
      const [typed, minus, named, phrase, open, word] = match;
      const field = (named && known.get(folder.foldQuery(named))) || "";
      // The colon belongs to the text.
      const value = named && !field ? typed.slice((minus ?? "").length) : (phrase ?? open ?? word);
      const excluded = Boolean(minus);
      if (LISTED.includes(field)) {
        const values = value.split(/[,，|]/).map((one) => folder.foldQuery(one)).filter(Boolean);
        query.choices.push({ field, typed, values, excluded });
      } else if (field === "year" || field === "date") {
        const span = parseDays(value, folder);
        if (span) query.days.push({ typed, first: span[0], last: span[1], excluded });
        else query.wrong.push(typed);
      } else {
        const folded = folder.foldQuery(value);
        let bare = folded.replace(/^\*+|\*+$/g, "");
        const loose = bare !== folded && field !== "issue";
        if (field === "issue") bare = issueNumber(bare);
        if (bare) query.terms.push({ typed, text: bare, excluded, where: field, loose });
      }
    }
    return query;
  }

  /** @param {string} text */
  function issueNumber(text) {
    return text.match(/[0-9]+/g)?.pop() ?? text;
  }

  /**
   * Return the first and the last day of a period or a range of two.
   * @param {string} text
   * @param {{foldQuery: (text: string) => string}} folder
   */
  function parseDays(text, folder) {
    const folded = folder.foldQuery(text);
    const at = folded.indexOf("..");
    let parts = at < 0 ? [folded] : [folded.slice(0, at), folded.slice(at + 2)];
    const years = at < 0 && folded.match(/^([0-9]{4})[-~]([0-9]{4})$/);
    if (years) parts = [years[1], years[2]];
    const begin = span(parts[0]);
    const end = span(parts[parts.length - 1]);
    return begin && end && (begin[0] || end[1]) ? [begin[0], end[1]] : null;
  }

  /** @param {number | string} number */
  const two = (number) => String(Number(number)).padStart(2, "0");

  /** @param {string} text */
  function span(text) {
    if (!text) return ["", ""];
    const part = text.match(PART);
    if (part) {
      const last = Number(part[3]) * MONTHS[part[2]];
      return last > 12 ? null : [`${part[1]}-${two(last - MONTHS[part[2]] + 1)}-01`, `${part[1]}-${two(last)}-31`];
    }
    const day = text.match(DAY);
    if (!day) return null;
    const [, year, month, number] = day;
    return [`${year}-${two(month || 1)}-${two(number || 1)}`, `${year}-${two(month || 12)}-${two(number || 31)}`];
  }

  /**
   * Return the ids that folded values name: by id or full name, otherwise by a part of a name.
   * @param {string[]} values
   * @param {Record<string, string[]>} names
   * @param {{fold: (text: string) => string}} folder
   */
  function resolveNames(values, names, folder) {
    const folded = Object.entries(names).map(([id, known]) => /** @type {[string, string[]]} */ ([
      id, [id, ...known].map((name) => folder.fold(name)),
    ]));
    const found = new Set();
    for (const value of values) {
      const exact = folded.filter(([, known]) => known.includes(value));
      const some = exact.length ? exact : folded.filter(([, known]) => known.slice(1).some((n) => n.includes(value)));
      for (const [id] of some) found.add(id);
    }
    return [...found];
  }

  /** @param {string} text */
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  /**
   * Return the pattern that finds a term in folded text, overlaps included, by the same rules as the index.
   * @param {Term} term
   */
  function termPattern(term) {
    const before = !term.loose && /^[0-9]/.test(term.text) ? "(?<![0-9])" : "";
    const after = !term.loose && /[0-9]$/.test(term.text) ? "(?![0-9])" : "";
    return new RegExp(`${before}(?=(${escaped(term.text)})${after})`, "g");
  }

  globalThis.BulletinSearch = Object.assign(globalThis.BulletinSearch ?? {}, /** @satisfies {Partial<typeof BulletinSearch>} */ ({ parseQuery, resolveNames, termPattern, issueNumber }));
})();
