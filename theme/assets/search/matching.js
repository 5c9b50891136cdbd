/* Shards, and occurrences of a text in a segment, found exactly from the places of its pairs of characters; see
   bulletin/search/index/shards.py and matching.py. */
"use strict";

(function () {
  const AUTHOR = "\ufde0";
  const NUMBER = "\ufde1";
  const NIBBLE = 0xfdd0;
  const [RUN, RUN_START, RUN_END, RUN_DIGITS] = [1, 2, 3, 4];
  const PROBES_PER_STEP = 2;
  const [RANGE, LONG, ALIGN] = [2 ** 32, 255, 128];
  /** A place is the number of a slot times this, and the place within the item. */
  const ITEM = 2 ** 22;

  /**
   * Return the 32-bit number of a pair of UTF-16 units.
   * @param {number} first
   * @param {number} second
   */
  function pairNumber(first, second) {
    let number = Math.imul((first << 16) | second, 0x9e3779b1);
    number ^= number >>> 15;
    number = Math.imul(number, 0x85ebca6b);
    return (number ^ (number >>> 13)) >>> 0;
  }

  /** Varints: numbers of seven bits a byte, lowest first. */
  class Bytes {
    /** @param {Uint8Array} data @param {number} at @param {number} end */
    constructor(data, at, end) {
      this.data = data;
      this.at = at;
      this.end = end;
    }

    next() {
      const data = this.data;
      let byte = data[this.at++];
      let number = byte & 127;
      for (let shift = 7; byte > 127; shift += 7) {
        byte = data[this.at++];
        number |= (byte & 127) << shift;
      }
      return number >>> 0;
    }
  }

  /** A shard in which the postings of terms are looked up: pairs in the first table, single units in the second. */
  class Shard {
    /** @param {Uint8Array} data @param {number} place @param {number} shards how many there are */
    constructor(data, place, shards) {
      const mark = pairNumber(place, shards & 0xffff);
      if ([0, 1, 2, 3].some((i) => data[i] !== ((mark >>> (8 * i)) & 255))) throw new Error("stale");
      this.data = data;
      const base = Math.ceil((place * RANGE) / shards);
      const width = Math.ceil((32 - Math.clz32(Math.ceil(RANGE / shards) - 1)) / 8);
      const counts = [data[4] | (data[5] << 8), data[6] | (data[7] << 8)];
      const all = counts[0] + counts[1];
      let at = 8;
      const numbers = Array.from({ length: all }, () => {
        let number = 0;
        for (let i = 0; i < width; i++) number = number * 256 + data[at++];
        return base + number;
      });
      let long = at + all;
      const sizes = Array.from(data.subarray(at, long), (size) => {
        if (size < LONG) return size;
        long += 3;
        return data[long - 3] | (data[long - 2] << 8) | (data[long - 1] << 16);
      });
      at = long;
      /** @type {Map<number, [number, number]>[]} */
      this.tables = [new Map(), new Map()];
      for (let i = 0; i < all; i++) this.tables[i < counts[0] ? 0 : 1].set(numbers[i], [at, (at += sizes[i])]);
      if (at > data.length || data.length - at >= ALIGN) throw new Error("broken");
    }

    /**
     * Return the parts of a term, each with its key.
     * @param {number} number @param {number} kind @returns {[number, Bytes][]}
     */
    parts(number, kind) {
      const [at, end] = this.tables[kind].get(number) ?? [0, 0];
      /** @type {[number, Bytes][]} */
      const found = [];
      const all = new Bytes(this.data, at, end);
      for (let key = 0; all.at < end; ) {
        const head = all.next();
        key += head >>> 1;
        const size = head & 1 ? all.next() : end - all.at;
        found.push([key, new Bytes(this.data, all.at, (all.at += size))]);
      }
      return found;
    }
  }

  /** @param {string} text */
  const toNoncharacters = (text) =>
    Array.from(new TextEncoder().encode(text), (byte) =>
      String.fromCharCode(NIBBLE + (byte >> 4), NIBBLE + (byte & 15)),
    ).join("");

  /** @param {string} digits */
  const code = (digits) => (10 ** digits.length - 10) / 9 + Number(digits);

  /**
   * Return the runs that make a number at either end of a text a whole one: kind, code, offset, length.
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
   * Return the probes that must all match for a text to occur, its ends first.
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
  function intersect(one, other, shift) {
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

  /**
   * Return how an author is indexed.
   * @param {string} name
   */
  const encodeAuthor = (name) => AUTHOR + name;

  /**
   * Return how the number of an issue is indexed; without a publication, the prefix common to all.
   * @param {string} number @param {string} [publication]
   */
  const encodeIssueNumber = (number, publication) =>
    [number, ...(publication === undefined ? [] : [publication])].reduce((all, text) => all + toNoncharacters(text) + NUMBER, NUMBER);

  /**
   * Add how often a text occurs in each item, and whether in its title.
   * @param {SegmentReader} segment @param {string} text @param {boolean} loose
   * @param {Uint32Array} counts @param {Uint8Array} titled
   */
  async function countOccurrences(segment, text, loose, counts, titled) {
    if (text.length === 1 && (loose || !/[0-9]/.test(text))) {
      await segment.singles(text.charCodeAt(0), counts, titled);
      return;
    }
    for (const place of await places(segment, probes(text, loose))) {
      const item = segment.itemIn(Math.floor(place / ITEM));
      counts[item]++;
      if (place % ITEM < segment.titles[item]) titled[item] = 1;
    }
  }

  /** @param {SegmentReader} segment @param {number[][]} asked @returns {Promise<number[]>} */
  async function places(segment, asked) {
    /** @type {number[]} */
    let found = [];
    for (let at = 0; at < asked.length && (found.length || !at); at += PROBES_PER_STEP) {
      const some = asked.slice(at, at + PROBES_PER_STEP);
      const lists = await Promise.all(some.map(([first, second]) => segment.places(first, second)));
      lists.forEach((list, i) => {
        const shift = some[i][2];
        found = at + i ? intersect(found, list, shift) : list.map((place) => place - shift);
      });
    }
    return found;
  }

  globalThis.BulletinSearch = Object.assign(globalThis.BulletinSearch ?? {}, /** @satisfies {Partial<typeof BulletinSearch>} */ ({ countOccurrences, encodeAuthor, encodeIssueNumber, ITEM, pairNumber, Shard }));
})();
