import { beforeAll, expect, test } from 'vitest';
import { counted } from '../../../../../tests/support/counts.ts';
import { describeDatabases } from '../../../../../tests/support/databases.ts';
import { openCentre, type SpecCentre } from './centre.ts';
import { spec } from './fixture.ts';
import { disagreements, SpecInquiry } from './inquiry.ts';

const seed = process.env.HAIDANG_SPEC_SEED ?? '20261122';
const names = Object.keys(spec.indicators);
const worlds = counted('spec worlds', { usual: 1, full: 6 });
const asks = counted('spec questions about each of 192 indicators in a world', { usual: 4, full: 20 });
const rowsOfDataset = 32;
const mostReports = 8;

const inquiries = Array.from({ length: worlds }, (_, number) => new SpecInquiry(`${seed}-${number}`, rowsOfDataset));

for (const [number, inquiry] of inquiries.entries()) {
  describeDatabases(`192 formulas and an independent evaluator, world ${number}`, (open) => {
    let centre: SpecCentre;
    beforeAll(async () => {
      centre = await openCentre(await open());
      await centre.write(inquiry.rows);
      await centre.build();
    }, 240_000);

    test('agree', { timeout: 1_800_000 }, async () => {
      const reports = await disagreements(centre, inquiry, asks);
      const told = [...reports.values()].slice(0, mostReports).join('\n\n');
      expect(`${names.length - reports.size} of ${names.length} agree\n${told}`).toBe(`${names.length} of ${names.length} agree\n`);
    });
  });
}

test('the worlds tell right from wrong: a good part of the answers is neither empty nor 0 nor 100', { timeout: 600_000 }, () => {
  let [telling, all] = [0, 0];
  const told = new Set<string>();
  for (const inquiry of inquiries) {
    for (const name of names) {
      for (let each = 0; each < asks; each++) {
        const ask = inquiry.ask(name, each);
        const groups = ask.query.by?.length ?? 0;
        const values = inquiry.expected(ask).rows.flatMap((row) => row.slice(groups));
        all++;
        if (!values.some((value) => value !== null && value !== 0 && value !== 100)) continue;
        telling++;
        told.add(name);
      }
    }
  }
  expect(telling / all).toBeGreaterThan(0.4);
  const silent = names.filter((name) => !told.has(name));
  expect(silent.length, silent.join()).toBeLessThan(names.length / 5);
});
