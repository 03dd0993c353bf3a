import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { CsvScanner } from './csv-scanner.ts';

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const pieces = ['a', '12', ' ', 'Mũi Né', '"', ',', ';', '\n', '\r\n', 'x y', '😀', ''];

function table(pick: (below: number) => number, end: string): string {
  const columns = 1 + pick(5);
  const cell = () => {
    const text = Array.from({ length: pick(5) }, () => pieces[pick(pieces.length)]).join('');
    return /[",;\r\n]/.test(text) || pick(4) === 0 ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = Array.from({ length: 1 + pick(8) }, () => Array.from({ length: columns }, cell).join(','));
  return rows.join(end) + (pick(2) === 0 ? end : '');
}

describe('cutting CSV into records', () => {
  it('gives what csv-parse gives, wherever the pieces of the file end', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const pick = numbers(seed);
      const text = table(pick, pick(2) === 0 ? '\n' : '\r\n');
      const expected: string[][] = parse(text, { relax_column_count: true, record_delimiter: ['\r\n', '\n'] });
      const scanner = new CsvScanner('x.csv', ',');
      const found: (readonly string[])[] = [];
      for (let at = 0; at < text.length; ) {
        const next = at + 1 + pick(pick(2) === 0 ? 2 : 40);
        found.push(...scanner.push(text.slice(at, next)).map(({ cells }) => cells));
        at = next;
      }
      found.push(...scanner.push('', true).map(({ cells }) => cells));
      expect(found, JSON.stringify(text)).toEqual(expected.filter((cells) => cells.length > 1 || cells[0] !== ''));
    }
  });

  it('counts lines the same, wherever the pieces end', () => {
    const text = 'a,b\r\n"x\r\n\r\ny",1\r\n\r\n"z\nz",2\r\nend,3\r\n';
    for (let size = 1; size < text.length; size++) {
      const scanner = new CsvScanner('x.csv', ',');
      const lines: number[] = [];
      for (let at = 0; at < text.length; at += size) lines.push(...scanner.push(text.slice(at, at + size)).map(({ line }) => line));
      lines.push(...scanner.push('', true).map(({ line }) => line));
      expect(lines, `pieces of ${size}`).toEqual([1, 2, 6, 8]);
    }
  });
});
