import { badFile } from './bad-file.ts';
import { type Element, maxElement } from './element-scanner.ts';

/** Cuts text that comes in pieces into its lines; blank ones are left out. */
export class LineScanner {
  readonly #file: string;
  #open = '';
  #line = 1;

  constructor(file: string) {
    this.#file = file;
  }

  *push(text: string): Generator<Element> {
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      yield* this.#close(this.#open + text.slice(from, end));
      this.#open = '';
      this.#line++;
      from = end + 1;
    }
    this.#open += text.slice(from);
    if (this.#open.length > maxElement)
      throw badFile({ file: this.#file, line: this.#line, reason: { vi: 'dòng dài hơn 64 MB.', en: 'the line is longer than 64 MB.' } });
  }

  *end(): Generator<Element> {
    yield* this.#close(this.#open);
  }

  *#close(text: string): Generator<Element> {
    const trimmed = text.trim();
    if (trimmed !== '') yield { text: trimmed, line: this.#line };
  }
}
