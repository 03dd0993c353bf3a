import { expect, test } from 'vitest';
import { HaidangError } from '../errors.ts';
import { explainFormulaProblem } from './texts.ts';
import { checkThreshold, parseThreshold, resolveThreshold, yardsticksOf } from './threshold.ts';

const resolved = (text: string, known: Parameters<typeof resolveThreshold>[1] = {}) => resolveThreshold(parseThreshold(text), known);

test.each([
  ['>=95', '>=95'],
  ['= 0', '=0'],
  ['<-1.5', '<-1.5'],
  ['70-95', '70-95'],
  ['-5--1', '-5--1'],
  [' 0.5 - 1 ', '0.5-1'],
  ['>=plan', '>=80'],
  ['<plan-2', '<78'],
  ['>=0.9*plan', '>=72'],
  ['>=elapsed-5', '>=45'],
  ['>mean_5y+2sd', '>16'],
  ['>mean_5y+2*sd', '>16'],
  ['<=mean_5y-0.5sd', '<=8.5'],
  ['<0.95*same_period', '<9.5'],
  ['<=p50_5y', '<=9'],
])('%s is %s', (text, expected) => {
  expect(resolved(text, { plan: 80, elapsed: 50, mean_5y: 10, sd: 3, same_period: 10, p50_5y: 9 })).toBe(expected);
});

test('a limit on what is not known is none', () => {
  expect(resolved('>=plan', {})).toBeUndefined();
  expect(resolved('>mean_5y+2sd', { mean_5y: 1 })).toBeUndefined();
  expect(resolved('>=0.0000000001*plan', { plan: 1 })).toBe('>=0.00000000010000000000');
  expect(yardsticksOf(parseThreshold('>mean_5y+2sd'))).toEqual(['mean_5y', 'sd']);
});

test.each([
  ['', 'Ký tự thứ 1: cần "-", số hoặc dấu so sánh (>=, <=, >, <, =), nhưng đã hết chuỗi.'],
  ['95', 'Ký tự thứ 3: cần "-", nhưng đã hết chuỗi.'],
  ['-', 'Ký tự thứ 2: cần số, nhưng đã hết chuỗi.'],
  ['>=20% of adults', 'Ký tự thứ 5'],
  ['>=', 'Ký tự thứ 3: cần "-", số hoặc mốc so sánh (plan, path, same_period, elapsed, mean_5y, sd, p50_5y), nhưng đã hết chuỗi.'],
  ['>=plan+1+2', 'Ký tự thứ 9'],
  ['>=plan*2', 'Ký tự thứ 7'],
  [`>=${'9'.repeat(90)}`, 'Ký tự thứ 81: ngưỡng không dài quá 80 ký tự.'],
])('"%s" is refused with its place', (text, expected) => {
  try {
    parseThreshold(text);
  } catch (error) {
    if (!(error instanceof HaidangError)) throw error;
    expect(explainFormulaProblem(error, 'vi')).toContain(expected);
    return;
  }
  throw new Error('was accepted');
});

test('an unknown yardstick and an empty range are told', () => {
  const told = (text: string) => checkThreshold(parseThreshold(text)).map((problem) => explainFormulaProblem(problem, 'en'));
  expect(told('>=0.9*plann')).toEqual([
    'Character 7: "plann" is no word of the formula language; expected "plan", "path", "same_period", "elapsed", "mean_5y", "sd" or "p50_5y".',
  ]);
  expect(told('95-70')).toEqual(['Character 1: the range "95-70" is empty: its first number has to be the smaller one.']);
  expect(told('70-95')).toEqual([]);
});
