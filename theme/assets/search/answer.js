/* Answers: which items a query finds, in which order, and counts; see bulletin/search/query/engine.py. */
"use strict";

/**
 * @typedef {{segment: number, number: number, titles: number, count: number, day: string}} Hit
 */

(function () {
  const FACETS = ["unit", "category", "publication", "level", "year", "topic", "endorsed"];
  const BY_NAME = ["unit", "publication", "topic"];
  /** A query against one index. */
  class Question {
    /** @param {Index} index @param {Query} query */
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
      /** @type {Hit[]} */
      const hits = [];
      const found = this.isEmpty ? [] : await Promise.all(this.index.segments.map((s) => this.find(s)));
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

    /** @param {Segment} segment */
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

    /** @param {Segment} segment @param {Term} term */
    async occurrences(segment, term) {
      const counts = new Uint32Array(segment.size);
      const titled = new Uint8Array(segment.size);
      for (const text of this._written(term)) {
        await BulletinSearch.add(segment, text, term.loose || term.where === "issue", counts, titled);
      }
      if (term.where === "title") for (let i = 0; i < counts.length; i++) if (!titled[i]) counts[i] = 0;
      for (const name of term.where ? [] : BY_NAME) {
        const held = this._held(name, term);
        if (held.size) having(segment, name, held).forEach((has, i) => (counts[i] += has));
      }
      return { counts, titled };
    }

    /** @param {Term} term */
    _written(term) {
      if (term.where === "author") return [BulletinSearch.author(term.text)];
      if (term.where !== "issue") return [term.text];
      const asked = this.query.choices.filter((choice) => choice.field === "publication" && !choice.without);
      if (!asked.length) return [BulletinSearch.numbered(term.text)];
      return asked.flatMap((choice) => this.chosen(choice)).map((id) => BulletinSearch.numbered(term.text, id));
    }

    /** @param {string} name @param {Term} term */
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

    /** @param {Choice} choice @returns {string[]} */
    chosen(choice) {
      return BulletinSearch.resolve(choice.values, this.index.names[choice.field], this.index.folder);
    }

    /** @param {Segment} segment */
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
      const within = (/** @type {string} */ day) => (/** @type {Days} */ span) =>
        span.first <= day && (!span.last || day <= span.last);
      const wanted = this.query.days.filter((span) => !span.without);
      const unwanted = this.query.days.filter((span) => span.without);
      if (wanted.length || unwanted.length) {
        segment.days.forEach((day, i) => {
          if ((wanted.length && !wanted.some(within(day))) || unwanted.some(within(day))) kept[i] = 0;
        });
      }
      return kept;
    }

    /** @param {Segment} segment @param {Choice} choice */
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

    /** @param {Segment} segment @param {Uint8Array} kept @param {Record<string, Map<string, number>>} facets */
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
            for (const level of new Set(sets[i].map((id) => this.index.levels[id]))) {
              add(facets.level, level, n);
            }
          }
          if (name === "endorsed" && !sets[i].length) add(facets.endorsed, "no", n);
        });
      }
      for (let i = 0; i < kept.length; i++) if (kept[i]) add(facets.year, segment.days[i].slice(0, 4), 1);
    }

  }

  /** @param {Segment} segment @param {string} name @param {Set<string>} ids */
  function having(segment, name, ids) {
    const { sets, of } = segment.columns[name];
    const has = sets.map((found) => Number(found.some((id) => ids.has(id))));
    return Uint8Array.from(of, (set) => has[set]);
  }

  globalThis.BulletinSearch = Object.assign(globalThis.BulletinSearch ?? {}, /** @satisfies {Partial<typeof BulletinSearch>} */ ({ Question }));
})();
