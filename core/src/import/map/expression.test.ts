import { describe, expect, it } from 'vitest';
import { compileExpression, type Kind } from './expression.ts';
import { Fault } from './fault.ts';

const kinds: { readonly [field: string]: Kind } = { a: 'number', b: 'number', start: 'instant', end: 'instant', day: 'day' };
const values: { readonly [field: string]: number } = { a: 6, b: 4, start: 1000 * 3600_000, end: 1036 * 3600_000, day: 86_400_000 };

const compile = (text: string) => compileExpression(text, (field) => kinds[field] ?? new Fault('không có', `no ${field}`));
const run = (text: string) => {
  const expression = compile(text);
  return expression instanceof Fault ? expression.reason.en : expression.compute((field) => values[field]);
};

describe('expressions', () => {
  it('compute with numbers, signs and parentheses in the usual order', () => {
    expect(run('a + b * 2')).toBe(14);
    expect(run('(a + b) * 2 - -1')).toBe(21);
    expect(run('a / b / 2')).toBe(0.75);
    expect(run('a-b-1.5')).toBe(0.5);
  });

  it('compute with instants and spans of time', () => {
    expect(run('start + 3d')).toBe(1072 * 3600_000);
    expect(run('end - 90m')).toBe(1034.5 * 3600_000);
    expect(run('hours(start, end)')).toBe(36);
    expect(run('days(start, end) * 2')).toBe(3);
    expect(run('minutes(start, start + 2h)')).toBe(120);
    expect(run('day + 1w')).toBe(8 * 86_400_000);
    expect(run('start + 2 * 1h')).toBe(1002 * 3600_000);
  });

  it('give no value where one is absent or the denominator is 0', () => {
    const expression = compile('a / (b - 4)');
    expect(expression instanceof Fault).toBe(false);
    expect(run('a / (b - 4)')).toBeUndefined();
    const sum = compile('a + b');
    expect(sum instanceof Fault ? sum : sum.compute((field) => (field === 'a' ? 1 : undefined))).toBeUndefined();
  });

  it('name the fields that they read', () => {
    const expression = compile('hours(start, end) + a');
    expect(expression instanceof Fault ? [] : [...expression.fields]).toEqual(['start', 'end', 'a']);
  });

  it('refuse what makes no sense, with what is wrong', () => {
    expect(run('start + end')).toBe('instant + instant makes no sense.');
    expect(run('a + 3d')).toContain('number + span');
    expect(run('c + 1')).toBe('no c');
    expect(run('a +')).toContain('not complete');
    expect(run('a b')).toContain('"b"');
    expect(run('(a')).toContain('not complete');
    expect(run('a; b')).toContain('";"');
    expect(run('eval(a, b)')).toContain('eval');
    expect(run('3days')).toContain('"days"');
    expect(run("a + 'x'")).toContain(`"'"`);
    expect(run('')).toContain('not complete');
  });
});
