import { badFile, type Reason } from './bad-file.ts';
import type { Place } from './batch.ts';

/** The text of one JSON value and where it stands. */
export interface Element extends Place {
  readonly text: string;
}

/** Longest text of one JSON value. */
export const maxElement = 64_000_000;

const space = /\s/;

/** Cuts a JSON array that comes in pieces into its elements, without reading what they hold. */
export class ElementScanner {
  readonly #file: string;
  #state: 'before' | 'between' | 'inside' | 'after' = 'before';
  #open = '';
  #start = 1;
  #line = 1;
  #count = 0;
  #depth = 0;
  #isString = false;
  #isEscaped = false;

  constructor(file: string) {
    this.#file = file;
  }

  *push(text: string): Generator<Element> {
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const letter = text[at] ?? '';
      if (letter === '\n') this.#line++;
      if (this.#state === 'inside') {
        if (!this.#isEnd(letter)) continue;
        yield { text: this.#open + text.slice(from, at), line: this.#start, element: this.#count };
        this.#open = '';
        this.#state = letter === ']' ? 'after' : 'between';
      } else if (!space.test(letter)) {
        this.#step(letter);
        from = at;
      }
    }
    if (this.#state !== 'inside') return;
    this.#open += text.slice(from);
    if (this.#open.length > maxElement)
      throw this.#fault(this.#start, { vi: 'phần tử dài hơn 64 MB.', en: 'the element is longer than 64 MB.' });
  }

  end(): Element[] {
    if (this.#state === 'after') return [];
    throw this.#fault(this.#line, { vi: 'tệp kết thúc khi mảng JSON chưa đóng.', en: 'the file ends before the JSON array does.' });
  }

  /** A letter outside of elements. */
  #step(letter: string): void {
    if (this.#state === 'before' && letter === '[') this.#state = 'between';
    else if (this.#state === 'between' && letter === ']') this.#state = 'after';
    else if (this.#state === 'between' && letter !== ',') {
      this.#state = 'inside';
      this.#start = this.#line;
      this.#count++;
      this.#isEnd(letter);
    } else throw this.#fault(this.#line, { vi: `mảng JSON có "${letter}" sai chỗ.`, en: `"${letter}" is out of place in the JSON array.` });
  }

  /** Whether the letter stands behind the element: a comma or the bracket that closes the array. */
  #isEnd(letter: string): boolean {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (this.#isString) {
      if (letter === '\\') this.#isEscaped = true;
      else if (letter === '"') this.#isString = false;
    } else if (letter === '"') this.#isString = true;
    else if (letter === '{' || letter === '[') this.#depth++;
    else if (this.#depth > 0 && (letter === '}' || letter === ']')) this.#depth--;
    else return this.#depth === 0 && (letter === ',' || letter === ']');
    return false;
  }

  #fault(line: number, reason: Reason): Error {
    return badFile({ file: this.#file, line, element: Math.max(this.#count, 1), reason });
  }
}
