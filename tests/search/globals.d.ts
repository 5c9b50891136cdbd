/* What the scripts of the search give one another: each adds its part to one of two objects. */

interface Folder {
  one(char: string): string;
  fold(text: string): string;
  foldQuery(text: string): string;
  foldMapped(text: string): { folded: string; starts: number[]; ends: number[] };
}

interface Bytes {
  at: number;
  end: number;
  next(): number;
}

interface Shard {
  parts(number: number, kind: number): [number, Bytes][];
}

interface SegmentReader {
  entry: { name: string; stamp: string; items: number; slots: number };
  size: number;
  titles: Uint32Array;
  days: string[];
  columns: Record<string, { sets: string[][]; of: Uint32Array }>;
  open(): Promise<void>;
  itemIn(slot: number): number;
  places(first: number, second: number): Promise<number[]>;
  singles(unit: number, counts: Uint32Array, titled: Uint8Array): Promise<void>;
}

interface Index {
  folder: Folder;
  fields: Record<string, string[]>;
  names: Record<string, Record<string, string[]>>;
  levels: Record<string, string>;
  segments: SegmentReader[];
  open(): Promise<Index>;
  openAll(): Promise<void>;
  title(segment: SegmentReader, number: number): Promise<[string, string]>;
  text(segment: SegmentReader, number: number): Promise<ItemText>;
}

interface SearchRequest {
  index: Index;
  query: Query;
  isEmpty: boolean;
  run(byDate?: boolean): Promise<{ hits: Hit[]; facets: Record<string, Map<string, number>> }>;
  resolve(choice: Choice): string[];
}

interface MissingTerm {
  term: string;
  total: number;
  nearest: string[];
}

interface HitDetails {
  id: string;
  title: string;
  segment: SegmentReader;
  number: number;
  day: string;
  units: string[];
  category: string;
  levels: string[];
}

type Marks = number[][];

declare var BulletinSearch: {
  Folder: new (table: Table) => Folder;
  Index: new (fetcher: Fetcher) => Index;
  SearchRequest: new (index: Index, query: Query) => SearchRequest;
  Shard: new (data: Uint8Array, place: number, shards: number) => Shard;
  parseQuery(text: string, folder: Folder, fields: Record<string, string[]>): Query;
  resolveNames(values: string[], names: Record<string, string[]>, folder: Folder): string[];
  termPattern(term: Term): RegExp;
  issueNumber(text: string): string;
  pairNumber(first: number, second: number): number;
  ITEM: number;
  countOccurrences(segment: SegmentReader, text: string, loose: boolean, counts: Uint32Array, titled: Uint8Array): Promise<void>;
  encodeAuthor(name: string): string;
  encodeIssueNumber(number: string, publication?: string): string;
  missingTerms(request: SearchRequest): Promise<MissingTerm[]>;
  findSpans(folder: Folder, text: string, terms: Term[]): { marks: Marks; hit: number };
  titleMarks(request: SearchRequest, title: string): Marks;
  makeExcerpt(request: SearchRequest, text: ItemText): { text: string; marks: Marks };
  suggestNames(index: Index, typed: string): { field: string; id: string; name: string }[];
  hitDetails(index: Index, hit: Hit): Promise<HitDetails>;
  rankValues(index: Index, field: string, counts: Map<string, number>): [string, number][];
  csvTable(rows: string[][]): string;
};

declare var BulletinBox: {
  using<T>(work: (index: Index) => Promise<T>): Promise<T>;
  trouble(error: unknown): string;
  make(tag: string, attributes: Record<string, string>, ...children: (Node | string)[]): HTMLElement;
  fillWith(element: Element, ...children: (Node | string)[]): void;
  marked(text: string, marks: Marks): (Node | string)[];
  address(id: string, query: string): string;
  listen(field: HTMLInputElement, work: () => void): void;
  fill(sentence: string, values: Record<string, string | number>): string;
  plural(sentences: [string, string], n: number): string;
  said: any;
};
