/* Answers: which items a query finds, in which order, and counts; see bulletin/search/answering.py and matching.py. */
"use strict";

(function () {
  const AUTHOR = "\ufde0";
  const NUMBER = "\ufde1";
  const NIBBLE = 0xfdd0;
  const [RUN, RUN_START, RUN_END, RUN_DIGITS] = [1, 2, 3, 4];
  const AT_ONCE = 2;
  const FACETS = ["unit", "category", "publication", "level", "year", "topic", "endorsed"];
  const BY_NAME = ["unit", "publication", "topic"];
  const [LIKE, OFFERS, LONGEST] = [0.4, 3, 16];
  const [LENGTH, BEFORE] = [100, 24];

  /** @param {string} text */
  const hidden = (text) =>
    Array.from(new TextEncoder().encode(text), (byte) =>
      String.fromCharCode(NIBBLE + (byte >> 4), NIBBLE + (byte & 15)),
    ).join("");

  /** @param {string} digits */
  const code = (digits) => (10 ** digits.length - 10) / 9 + Number(digits);

  /**
   * Return what makes sure that a number at either end of a text is a whole one: mark, code, offset, length.
   * @param {string} text
   */
  function runs(text) {
    /** @type {[number, number, number, number][]} */
    const found = [];
    const add = (/** @type {string} */ digits, /** @type {number} */ offset, /** @type {boolean} */ starts, /** @type {boolean} */ ends) => {
      if (digits.length <= RUN_DIGITS) found.push([RUN, code(digits), offset, digits.length]);
      else {
        if (starts) found.push([RUN_START, code(digits.slice(0, RUN_DIGITS)), offset, RUN_DIGITS]);
        if (ends) found.push([RUN_END, code(digits.slice(-RUN_DIGITS)), offset + digits.length - RUN_DIGITS, RUN_DIGITS]);
      }
    };
    const head = text.match(/^[0-9]+/)?.[0] ?? "";
    const tail = text.match(/[0-9]+$/)?.[0] ?? "";
    if (head) add(head, 0, true, head.length === text.length);
    if (tail && head.length !== text.length) add(tail, text.length - tail.length, false, true);
    return found;
  }

  /**
   * Return what must stand where for a text to occur, its ends first.
   * @param {string} text @param {boolean} loose
   */
  function probes(text, loose) {
    const wanted = loose ? [] : runs(text);
    const covered = new Set();
    for (const [, , offset, length] of wanted) for (let i = 0; i < length; i++) covered.add(offset + i);
    const found = wanted.map(([mark, number, offset]) => [mark, number, offset]);
    for (let at = 0; at < text.length; at++) {
      if (covered.has(at)) continue;
      at = Math.min(at, text.length - 2);
      found.push([text.charCodeAt(at), text.charCodeAt(at + 1), at]);
      at += 1;
    }
    return [found[0], ...found.slice(1).reverse()];
  }

  /** @param {number[]} one @param {number[]} other @param {number} shift of the other */
  function both(one, other, shift) {
    const found = [];
    for (let i = 0, j = 0; i < one.length && j < other.length; ) {
      const place = other[j] - shift;
      if (one[i] === place) {
        found.push(place);
        i++;
        j++;
      } else if (one[i] < place) i++;
      else j++;
    }
    return found;
  }

  /** A query against one index. */
  class Question {
    /** @param {any} index @param {import("./query.js").Query} query */
    constructor(index, query) {
      this.index = index;
      this.query = query;
      /** @type {Map<string, Set<string>>} */
      this.held = new Map();
    }

    get isEmpty() {
      return !(this.query.terms.length || this.query.choices.length || this.query.days.length);
    }

    /**
     * Return the hits, the best first, or the newest, and their counts.
     * @param {boolean} [byDate]
     */
    async answer(byDate = false) {
      await this.index.openAll();
      /** @type {Record<string, Map<string, number>>} */
      const facets = Object.fromEntries(FACETS.map((name) => [name, new Map()]));
      /** @type {{segment: number, number: number, titles: number, count: number, day: string}[]} */
      const hits = [];
      const found = this.isEmpty ? [] : await Promise.all(this.index.segments.map((/** @type {any} */ s) => this.find(s)));
      found.forEach(({ kept, counts, titles }, place) => {
        const segment = this.index.segments[place];
        for (let i = 0; i < kept.length; i++) {
          if (kept[i]) hits.push({ segment: place, number: i, titles: titles[i], count: counts[i], day: segment.days[i] });
        }
        this._count(segment, kept, facets);
      });
      // Later segments, and later places within one, are the newer ones.
      hits.reverse();
      if (!byDate) hits.sort((a, b) => b.titles - a.titles || b.count - a.count);
      return { hits, facets };
    }

    /** @param {any} segment */
    async find(segment) {
      const kept = this._filtered(segment);
      const counts = new Uint32Array(segment.size);
      const titles = new Uint8Array(segment.size);
      const terms = [...this.query.terms].sort((a, b) => Number(a.without) - Number(b.without));
      for (const term of terms) {
        if (!kept.includes(1)) break;
        const found = await this.occurrences(segment, term);
        for (let i = 0; i < kept.length; i++) {
          if (term.without === found.counts[i] > 0) kept[i] = 0;
          if (!term.without) {
            counts[i] += found.counts[i];
            titles[i] += found.titled[i];
          }
        }
      }
      return { kept, counts, titles };
    }

    /** @param {any} segment @param {import("./query.js").Term} term */
    async occurrences(segment, term) {
      const counts = new Uint32Array(segment.size);
      const titled = new Uint8Array(segment.size);
      for (const text of this._written(term)) {
        await this._add(segment, text, term.loose || term.where === "issue", counts, titled);
      }
      if (term.where === "title") for (let i = 0; i < counts.length; i++) if (!titled[i]) counts[i] = 0;
      for (const name of term.where ? [] : BY_NAME) {
        const held = this._held(name, term);
        if (held.size) having(segment, name, held).forEach((has, i) => (counts[i] += has));
      }
      return { counts, titled };
    }

    /** @param {import("./query.js").Term} term */
    _written(term) {
      if (term.where === "author") return [AUTHOR + term.text];
      if (term.where !== "issue") return [term.text];
      const number = NUMBER + hidden(term.text) + NUMBER;
      const asked = this.query.choices.filter((choice) => choice.field === "publication" && !choice.without);
      if (!asked.length) return [number];
      return asked.flatMap((choice) => this.chosen(choice)).map((id) => number + hidden(id) + NUMBER);
    }

    /**
     * @param {any} segment @param {string} text @param {boolean} loose
     * @param {Uint32Array} counts @param {Uint8Array} titled
     */
    async _add(segment, text, loose, counts, titled) {
      if (text.length === 1 && (loose || !/[0-9]/.test(text))) {
        await segment.singles(text.charCodeAt(0), counts, titled);
        return;
      }
      let item = 0;
      for (const place of await this._places(segment, probes(text, loose))) {
        while (segment.begins[item + 1] <= place) item++;
        counts[item]++;
        if (place - segment.begins[item] < segment.title) titled[item] = 1;
      }
    }

    /** @param {any} segment @param {number[][]} asked @returns {Promise<number[]>} */
    async _places(segment, asked) {
      /** @type {number[] | null} */
      let places = null;
      for (let at = 0; at < asked.length && places?.length !== 0; at += AT_ONCE) {
        const some = asked.slice(at, at + AT_ONCE);
        const lists = await Promise.all(some.map(([first, second]) => segment.places(first, second)));
        lists.forEach((list, i) => {
          const shift = some[i][2];
          places = places ? both(places, list, shift) : shift ? list.map((/** @type {number} */ p) => p - shift) : list;
        });
      }
      return places ?? [];
    }

    /** @param {string} name @param {import("./query.js").Term} term */
    _held(name, term) {
      const key = `${name} ${term.loose} ${term.text}`;
      let held = this.held.get(key);
      if (!held) {
        const pattern = BulletinSearch.pattern(term);
        const { folder, names } = this.index;
        const known = /** @type {[string, string[]][]} */ (Object.entries(names[name]));
        held = new Set(known.filter(([, all]) => all.some((n) => folder.fold(n).search(pattern) >= 0)).map(([id]) => id));
        this.held.set(key, held);
      }
      return held;
    }

    /** @param {import("./query.js").Choice} choice @returns {string[]} */
    chosen(choice) {
      return BulletinSearch.resolve(choice.values, this.index.names[choice.field], this.index.folder);
    }

    /** @param {any} segment */
    _filtered(segment) {
      const kept = new Uint8Array(segment.size).fill(1);
      /** @type {Record<string, Uint8Array>} */
      const together = {};
      for (const choice of this.query.choices) {
        const found = this._chosen(segment, choice);
        if (choice.without) found.forEach((has, i) => has && (kept[i] = 0));
        else {
          const mask = (together[choice.field] ??= new Uint8Array(segment.size));
          found.forEach((has, i) => (mask[i] |= has));
        }
      }
      for (const mask of Object.values(together)) mask.forEach((has, i) => has || (kept[i] = 0));
      const within = (/** @type {string} */ day) => (/** @type {import("./query.js").Days} */ span) =>
        span.first <= day && (!span.last || day <= span.last);
      const wanted = this.query.days.filter((span) => !span.without);
      const unwanted = this.query.days.filter((span) => span.without);
      if (wanted.length || unwanted.length) {
        segment.days.forEach((/** @type {string} */ day, /** @type {number} */ i) => {
          if ((wanted.length && !wanted.some(within(day))) || unwanted.some(within(day))) kept[i] = 0;
        });
      }
      return kept;
    }

    /** @param {any} segment @param {import("./query.js").Choice} choice */
    _chosen(segment, choice) {
      const ids = new Set(this.chosen(choice));
      if (choice.field === "level") {
        const levels = Object.entries(this.index.levels);
        return having(segment, "publication", new Set(levels.filter(([, level]) => ids.has(level)).map(([id]) => id)));
      }
      if (choice.field === "endorsed") {
        return having(segment, "endorsed", new Set(["yes"])).map((has) => Number(ids.has(has ? "yes" : "no")));
      }
      return having(segment, choice.field, ids);
    }

    /** @param {any} segment @param {Uint8Array} kept @param {Record<string, Map<string, number>>} facets */
    _count(segment, kept, facets) {
      const add = (/** @type {Map<string, number>} */ facet, /** @type {string} */ key, /** @type {number} */ n) =>
        facet.set(key, (facet.get(key) ?? 0) + n);
      for (const name of ["unit", "category", "publication", "topic", "endorsed"]) {
        const { sets, of } = segment.columns[name];
        const counts = new Uint32Array(sets.length);
        for (let i = 0; i < kept.length; i++) counts[of[i]] += kept[i];
        counts.forEach((n, i) => {
          if (!n) return;
          for (const key of sets[i]) add(facets[name], key, n);
          if (name === "publication") {
            for (const level of new Set(sets[i].map((/** @type {string} */ id) => this.index.levels[id]))) {
              add(facets.level, level, n);
            }
          }
          if (name === "endorsed" && !sets[i].length) add(facets.endorsed, "no", n);
        });
      }
      for (let i = 0; i < kept.length; i++) if (kept[i]) add(facets.year, segment.days[i].slice(0, 4), 1);
    }

    /** Return of each term how many items hold it, and, where none does, what is near it. */
    async missing() {
      const found = [];
      for (const term of this.query.terms.filter((one) => !one.without)) {
        const total = await this._total(term);
        found.push({ term: term.typed, total, nearest: total ? [] : await this._nearest(term) });
      }
      return found;
    }

    /** @param {import("./query.js").Term} term */
    async _total(term) {
      const question = new Question(this.index, { terms: [term], choices: [], days: [], wrong: [] });
      return (await question.answer()).hits.length;
    }

    /** @param {import("./query.js").Term} term */
    async _nearest(term) {
      const names = new Set(BY_NAME.flatMap((field) => Object.values(this.index.names[field]).flat()));
      const alike = [...names]
        .map((name) => /** @type {[number, string]} */ ([likeness(term.text, this.index.folder.fold(name)), name]))
        .sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? -1 : 1));
      const offers = alike.slice(0, OFFERS).filter(([like]) => like >= LIKE).map(([, name]) => name);
      const text = term.text.slice(0, LONGEST);
      for (let length = text.length - 1; length > 1; length--) {
        const pieces = new Set(Array.from({ length: text.length - length + 1 }, (_, at) => text.slice(at, at + length)));
        let [best, most] = ["", 0];
        for (const piece of pieces) {
          const total = await this._total({ ...term, text: piece });
          if (total > most) [best, most] = [piece, total];
        }
        if (best) return [...new Set([...offers, best])];
      }
      return offers;
    }

    /**
     * Return the places of all hits in a text, joined where they touch, and how many of the terms hit.
     * @param {string} text @param {import("./query.js").Term[]} terms
     */
    spans(text, terms) {
      const { folded, starts, ends } = this.index.folder.foldMapped(text);
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

    /** @param {string} title */
    titleMarks(title) {
      return this.spans(title, this.query.terms.filter((term) => !term.without && ["", "title"].includes(term.where))).marks;
    }

    /**
     * Return the best piece of an item, and the places of hits in it.
     * @param {{blocks: string[], notes: string[]}} text
     */
    excerpt(text) {
      const terms = this.query.terms.filter((term) => !term.without && ["", "author"].includes(term.where));
      const pieces = [...text.blocks, ...text.notes];
      let [best, marks, most] = [pieces[0] ?? "", /** @type {number[][]} */ ([]), 0];
      for (const piece of pieces) {
        const found = this.spans(piece, terms);
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
  }

  /** @param {any} segment @param {string} name @param {Set<string>} ids */
  function having(segment, name, ids) {
    const { sets, of } = segment.columns[name];
    const has = sets.map((/** @type {string[]} */ found) => Number(found.some((id) => ids.has(id))));
    return Uint8Array.from(of, (set) => has[set]);
  }

  /** @param {string} one @param {string} other */
  function likeness(one, other) {
    const [a, b] = [one, other].map((text) => new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2))));
    const common = [...a].filter((pair) => b.has(pair)).length;
    return a.size + b.size ? (2 * common) / (a.size + b.size) : 0;
  }

  globalThis.BulletinSearch = Object.assign(globalThis.BulletinSearch ?? {}, { Question });
})();
