import { describe, expect, test } from 'vitest';
import { codeOf } from './code.ts';

describe('codes', () => {
  test('have the letters that nobody mistakes on the telephone, and a check letter', () => {
    expect(codeOf('PT', 3_591_201_600)).toMatch(/^PT-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]$/);
  });

  test('of neighbouring numbers differ and do not look alike', () => {
    const codes = Array.from({ length: 20_000 }, (_, index) => codeOf('PT', 3_591_201_600 + index));
    expect(new Set(codes).size).toBe(codes.length);
    expect(new Set(codes.slice(0, 30).map((code) => code.slice(0, 7))).size).toBe(30);
  });

  test('two letters that changed places are noticed', () => {
    const sum = (code: string) =>
      [...code.replaceAll('-', '').slice(2, 10)].reduce((total, letter, index) => total + letters.indexOf(letter) * (index + 1), 0) % 30;
    const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
    const code = codeOf('PT', 3_591_201_607);
    expect(letters[sum(code)]).toBe(code.at(-1));
    const swapped = `${code.slice(0, 3)}${code[4]}${code[3]}${code.slice(5)}`;
    expect(swapped).not.toBe(code);
    expect(letters[sum(swapped)]).not.toBe(swapped.at(-1));
  });
});
