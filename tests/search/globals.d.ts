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
  entries(number: number, which: number): Bytes;
}

interface Segment {
  entry: { name: string; stamp: string; items: number; shards: number };
  size: number;
  title: number;
  begins: Uint32Array;
  days: string[];
  columns: Record<string, { sets: string[][]; of: Uint32Array }>;
  open(): Promise<void>;
  places(first: number, second: number): Promise<number[]>;
  singles(unit: number, counts: Uint32Array, titled: Uint8Array): Promise<void>;
}

interface Index {
  folder: Folder;
  fields: Record<string, string[]>;
  names: Record<string, Record<string, string[]>>;
  levels: Record<string, string>;
  segments: Segment[];
  open(): Promise<Index>;
  openAll(): Promise<void>;
  title(segment: Segment, number: number): Promise<[string, string]>;
  text(segment: Segment, number: number): Promise<ItemText>;
}

interface Question {
  index: Index;
  query: Query;
  isEmpty: boolean;
  answer(byDate?: boolean): Promise<{ hits: Hit[]; facets: Record<string, Map<string, number>> }>;
  chosen(choice: Choice): string[];
}

interface Missed {
  term: string;
  total: number;
  nearest: string[];
}

interface Facts {
  id: string;
  title: string;
  segment: Segment;
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
  Question: new (index: Index, query: Query) => Question;
  Shard: new (data: Uint8Array, place: number, shards: number) => Shard;
  parse(text: string, folder: Folder, fields: Record<string, string[]>): Query;
  resolve(values: string[], names: Record<string, string[]>, folder: Folder): string[];
  pattern(term: Term): RegExp;
  issueNumber(text: string): string;
  mix(first: number, second: number): number;
  add(segment: Segment, text: string, loose: boolean, counts: Uint32Array, titled: Uint8Array): Promise<void>;
  author(name: string): string;
  numbered(number: string, publication?: string): string;
  missing(question: Question): Promise<Missed[]>;
  spans(folder: Folder, text: string, terms: Term[]): { marks: Marks; hit: number };
  titleMarks(question: Question, title: string): Marks;
  excerpt(question: Question, text: ItemText): { text: string; marks: Marks };
  suggested(index: Index, typed: string): { field: string; id: string; name: string }[];
  facts(index: Index, hit: Hit): Promise<Facts>;
  ranked(index: Index, field: string, counts: Map<string, number>): [string, number][];
  table(rows: string[][]): string;
};

declare var BulletinBox: {
  using<T>(work: (index: Index) => Promise<T>): Promise<T>;
  trouble(error: unknown): string;
  make(tag: string, attributes: Record<string, string>, ...children: (Node | string)[]): HTMLElement;
  marked(text: string, marks: Marks): (Node | string)[];
  address(id: string, query: string): string;
  listen(field: HTMLInputElement, work: () => void): void;
  fill(sentence: string, values: Record<string, string | number>): string;
  plural(sentences: [string, string], n: number): string;
  said: any;
};
