/* The index as it is read: columns, titles, shards; see bulletin/search/reading.py and layout.py. */
"use strict";

(function () {
  const NAMES = 32;
  const CELL = 64;
  const FIRST_CODE = 0x23;

  /**
   * Return the number under which a pair of UTF-16 units is kept.
   * @param {number} first
   * @param {number} second
   */
  function mix(first, second) {
    let number = Math.imul((first << 16) | second, 0x9e3779b1);
    number ^= number >>> 15;
    number = Math.imul(number, 0x85ebca6b);
    return (number ^ (number >>> 13)) >>> 0;
  }

  /** @param {string} text */
  function unpacked(text) {
    const numbers = new Uint32Array(text.length);
    for (let i = 0; i < text.length; i++) numbers[i] = text.charCodeAt(i) - FIRST_CODE;
    return numbers;
  }

  /** A row of bytes that holds numbers of seven bits a byte. */
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

  /** Where in a shard the entries of each term lie: pairs first, then single characters. */
  class Shard {
    /** @param {Uint8Array} data */
    constructor(data) {
      this.data = data;
      /** @type {Map<number, [number, number]>[]} */
      this.tables = [];
      const bytes = new Bytes(data, 4, data.length);
      for (let which = 0; which < 2; which++) {
        const count = bytes.next();
        /** @type {Map<number, [number, number]>} */
        const table = new Map();
        const numbers = new Array(count);
        const sizes = new Array(count);
        let number = 0;
        for (let i = 0; i < count; i++) {
          number += bytes.next();
          numbers[i] = number;
          sizes[i] = bytes.next();
        }
        for (let i = 0; i < count; i++) {
          table.set(numbers[i], [bytes.at, bytes.at + sizes[i]]);
          bytes.at += sizes[i];
        }
        this.tables.push(table);
      }
    }

    /** @param {number} number @param {number} which */
    entries(number, which) {
      const [at, end] = this.tables[which].get(number) ?? [0, 0];
      return new Bytes(this.data, at, end);
    }
  }

  /** One segment, of which only what is asked for is fetched. */
  class Segment {
    /**
     * @param {{name: string, stamp: string, items: number, shards: number}} entry
     * @param {(name: string, stamp: string) => Promise<ArrayBuffer>} fetcher
     */
    constructor(entry, fetcher) {
      this.entry = entry;
      this.size = entry.items;
      this.fetcher = fetcher;
      /** @type {Map<number, Promise<Shard>>} */
      this.shards = new Map();
      /** @type {Record<string, {sets: string[][], of: Uint32Array}>} */
      this.columns = {};
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
      const head = JSON.parse(new TextDecoder().decode(await this.fetcher(`${name}/head.json`, stamp)));
      if (head.stamp !== stamp) throw new Error("stale");
      this.title = head.title;
      this.begins = new Uint32Array(this.size + 1);
      const cells = unpacked(head.cells);
      for (let i = 0; i < this.size; i++) this.begins[i + 1] = this.begins[i] + cells[i] * CELL;
      /** @type {string[]} the day of each item */
      this.days = [];
      let time = Date.parse(head.first);
      let said = head.first;
      for (const step of unpacked(head.days)) {
        if (step) {
          time += step * 86400000;
          said = new Date(time).toISOString().slice(0, 10);
        }
        this.days.push(said);
      }
      for (const field of ["unit", "category", "publication", "topic", "endorsed"]) {
        this.columns[field] = { sets: head[field].sets, of: unpacked(head[field].of) };
      }
    }

    /**
     * Return all places of a pair of units, or of a number, in order.
     * @param {number} first @param {number} second
     */
    async places(first, second) {
      const bytes = await this._entries(first, second, 0);
      const found = [];
      for (let place = 0; bytes.at < bytes.end; ) found.push((place += bytes.next()));
      return found;
    }

    /**
     * Add how often a unit occurs, and whether in titles.
     * @param {number} unit @param {Uint32Array} counts @param {Uint8Array} titled
     */
    async singles(unit, counts, titled) {
      const bytes = await this._entries(unit, 0, 1);
      for (let item = 0; bytes.at < bytes.end; ) {
        const value = bytes.next();
        item += value >>> 2;
        counts[item] += value & 1 ? bytes.next() : 1;
        titled[item] |= (value >> 1) & 1;
      }
    }

    /** @param {number} first @param {number} second @param {number} which */
    async _entries(first, second, which) {
      const number = mix(first, second);
      const place = Math.floor((number * this.entry.shards) / 2 ** 32);
      let shard = this.shards.get(place);
      if (!shard) {
        shard = this._shard(place);
        this.shards.set(place, shard);
        shard.catch(() => this.shards.delete(place));
      }
      return (await shard).entries(number, which);
    }

    /** @param {number} place */
    async _shard(place) {
      const { name, stamp } = this.entry;
      const data = new Uint8Array(await this.fetcher(`${name}/${place.toString(16)}.bin`, stamp));
      const found = Array.from(data.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("");
      if (found !== stamp) throw new Error("stale");
      return new Shard(data);
    }
  }

  /** A whole index. */
  class Index {
    /** @param {(name: string, stamp?: string) => Promise<ArrayBuffer>} fetcher gives a file of the index by name */
    constructor(fetcher) {
      this.fetcher = fetcher;
      /** @type {Map<string, Promise<any>>} */
      this.files = new Map();
    }

    async open() {
      const [table, start] = await Promise.all([this.json("fold.json"), this.json("start.json")]);
      this.folder = new BulletinSearch.Folder(table);
      this.fields = start.fields;
      this.names = start.names;
      this.levels = start.levels;
      /** @type {Segment[]} */
      this.segments = start.segments.map((/** @type {any} */ entry) => new Segment(entry, this.fetcher));
      return this;
    }

    /** Fetch the columns of all segments. */
    async openAll() {
      await Promise.all(this.segments.map((segment) => segment.open()));
      /** @type {Record<string, string[]>} */
      this.names.topic ??= {};
      for (const segment of this.segments) {
        for (const topic of segment.columns.topic.sets.flat()) this.names.topic[topic] = [topic];
      }
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
     * Return id and title of an item.
     * @param {Segment} segment @param {number} number @returns {Promise<[string, string]>}
     */
    async title(segment, number) {
      const block = Math.floor(number / NAMES);
      const { name, stamp } = segment.entry;
      return (await this.json(`${name}/names-${block}.json`, stamp))[number % NAMES];
    }

    /** @param {string} id @param {string} stamp @returns {Promise<{title: string, blocks: string[], notes: string[]}>} */
    text(id, stamp) {
      return this.json(`text/${id}.json`, stamp);
    }
  }

  globalThis.BulletinSearch = Object.assign(globalThis.BulletinSearch ?? {}, { Index });
})();
