import type { Result } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { difference, differenceBetween } from './compare.ts';
import type { Expected } from './naive/answer.ts';

const query = { from: 'test/report', select: ['code', 'at'], limit: 2 };
const expected: Expected = {
  rows: [
    ['a', 0],
    ['b', 1.5],
    ['c', null],
  ],
  used: undefined,
  samples: [false, true, false],
  asOf: 0,
  names: [(code) => (code === 'a' || code === 'd' ? { vi: code.toUpperCase() } : undefined)],
  period: [0, 1000],
};
const page = (rows: Result['rows'], more: object = {}): Result =>
  ({
    fields: [
      { name: 'code', type: 'code', label: { vi: '' }, ...(rows.some(([code]) => code === 'a') && { values: { a: { vi: 'A' } } }) },
      { name: 'at', type: 'number', label: { vi: '' } },
    ],
    rows,
    trust: { n: rows.length, asOf: '1970-01-01T08:00:00+08:00', ...more },
    period: { from: '1970-01-01T00:00:00Z', to: '1970-01-01T00:00:01Z' },
  }) as unknown as Result;
const right = [page([...expected.rows.slice(0, 2)], { sample: 1 }), page([...expected.rows.slice(2)])];
const faultOf = (pages: readonly Result[]) => difference(query, pages, expected);

test('the expected answer passes', () => {
  expect(faultOf(right)).toBeUndefined();
});

test('each wrong answer is told from the expected one', () => {
  const [first = page([]), last = page([])] = right;
  const wrong = (rows: Result['rows'], more: object = { sample: 1 }) => faultOf([page(rows, more), last]);
  expect(
    wrong([
      ['a', 0],
      ['b', 1.6],
    ]),
  ).toMatch(/^row 1 is \["b",1.6\], expected \["b",1.5\]/);
  expect(
    wrong([
      ['a', null],
      ['b', 1.5],
    ]),
  ).toMatch(/^row 0/);
  expect(
    wrong([
      ['a', false],
      ['b', 1.5],
    ]),
  ).toMatch(/^row 0/);
  expect(
    wrong([
      ['b', 1.5],
      ['a', 0],
    ]),
  ).toMatch(/^row 0/);
  expect(
    wrong([
      ['a', 0],
      ['a', 0],
    ]),
  ).toMatch(/^row 1/);
  expect(wrong([['a', 0]])).toMatch(/^page 1 of 2 has 1 rows/);
  expect(faultOf([first])).toMatch(/^2 rows, expected 3: the first missing is \["c",null\]/);
  expect(
    faultOf([
      first,
      page([
        ['c', null],
        ['d', 0],
      ]),
    ]),
  ).toMatch(/^row 3/);
  expect(faultOf([first, last, page([])])).toMatch(/^page 2 of 3/);
  expect(
    wrong(
      [
        ['a', 0],
        ['b', 1.5],
      ],
      { sample: 2 },
    ),
  ).toMatch(/^sample of page 1 is 2, expected 1/);
  expect(
    wrong(
      [
        ['a', 0],
        ['b', 1.5],
      ],
      { sample: 1, n: 3 },
    ),
  ).toMatch(/^n of page 1/);
  expect(
    wrong(
      [
        ['a', 0],
        ['b', 1.5],
      ],
      { sample: 1, asOf: '1970-01-01T00:00:01Z' },
    ),
  ).toMatch(/^asOf of page 1/);
  expect(faultOf([{ ...first, fields: first.fields.map(({ values, ...field }) => field) }, last])).toMatch(/^names of column 0/);
  expect(faultOf([{ ...first, period: { from: '1970-01-01T00:00:00Z', to: '1970-01-01T00:00:02Z' } }, last])).toMatch(/^period/);
});

test('two databases have to agree on every byte, but for the last digits of sums of rough numbers', () => {
  const answered = (value: number) => [page([['a', value]])];
  expect(differenceBetween(query, answered(0.3), answered(0.3))).toBeUndefined();
  expect(differenceBetween(query, answered(0.3), answered(0.1 + 0.2))).toMatch(/^page 1\n.*0\.3\b.*\n.*0\.30000000000000004/s);
  const rough = { from: 'test/report', measures: { m0: { fn: 'sum', field: 'rough' } } } as const;
  expect(differenceBetween(rough, answered(0.3), answered(0.1 + 0.2))).toBeUndefined();
  expect(differenceBetween(rough, answered(0.3), answered(0.31))).toMatch(/^row 0/);
  expect(differenceBetween(query, answered(1), [...answered(1), ...answered(2)])).toBe('1 and 2 pages');
});
