/* Reading the index: columns, titles, shards; see bulletin/search/query/reader.py and bulletin/search/index_format.py. */
"use strict";

/**
 * @typedef {(name: string, stamp?: string, from?: number, to?: number) => Promise<ArrayBuffer>} Fetcher returns a file
 * of the index by name, or the part of it from one byte up to another
 * @typedef {{title: string, blocks: string[], notes: string[], authors: string[], numbers: [string, string][]}} ItemText
 */

(function () {
  const [NAMES, TEXTS, SHARDS] = [64, 16, 16];
  const ALIGN = 128;
  const CELL = 256;
  const FIRST_CODE = 0x23;

  /** @param {string} text */
  function decodeNumbers(text) {
    const numbers = new Uint32Array(text.length);
    for (let i = 0; i < text.length; i++) numbers[i] = text.charCodeAt(i) - FIRST_CODE;
    return numbers;
  }

  /** One segment, whose files are fetched when they are needed. */
  class SegmentReader {
    /**
     * @param {{name: string, stamp: string, items: number, shards: number}} entry
     * @param {Files} files
     */
    constructor(entry, files) {
      this.entry = entry;
      this.size = entry.items;
      this.files = files;
      /** @type {Map<number, Promise<Shard>>} */
      this.shards = new Map();
      /** @type {Record<string, {sets: string[][], of: Uint32Array}>} */
      this.columns = {};
      /** @type {Promise<void> | undefined} */
      this.opened = undefined;
      this.layout = "";
      this.title = 0;
      this.starts = new Uint32Array();
      /** @type {Uint32Array} sizes of shards */
      this.sizes = new Uint32Array();
      /** @type {string[]} the day of each item */
      this.days = [];
    }

    /** Fetch the columns; everything else needs them. */
    open() {
      this.opened ??= this._open().catch((error) => {
        this.opened = undefined;
        throw error;
      });
      return this.opened;
    }

    async _open() {
      const { name, stamp } = this.entry;
      const head = await this.files.json(`${name}/head.json`, stamp);
      if (head.stamp !== stamp) throw new Error("stale");
      this.layout = head.layout;
      this.title = head.title;
      this.sizes = decodeNumbers(head.sizes).map((size) => size * ALIGN);
      this.starts = new Uint32Array(this.size + 1);
      const cells = decodeNumbers(head.cells);
      for (let i = 0; i < this.size; i++) this.starts[i + 1] = this.starts[i] + cells[i] * CELL;
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
        this.columns[field] = { sets: head[field].sets, of: decodeNumbers(head[field].of) };
      }
    }

    /**
     * Return all places of a pair of units, or of a run of digits, in order.
     * @param {number} first @param {number} second
     */
    async places(first, second) {
      const bytes = await this._postings(first, second, 0);
      const found = [];
      for (let place = 0; bytes.at < bytes.end; ) found.push((place += bytes.next()));
      return found;
    }

    /**
     * Add how often a unit occurs, and whether in titles.
     * @param {number} unit @param {Uint32Array} counts @param {Uint8Array} titled
     */
    async singles(unit, counts, titled) {
      const bytes = await this._postings(unit, 0, 1);
      for (let item = 0; bytes.at < bytes.end; ) {
        const value = bytes.next();
        item += value >>> 2;
        counts[item] += value & 1 ? bytes.next() : 1;
        titled[item] |= (value >> 1) & 1;
      }
    }

    /** @param {number} first @param {number} second @param {number} kind */
    async _postings(first, second, kind) {
      const number = BulletinSearch.pairNumber(first, second);
      const place = Math.floor((number * this.entry.shards) / 2 ** 32);
      let shard = this.shards.get(place);
      if (!shard) {
        shard = this._shard(place);
        this.shards.set(place, shard);
        shard.catch(() => this.shards.delete(place));
      }
      return (await shard).postings(number, kind);
    }

    /** @param {number} place */
    async _shard(place) {
      const { name, stamp, shards } = this.entry;
      const low = place - (place % SHARDS);
      const begin = this.sizes.subarray(low, place).reduce((all, size) => all + size, 0);
      const file = `${name}/${(low / SHARDS).toString(16)}.bin`;
      const data = new Uint8Array(await this.files.part(file, stamp, begin, begin + this.sizes[place]));
      const layout = Array.from(data.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("");
      if (layout !== this.layout) throw new Error("stale");
      return new BulletinSearch.Shard(data, place, shards);
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
      this.folder = new BulletinSearch.Folder({ steps: "", simplified: "", spaces: "", dropped: "", unassigned: [] });
      /** @type {Record<string, string[]>} */
      this.fields = {};
      /** @type {Record<string, Record<string, string[]>>} */
      this.names = {};
      /** @type {Record<string, string>} */
      this.levels = {};
      /** @type {SegmentReader[]} */
      this.segments = [];
    }

    async open() {
      const [table, start] = await Promise.all([this.files.json("fold.json"), this.files.json("start.json")]);
      this.folder = new BulletinSearch.Folder(table);
      this.fields = start.fields;
      this.names = start.names;
      this.levels = start.levels;
      this.segments = start.segments.map((/** @type {any} */ entry) => new SegmentReader(entry, this.files));
      return this;
    }

    /** Fetch the columns of all segments. */
    async openAll() {
      await Promise.all(this.segments.map((segment) => segment.open()));
      this.names.topic ??= {};
      for (const segment of this.segments) {
        for (const topic of segment.columns.topic.sets.flat()) this.names.topic[topic] = [topic];
      }
    }

    /**
     * Return id and title of an item.
     * @param {SegmentReader} segment @param {number} number @returns {Promise<[string, string]>}
     */
    async title(segment, number) {
      const [id, title] = (await this._names(segment, number))[number % NAMES];
      return [id, title];
    }

    /**
     * Return the text of an item.
     * @param {SegmentReader} segment @param {number} number @returns {Promise<ItemText>}
     */
    async text(segment, number) {
      const low = number - (number % TEXTS);
      const sizes = (await this._names(segment, number)).map(([, , size]) => size);
      const begin = sizes.slice(low % NAMES, number % NAMES).reduce((all, size) => all + size, 0);
      const { name, stamp } = segment.entry;
      const end = begin + sizes[number % NAMES];
      const data = await this.files.part(`${name}/texts-${low / TEXTS}.json`, stamp, begin, end);
      const [, title, blocks, notes, authors, numbers] = JSON.parse(new TextDecoder().decode(data));
      return { title, blocks, notes, authors, numbers };
    }

    /** @param {SegmentReader} segment @param {number} number @returns {Promise<[string, string, number][]>} */
    _names(segment, number) {
      const { name, stamp } = segment.entry;
      return this.files.json(`${name}/names-${Math.floor(number / NAMES)}.json`, stamp);
    }
  }

  globalThis.BulletinSearch = Object.assign(globalThis.BulletinSearch ?? {}, /** @satisfies {Partial<typeof BulletinSearch>} */ ({ Index }));
})();
