import type { Json } from '@haidang/sdk';
import { badFile } from './bad-file.ts';
import { type Batch, BatchMaker, maxCell } from './batch.ts';
import type { OpenFile } from './bytes.ts';
import { type Element, ElementScanner } from './element-scanner.ts';
import { LineScanner } from './line-scanner.ts';

/** Rows of a JSON file: an array of objects, or one object a line (NDJSON). */
export async function* readJson({ file, chunks }: OpenFile, kind: 'array' | 'lines'): AsyncGenerator<Batch> {
  const scanner = kind === 'array' ? new ElementScanner(file) : new LineScanner(file);
  const rows = new JsonRows(file);
  for await (const chunk of chunks()) {
    for (const element of scanner.push(chunk.toString('utf8'))) rows.add(element);
    yield* rows.take(chunk.length);
  }
  for (const element of scanner.end()) rows.add(element);
  yield* rows.take(0, true);
}

class JsonRows {
  readonly #file: string;
  readonly #maker = new BatchMaker();
  readonly #columns: string[] = [];
  readonly #places = new Map<string, number>();

  constructor(file: string) {
    this.#file = file;
  }

  add({ text, line }: Element): void {
    const value = this.#parse(text, line);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.#maker.refuse({
        line,
        value: text.slice(0, 200),
        reason: { vi: 'không phải là một đối tượng JSON.', en: 'this is not a JSON object.' },
      });
      return;
    }
    const cells: (Json | undefined)[] = [];
    for (const [name, cell] of Object.entries(value)) {
      if (typeof cell === 'string' && cell.length > maxCell) {
        throw badFile({
          file: this.#file,
          line,
          reason: { vi: `ô ở cột "${name}" dài hơn 10 MB.`, en: `the cell in column "${name}" is longer than 10 MB.` },
        });
      }
      cells[this.#place(name)] = cell;
    }
    this.#maker.add(cells, line);
  }

  take(bytes: number, isEnd = false): Generator<Batch> {
    return this.#maker.take(this.#columns, bytes, isEnd);
  }

  #place(name: string): number {
    let place = this.#places.get(name);
    if (place === undefined) {
      place = this.#columns.push(name.normalize('NFC')) - 1;
      this.#places.set(name, place);
    }
    return place;
  }

  #parse(text: string, line: number): Json {
    try {
      return JSON.parse(text);
    } catch (cause) {
      const start = text.length > 60 ? `${text.slice(0, 60)}…` : text;
      throw badFile({ file: this.#file, line, reason: { vi: `JSON sai: ${start}`, en: `broken JSON: ${start}` }, cause });
    }
  }
}
