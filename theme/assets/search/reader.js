/* Reading the index: columns, titles, shards; see bulletin/search/query/reader.py and bulletin/search/index_format.py. */
"use strict";

/**
 * @typedef {(name: string, stamp?: string, from?: number, to?: number) => Promise<ArrayBuffer>} Fetcher returns a file
 * of the index by name, or the part of it from one byte up to another
 * @typedef {{title: string, blocks: string[], notes: string[], authors: string[], numbers: [string, string][]}} ItemText
 */

(function () {
  /** Slots whose items share a file of names, a file of texts, a part of a term's postings; and shards in a file. */
  const [NAMES, TEXTS, PART, SHARDS] = [128, 32, 512, 16];
  const [ALIGN, TITLE_CELL, LOW_BITS] = [128, 32, 6];
  const FIRST_CODE = 0x23;

  /** @param {string} text */
  function decodeNumbers(text) {
    const numbers = new Uint32Array(text.length);
    for (let i = 0; i < text.length; i++) numbers[i] = text.charCodeAt(i) - FIRST_CODE;
    return numbers;
  }

  /**
   * Return the slots of two strings: the lowest bits, and how much the others differ from the one before.
   * @param {string[]} strings
   */
  function decodeSlots([low, steps]) {
    let above = 0;
    return decodeNumbers(steps).map((step, i) => {
      above += step & 1 ? -((step + 1) >> 1) : step >> 1;
      return above * 2 ** LOW_BITS + low.charCodeAt(i) - FIRST_CODE;
    });
  }

  /** One segment, whose files are fetched when they are needed. */
  class SegmentReader {
    /**
     * @param {{name: string, stamp: string, items: number, slots: number}} entry
     * @param {Index} index
     * @param {number} firstKey the key of its first part
     */
    constructor(entry, index, firstKey) {
      this.entry = entry;
      this.size = entry.items;
      this.index = index;
      this.firstKey = firstKey;
      /** @type {Record<string, {sets: string[][], of: Uint32Array}>} */
      this.columns = {};
      /** @type {Promise<void> | undefined} */
      this.opened = undefined;
      /** @type {Uint32Array} the slot of each item */
      this.slots = new Uint32Array();
      /** @type {Int32Array} the item in each slot, or -1 */
      this.items = new Int32Array();
      /** @type {Uint32Array} the width of each item's title */
      this.titles = new Uint32Array();
      /** @type {Uint32Array} how many bits of a place are in an entry, part by part */
      this.bits = new Uint32Array();
      /** @type {string[]} the day of each item */
      this.days = [];
    }

    /** Fetch the columns; everything else needs them. */
    open() {
      this.opened = this.opened ?? this._open().catch((error) => {
        this.opened = undefined;
        throw error;
      });
      return this.opened;
    }

    async _open() {
      const { name, stamp, slots } = this.entry;
      const head = await this.index.files.json(`${name}/head.json`, stamp);
      if (head.stamp !== stamp) throw new Error("stale");
      this.slots = decodeSlots(head.slots);
      this.items = new Int32Array(slots).fill(-1);
      this.slots.forEach((slot, i) => (this.items[slot] = i));
      this.titles = decodeNumbers(head.titles).map((width) => width * TITLE_CELL);
      this.bits = decodeNumbers(head.bits);
      this.days = [];
      let time = Date.parse(head.first);
      let said = head.first;
      for (const step of decodeNumbers(head.days)) {
        if (step) {
          time += step * 86400000;
          said = new Date(time).toISOString().slice(0, 10);
        }
        this.days.push(said);
      }
      for (const field of ["unit", "category", "publication", "topic", "endorsed"]) {
        const { names, sets, of } = head[field];
        const named = sets.map((/** @type {string} */ set) => Array.from(decodeNumbers(set), (value) => names[value]));
        this.columns[field] = { sets: named, of: decodeNumbers(of) };
      }
    }

    /** @param {number} slot */
    itemIn(slot) {
      const item = this.items[slot];
      if (!(item >= 0)) throw new Error("stale");
      return item;
    }

    /**
     * Return all places of a pair of units, or of a run of digits, in order.
     * @param {number} first @param {number} second
     */
    async places(first, second) {
      const found = [];
      for (const [base, bytes] of await this._parts(first, second, 0)) {
        const size = 2 ** this.bits[base / PART];
        let [entry, place, slot] = [0, 0, -1];
        while (bytes.at < bytes.end) {
          entry += bytes.next();
          const of = Math.floor(entry / size);
          const before = of === slot && place >= size - 1 ? place : size - 1;
          slot = of;
          place = entry % size;
          if (place === size - 1) place = before + bytes.next();
          found.push((base + slot) * BulletinSearch.ITEM + place);
        }
      }
      return found;
    }

    /**
     * Add how often a unit occurs, and whether in titles.
     * @param {number} unit @param {Uint32Array} counts @param {Uint8Array} titled
     */
    async singles(unit, counts, titled) {
      for (const [base, bytes] of await this._parts(unit, 0, 1)) {
        for (let entry = 0; bytes.at < bytes.end; ) {
          entry += bytes.next();
          const item = this.itemIn(base + (entry >>> 2));
          counts[item] += entry & 1 ? bytes.next() : 1;
          titled[item] |= (entry >> 1) & 1;
        }
      }
    }

    /**
     * Return the parts of a term in this segment, each with its first slot.
     * @param {number} first @param {number} second @param {number} kind
     */
    async _parts(first, second, kind) {
      const parts = await this.index.parts(BulletinSearch.pairNumber(first, second), kind);
      return parts
        .map(([key, bytes]) => /** @type {[number, typeof bytes]} */ ([(key - this.firstKey) * PART, bytes]))
        .filter(([base]) => base >= 0 && base < this.entry.slots);
    }

    /**
     * Return the number of an item's file, which has those of so many slots, and how many precede it there.
     * @param {number} number @param {number} slots
     */
    file(number, slots) {
      const slot = this.slots[number];
      const low = slot - (slot % slots);
      return [low / slots, this.items.subarray(low, slot).filter((item) => item >= 0).length];
    }
  }

  /** The files of an index, each fetched once. */
  class Files {
    /** @param {Fetcher} fetcher */
    constructor(fetcher) {
      this.fetcher = fetcher;
      /** @type {Map<string, Promise<any>>} */
      this.files = new Map();
      /** @type {Map<string, ArrayBuffer>} files that a server sent whole */
      this.wholes = new Map();
    }

    /** @param {string} name @param {string} [stamp] @returns {Promise<any>} */
    json(name, stamp) {
      let found = this.files.get(name);
      if (!found) {
        found = this.fetcher(name, stamp).then((data) => JSON.parse(new TextDecoder().decode(data)));
        this.files.set(name, found);
        found.catch(() => this.files.delete(name));
      }
      return found;
    }

    /**
     * Return a part of a file; a server without range requests sends the whole file, which is kept.
     * @param {string} name @param {string} stamp @param {number} from @param {number} to
     */
    async part(name, stamp, from, to) {
      let whole = this.wholes.get(name);
      if (!whole) {
        const data = await this.fetcher(name, stamp, from, to);
        if (data.byteLength === to - from) return data;
        if (data.byteLength < to) throw new Error("stale");
        this.wholes.set(name, (whole = data));
      }
      return whole.slice(from, to);
    }
  }

  /** A whole index. */
  class Index {
    /** @param {Fetcher} fetcher */
    constructor(fetcher) {
      this.files = new Files(fetcher);
      /** @type {Folder} */
      this.folder = new BulletinSearch.Folder({ steps: "", replacements: "", spaces: "", dropped: "", unassigned: [] });
      /** @type {Record<string, string[]>} */
      this.fields = {};
      /** @type {Record<string, Record<string, string[]>>} */
      this.names = {};
      /** @type {Record<string, string>} */
      this.levels = {};
      /** @type {SegmentReader[]} */
      this.segments = [];
      this.stamp = "";
      /** @type {Uint32Array} sizes of shards */
      this.sizes = new Uint32Array();
      /** @type {Map<number, Promise<Shard>>} */
      this.shards = new Map();
    }

    async open() {
      const [table, start] = await Promise.all([this.files.json("fold.json"), this.files.json("start.json")]);
      this.folder = new BulletinSearch.Folder(table);
      this.fields = start.fields;
      this.names = start.names;
      this.levels = start.levels;
      this.stamp = start.stamp;
      this.sizes = decodeNumbers(start.sizes).map((size) => size * ALIGN);
      this.segments = start.segments.map((/** @type {any} */ entry) => {
        return new SegmentReader(entry, this, (start.epoch - Number(entry.name)) * 2 ** start.depth);
      });
      return this;
    }

    /**
     * Return the parts of a term, each with its key.
     * @param {number} number @param {number} kind
     */
    async parts(number, kind) {
      const place = Math.floor((number * this.sizes.length) / 2 ** 32);
      let shard = this.shards.get(place);
      if (!shard) {
        shard = this._shard(place);
        this.shards.set(place, shard);
        shard.catch(() => this.shards.delete(place));
      }
      return (await shard).parts(number, kind);
    }

    /** @param {number} place */
    async _shard(place) {
      const low = place - (place % SHARDS);
      const begin = this.sizes.subarray(low, place).reduce((all, size) => all + size, 0);
      const file = `${(low / SHARDS).toString(16)}.bin`;
      const data = await this.files.part(file, this.stamp, begin, begin + this.sizes[place]);
      return new BulletinSearch.Shard(new Uint8Array(data), place, this.sizes.length);
    }

    /** Fetch the columns of all segments. */
    async openAll() {
      await Promise.all(this.segments.map((segment) => segment.open()));
      this.names.topic = this.names.topic ?? {};
      for (const segment of this.segments) {
        for (const topic of segment.columns.topic.sets.flat()) this.names.topic[topic] = [topic];
      }
    }

    /**
     * Return id and title of an item.
     * @param {SegmentReader} segment @param {number} number @returns {Promise<[string, string]>}
     */
    async title(segment, number) {
      const [id, title] = (await this._names(segment, number))[segment.file(number, NAMES)[1]];
      return [id, title];
    }

    /**
     * Return the text of an item.
     * @param {SegmentReader} segment @param {number} number @returns {Promise<ItemText>}
     */
    async text(segment, number) {
      const sizes = (await this._names(segment, number)).map(([, , size]) => size);
      const [[block, before], place] = [segment.file(number, TEXTS), segment.file(number, NAMES)[1]];
      const begin = sizes.slice(place - before, place).reduce((all, size) => all + size, 0);
      const { name, stamp } = segment.entry;
      const data = await this.files.part(`${name}/texts-${block}.json`, stamp, begin, begin + sizes[place]);
      const [, title, blocks, notes, authors, numbers] = JSON.parse(new TextDecoder().decode(data));
      return { title, blocks, notes, authors, numbers };
    }

    /** @param {SegmentReader} segment @param {number} number @returns {Promise<[string, string, number][]>} */
    _names(segment, number) {
      const { name, stamp } = segment.entry;
      return this.files.json(`${name}/names-${segment.file(number, NAMES)[0]}.json`, stamp);
    }
  }

  globalThis.BulletinSearch = Object.assign(globalThis.BulletinSearch ?? {}, /** @satisfies {Partial<typeof BulletinSearch>} */ ({ Index }));
})();
