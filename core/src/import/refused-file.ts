import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Refusal } from './read/batch.ts';

const longest = 1_000;

/** Where refused rows are put down, one JSON object a line: line, number of the element in a JSON array, field, value, reason. Values may be personal, so only the owner may read it. */
export class RefusedFile {
  readonly path: string;
  readonly #language: 'vi' | 'en';
  #isOpen = false;

  constructor({ folder, file, language }: { readonly folder: string; readonly file: string; readonly language: 'vi' | 'en' }) {
    this.path = join(folder, `${basename(file)}.refused.ndjson`);
    this.#language = language;
  }

  /** Takes away what an earlier import of the same file has left. */
  async clear(): Promise<void> {
    await rm(this.path, { force: true });
  }

  async add(refusals: readonly Refusal[]): Promise<void> {
    if (refusals.length === 0) return;
    if (!this.#isOpen) {
      await mkdir(join(this.path, '..'), { recursive: true });
      await writeFile(this.path, '', { mode: 0o600 });
      this.#isOpen = true;
    }
    await appendFile(this.path, refusals.map((refusal) => `${lineOf(refusal, this.#language)}\n`).join(''));
  }
}

/** A refusal as one line of JSON. */
export function lineOf({ line, element, field, value, reason }: Refusal, language: 'vi' | 'en'): string {
  const said = typeof reason === 'string' ? reason : reason[language];
  const text = typeof value === 'string' && value.length > longest ? `${value.slice(0, longest)}…` : value;
  return JSON.stringify({
    line,
    ...(element !== undefined && { element }),
    ...(field !== undefined && { field }),
    ...(text !== undefined && { value: text }),
    reason: said,
  });
}
