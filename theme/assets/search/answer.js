/* Running a query: which items it finds, in which order, and facets; see bulletin/search/query/engine.py. */
"use strict";

/**
 * @typedef {{segment: number, number: number, titles: number, count: number, day: string}} Hit
 */

(function () {
  const FACETS = ["unit", "category", "publication", "level", "year", "topic", "endorsed"];
  const BY_NAME = ["unit", "publication", "topic"];
  /** A query to be run on one index. */
  class SearchRequest {
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
     * Return the hits, the best first or the newest first, and their facets.
     * @param {boolean} [byDate]
     */
    async run(byDate = false) {
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

    /** @param {SegmentReader} segment */
    async find(segment) {
      const kept = this._filtered(segment);
      const counts = new Uint32Array(segment.size);
      const titles = new Uint8Array(segment.size);
      const terms = [...this.query.terms].sort((a, b) => Number(a.excluded) - Number(b.excluded));
      for (const term of terms) {
        if (!kept.includes(1)) break;
        const found = await this.occurrences(segment, term);
        for (let i = 0; i < kept.length; i++) {
          if (term.excluded === found.counts[i] > 0) kept[i] = 0;
          if (!term.excluded) {
            counts[i] += found.counts[i];
            titles[i] += found.titled[i];
          }
        }
      }
      return { kept, counts, titles };
    }

    /** @param {SegmentReader} segment @param {Term} term */
    async occurrences(segment, term) {
      const counts = new Uint32Array(segment.size);
      const titled = new Uint8Array(segment.size);
      for (const text of this._written(term)) {
        await BulletinSearch.countOccurrences(segment, text, term.loose || term.where === "issue", counts, titled);
      }
      if (term.where === "title") for (let i = 0; i < counts.length; i++) if (!titled[i]) counts[i] = 0;
      for (const name of term.where ? [] : BY_NAME) {
        const held = this._matchingIds(name, term);
        if (held.size) hasAny(segment, name, held).forEach((has, i) => (counts[i] += has));
      }
      return { counts, titled };
    }

    /** @param {Term} term */
    _written(term) {
      if (term.where === "author") return [BulletinSearch.encodeAuthor(term.text)];
      if (term.where !== "issue") return [term.text];
      const asked = this.query.choices.filter((choice) => choice.field === "publication" && !choice.excluded);
      if (!asked.length) return [BulletinSearch.encodeIssueNumber(term.text)];
      return asked.flatMap((choice) => this.resolve(choice)).map((id) => BulletinSearch.encodeIssueNumber(term.text, id));
    }

    /** @param {string} name @param {Term} term */
    _matchingIds(name, term) {
      const key = `${name} ${term.loose} ${term.text}`;
      let held = this.held.get(key);
      if (!held) {
        const pattern = BulletinSearch.termPattern(term);
        const { folder, names } = this.index;
        const known = /** @type {[string, string[]][]} */ (Object.entries(names[name]));
        held = new Set(known.filter(([, all]) => all.some((n) => folder.fold(n).search(pattern) >= 0)).map(([id]) => id));
        this.held.set(key, held);
      }
      return held;
    }

    /** @param {Choice} choice @returns {string[]} */
    resolve(choice) {
      return BulletinSearch.resolveNames(choice.values, this.index.names[choice.field], this.index.folder);
    }

    /** @param {SegmentReader} segment */
    _filtered(segment) {
      const kept = new Uint8Array(segment.size).fill(1);
      /** @type {Record<string, Uint8Array>} */
      const together = {};
      for (const choice of this.query.choices) {
        const found = this._chosen(segment, choice);
        if (choice.excluded) found.forEach((has, i) => has && (kept[i] = 0));
        else {
          const mask = together[choice.field] ?? new Uint8Array(segment.size);
          together[choice.field] = mask;
          found.forEach((has, i) => (mask[i] |= has));
        }
      }
      for (const mask of Object.values(together)) mask.forEach((has, i) => has || (kept[i] = 0));
      const within = (/** @type {string} */ day) => (/** @type {DateRange} */ span) =>
        span.first <= day && (!span.last || day <= span.last);
      const wanted = this.query.days.filter((span) => !span.excluded);
      const unwanted = this.query.days.filter((span) => span.excluded);
      if (wanted.length || unwanted.length) {
        segment.days.forEach((day, i) => {
          if ((wanted.length && !wanted.some(within(day))) || unwanted.some(within(day))) kept[i] = 0;
        });
      }
      return kept;
    }

    /** @param {SegmentReader} segment @param {Choice} choice */
    _chosen(segment, choice) {
      const ids = new Set(this.resolve(choice));
      if (choice.field === "level") {
        const levels = Object.entries(this.index.levels);
        return hasAny(segment, "publication", new Set(levels.filter(([, level]) => ids.has(level)).map(([id]) => id)));
      }
      if (choice.field === "endorsed") {
        return hasAny(segment, "endorsed", new Set(["yes"])).map((has) => Number(ids.has(has ? "yes" : "no")));
      }
      return hasAny(segment, choice.field, ids);
    }

    /** @param {SegmentReader} segment @param {Uint8Array} kept @param {Record<string, Map<string, number>>} facets */
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

  /** @param {SegmentReader} segment @param {string} name @param {Set<string>} ids */
  function hasAny(segment, name, ids) {
    const { sets, of } = segment.columns[name];
    const has = sets.map((found) => Number(found.some((id) => ids.has(id))));
    return Uint8Array.from(of, (set) => has[set]);
  }

  globalThis.BulletinSearch = Object.assign(globalThis.BulletinSearch ?? {}, /** @satisfies {Partial<typeof BulletinSearch>} */ ({ SearchRequest }));
})();
