import type { Json } from '@haidang/sdk';
import { exportMark } from '../../sheet/mark.ts';
import { badFile, type Reason } from './bad-file.ts';
import { type Batch, BatchMaker, maxCell, type Place, type Row } from './batch.ts';
import type { OpenFile } from './bytes.ts';
import { type Element, ElementScanner } from './element-scanner.ts';
import { isDeeper, parseJson } from './json-text.ts';
import { LineScanner } from './line-scanner.ts';

type Kind = 'array' | 'lines';

/** More names than any table has: the file uses data as names. */
const maxColumns = 5_000;
const maxDepth = 64;

/** Rows of a JSON file: an array of objects, or one object a line (NDJSON). */
export async function* readJson({ file, chunks }: OpenFile, kind: Kind): AsyncGenerator<Batch> {
  const scanner = kind === 'array' ? new ElementScanner(file) : new LineScanner(file);
  const rows = new JsonRows(file, kind);
  for await (const chunk of chunks()) {
    for (const element of scanner.push(chunk.toString('utf8'))) rows.add(element);
    yield* rows.take(chunk.length);
  }
  for (const element of scanner.end()) rows.add(element);
  yield* rows.take(0, true);
}

class JsonRows {
  readonly #file: string;
  readonly #kind: Kind;
  readonly #maker = new BatchMaker({ isExact: true });
  readonly #columns: string[] = [];
  readonly #places = new Map<string, number>();

  constructor(file: string, kind: Kind) {
    this.#file = file;
    this.#kind = kind;
  }

  add({ text, ...place }: Element): void {
    const value = this.#parse({ text, ...place });
    // The first line of an export tells where the rows come from.
    if (place.line === 1 && typeof value === 'object' && value !== null && exportMark in value) return;
    const row = this.#row(value, place);
    if ('vi' in row) this.#maker.refuse({ ...place, value: text.slice(0, 200), reason: row });
    else this.#maker.add(row, place);
  }

  take(bytes: number, isEnd = false): Generator<Batch> {
    return this.#maker.take(this.#columns, bytes, isEnd);
  }

  #row(value: Json, place: Place): Row | Reason {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return noObject;
    const cells: (Json | undefined)[] = [];
    for (const [name, cell] of Object.entries(value)) {
      if (typeof cell === 'string' && cell.length > maxCell) {
        const reason = { vi: `ô ở cột "${name}" dài hơn 10 MB.`, en: `the cell in column "${name}" is longer than 10 MB.` };
        throw badFile({ file: this.#file, ...place, reason });
      }
      if (isDeeper(cell, maxDepth)) return tooDeep;
      cells[this.#place(name)] = cell;
    }
    if (this.#columns.length > maxColumns) throw badFile({ file: this.#file, ...place, reason: tooManyColumns });
    return cells;
  }

  #place(name: string): number {
    let place = this.#places.get(name);
    if (place === undefined) {
      place = this.#columns.push(name.normalize('NFC')) - 1;
      this.#places.set(name, place);
    }
    return place;
  }

  #parse({ text, ...place }: Element): Json {
    try {
      return parseJson(text);
    } catch (cause) {
      const start = text.length > 60 ? `${text.slice(0, 60)}…` : text;
      const [vi, en] = this.#kind === 'lines' && !text.endsWith('}') ? wholeLines : ['', ''];
      throw badFile({ file: this.#file, ...place, reason: { vi: `JSON sai: ${start}${vi}`, en: `broken JSON: ${start}${en}` }, cause });
    }
  }
}

const wholeLines = [
  ' (cần một mảng [ … ], hoặc trên mỗi dòng một đối tượng trọn vẹn)',
  ' (there has to be an array [ … ], or one whole object a line)',
] as const;
const noObject: Reason = { vi: 'không phải là một đối tượng JSON.', en: 'this is not a JSON object.' };
const tooDeep: Reason = { vi: 'lồng nhau quá 64 lớp.', en: 'nested more than 64 deep.' };
const tooManyColumns: Reason = {
  vi: 'có hơn 5000 tên cột khác nhau; có lẽ dữ liệu bị dùng làm tên.',
  en: 'there are more than 5,000 different columns; data seem to be used as names.',
};
