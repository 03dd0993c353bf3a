import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../core/src/data/open.ts';
import { counted } from '../../support/counts.ts';
import { newSchema } from '../../support/databases.ts';
import { TestCentre } from './centre.ts';
import { comparePair, type Outcome } from './compare.ts';

const count = Number(process.env.HAIDANG_INTERFERENCE_PAIRS ?? counted('interference pairs', { usual: 60, full: 2000 }));
const seed = process.env.HAIDANG_INTERFERENCE_SEED ?? '20261122';
const only = process.env.HAIDANG_INTERFERENCE_PAIR;
/** Pairs that are compared at a time: much of it is waiting for what comes over sockets. */
const lanes = only === undefined ? 6 : 1;
const mostTold = 5;

/** Compares the pairs on databases of one kind; those of the other kind are compared by another file at the same time. */
export function compareOn(kind: 'sqlite' | 'postgres'): void {
  describe(`what is hidden from a reader on ${kind}`, () => {
    const centres: [TestCentre, TestCentre][] = [];
    const cleanups: (() => Promise<void>)[] = [];
    const open = async () => {
      const place = kind === 'sqlite' ? newFolder() : await newSchema();
      const database = await openDatabase(place.at);
      const centre = await TestCentre.open(database);
      cleanups.push(
        () => centre.close(),
        () => database.close(),
        () => place.remove(),
      );
      return centre;
    };
    beforeAll(async () => {
      for (let lane = 0; lane < lanes; lane++) centres.push([await open(), await open()]);
    }, 300_000);
    afterAll(async () => {
      for (const cleanup of cleanups) await cleanup();
    }, 300_000);

    test(`does not move one byte of what he is told, in ${count} pairs of databases`, { timeout: 3_600_000 }, async () => {
      const numbers = only === undefined ? Array.from({ length: count }, (_, number) => number) : [Number(only)];
      const outcomes: Outcome[] = [];
      const differences: string[] = [];
      await Promise.all(
        centres.map(async (pair) => {
          for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
            const outcome = await comparePair(seed, number, pair);
            outcomes.push(outcome);
            differences.push(...outcome.differences);
            if (differences.length >= mostTold) return;
          }
        }),
      );
      expect(differences, differences.slice(0, mostTold).join('\n\n')).toEqual([]);
      const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + of(outcome), 0);
      // What is allowed does move the answers: the questions are about something.
      expect(sum(({ moved }) => moved) / sum(({ open: asked }) => asked)).toBeGreaterThanOrEqual(0.9);
      expect(sum(({ open: asked }) => asked)).toBeGreaterThan(outcomes.length * 5);
      expect(sum(({ frames }) => frames)).toBeGreaterThan(outcomes.length * 5);
    });
  });
}

function newFolder(): { readonly at: { readonly folder: string }; remove(): Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-interference-'));
  return { at: { folder }, remove: async () => rmSync(folder, { recursive: true, force: true }) };
}
