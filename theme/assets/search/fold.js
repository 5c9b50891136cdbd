/* Folding, the same way as bulletin/search/normalize.py; the table comes from there with the index. */
"use strict";

/**
 * @typedef {{steps: string, replacements: string, spaces: string, dropped: string, unassigned: number[]}} Table
 */

(function () {
  const FIRST_CODE = 0x23;
  const WORD = "0-9a-z\\u00c0-\\u1fff";
  const SPACES = new RegExp(`(?<![${WORD} ]) +| +(?![${WORD} ])|(?<= ) +`, "g");

  /** Stands beside a digit that is part of a sign, as in ①: it stays apart from digits beside it. */
  const APART = "\x03";
  const APARTS = /(?<![0-9\x03])\x03+|\x03+(?![0-9\x03])|(?<=\x03)\x03+/g; // eslint-disable-line no-control-regex

  /** Folds texts and queries by one table. */
  class Folder {
    /** @param {Table} table */
    constructor(table) {
      /** @type {Map<string, string>} the folding of each character, computed when it is first needed */
      this.folds = new Map();
      let code = 0;
      this.replaced = new Map(Array.from(table.steps, (step, i) => {
        code += step.charCodeAt(0) - FIRST_CODE;
        return [String.fromCharCode(code), table.replacements[i]];
      }));
      this.spaces = new Set(table.spaces);
      this.dropped = new Set(table.dropped);
      let end = 0;
      /** @type {number[]} where runs of known and of unknown code points end, in turn */
      this.runs = table.unassigned.map((length) => (end += length));
    }

    /** @param {string} char one code point */
    one(char) {
      let folded = this.folds.get(char);
      if (folded === undefined) {
        folded = this._one(char);
        this.folds.set(char, folded);
      }
      return folded;
    }

    /** @param {string} char */
    _one(char) {
      if (this.spaces.has(char)) return " ";
      if (this.dropped.has(char)) return "";
      if (this._isUnassigned(char.codePointAt(0) ?? 0)) return char;
      const lower = char.normalize("NFKC").toLowerCase();
      const alike = Array.from(lower, (c) => this.replaced.get(c) ?? c).join("");
      // Half-width kana have their marks as characters of their own: ｶﾞ is ガ.
      const folded = alike.replace(/[\u3040-\u30ff]/g, (kana) => kana.normalize("NFD"));
      if (folded === char || /^\p{Nd}$/u.test(char)) return folded;
      return folded.replace(/^[0-9]/, `${APART}$&`).replace(/[0-9]$/, `$&${APART}`);
    }

    /** @param {number} code */
    _isUnassigned(code) {
      let low = 0;
      let high = this.runs.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.runs[middle] <= code) low = middle + 1;
        else high = middle;
      }
      return low < this.runs.length && low % 2 === 1;
    }

    /**
     * Return a text folded.
     * @param {string} text
     */
    fold(text) {
      let wide = "";
      for (const char of text) wide += this.one(char);
      if (wide.includes(APART)) wide = wide.replace(APARTS, "").split(APART).join(" ");
      return wide.includes(" ") ? wide.replace(SPACES, "") : wide;
    }

    /**
     * Return a text, as it was typed, folded; characters that no text can hold are left out.
     * @param {string} text
     */
    foldQuery(text) {
      // eslint-disable-next-line no-control-regex
      return this.fold(text.normalize("NFC").replace(/[\ufdd0-\ufdef]|[\0-\x08\x0e-\x1b]/g, ""));
    }

    /**
     * Return a text folded, and the original places, first and end, of each folded unit.
     * @param {string} text
     * @returns {{folded: string, starts: number[], ends: number[]}}
     */
    foldMapped(text) {
      let wide = "";
      let starts = [];
      let ends = [];
      let place = 0;
      for (const char of text) {
        const folded = this.one(char);
        for (let i = 0; i < folded.length; i++) {
          // The halves of a pair stand for themselves, so that a place is never inside of one.
          starts.push(place);
          ends.push(place + char.length);
        }
        wide += folded;
        place += char.length;
      }
      for (const removed of [APARTS, SPACES]) {
        const gone = new Set();
        for (const match of wide.matchAll(removed)) {
          for (let i = match.index; i < match.index + match[0].length; i++) gone.add(i);
        }
        /** @param {any[]} list */
        const kept = (list) => list.filter((_, i) => !gone.has(i));
        wide = kept(wide.split("")).join("").split(APART).join(" ");
        starts = kept(starts);
        ends = kept(ends);
      }
      return { folded: wide, starts, ends };
    }
  }

  const found = { Folder };
  globalThis.BulletinSearch = Object.assign(globalThis.BulletinSearch ?? {}, /** @satisfies {Partial<typeof BulletinSearch>} */ (found));
})();
