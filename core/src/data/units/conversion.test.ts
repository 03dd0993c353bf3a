import { defineDataset, type Query, schema } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { counted } from '../../../../tests/support/counts.ts';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import { Random } from '../query/oracle/random/random.ts';
import { runQuery } from '../query/query.ts';
import { instant } from '../query/testing.ts';
import { testContext } from '../testing.ts';
import { UnitStore } from '../unit-store.ts';
import type { Unit, UnitLink } from '../units.ts';
import { writeRecords } from '../write.ts';

const worlds = counted('boundaries, random worlds', { usual: 12, full: 200 });
const days = ['2025-03-01', '2025-07-01', '2026-04-30'] as const;

const harvest = defineDataset({
  row: schema({
    required: ['code', 'world', 'ward'],
    properties: {
      code: { type: 'string', format: 'code' },
      world: { type: 'integer' },
      ward: { type: 'string', format: 'unit' },
      tons: { type: 'number' },
      surface: { type: 'number', 'x-unit': 'km2' },
    },
  }),
  key: ['code'],
  unit: 'ward',
});

interface World {
  readonly units: readonly Unit[];
  readonly links: readonly UnitLink[];
  readonly rows: readonly {
    readonly code: string;
    readonly world: number;
    readonly ward: string;
    readonly tons: number;
    readonly surface: number;
  }[];
}

/** Wards of three lists. Some end without a word, some go into several with shares, with wrong shares or with none; the last list may hold a part only. */
function worldOf(number: number, random: Random): World {
  const units: Unit[] = [];
  const lists = days.map((version) =>
    Array.from({ length: 1 + random.below(5) }, (_, index): Unit => {
      const code = `w${number}_${index}`;
      const unit: Unit = { key: `${code}@${version}`, code, version, level: 'ward', title: { vi: code }, validFrom: version };
      units.push(unit);
      return unit;
    }),
  );
  const links: UnitLink[] = [];
  for (const [index, list] of lists.entries()) {
    const later = lists[index + 1];
    if (!later) continue;
    for (const { key: from } of list) {
      const targets = later.filter(() => random.chance(0.5)).map(({ key }) => key);
      const cut = targets.map(() => 1 + random.below(9));
      const sum = cut.reduce((a, b) => a + b, 0);
      const shares = (kind: number) => (at: number) => {
        if (kind < 0.15) return undefined;
        return kind < 0.25 ? 0.3 : (cut[at] ?? 0) / sum;
      };
      const population = shares(random.next());
      const area = shares(random.next());
      for (const [at, to] of targets.entries()) {
        const [sharePopulation, shareArea] = [population(at), area(at)];
        links.push({ from, to, ...(sharePopulation !== undefined && { sharePopulation }), ...(shareArea !== undefined && { shareArea }) });
      }
    }
  }
  const rows = Array.from({ length: random.below(60) }, (_, index) => {
    const { key: ward } = random.pick(units);
    return { code: `${number}.${index}`, world: number, ward, tons: random.below(1000) / 8, surface: random.below(1000) / 8 };
  });
  return { units, links, rows };
}

type Parts = ReadonlyMap<string, number>;

/** What became of a unit, by the words of the documentation and nothing else. */
function naive({ links }: Pick<World, 'links'>, key: string, share: (link: UnitLink) => number | undefined, also?: typeof share): Parts {
  const whole = new Map([[key, 1]]);
  const out = links.filter(({ from }) => from === key);
  if (out.length === 0) return whole;
  const parts = (of: typeof share) => {
    const all = out.map(of);
    if (all.length === 1 && all[0] === undefined) return [1];
    const sum = all.reduce<number>((total, each) => total + (each ?? 0), 0);
    return all.includes(undefined) || Math.abs(sum - 1) > 0.001 ? undefined : all.map((each) => (each ?? 0) / sum);
  };
  const own = parts(share);
  if (!own || (also && !parts(also))) return whole;
  const result = new Map<string, number>();
  for (const [index, { to }] of out.entries())
    for (const [end, part] of naive({ links }, to, share, also)) result.set(end, (result.get(end) ?? 0) + part * (own[index] ?? 0));
  return result;
}

const population = ({ sharePopulation }: UnitLink) => sharePopulation;
const area = ({ shareArea }: UnitLink) => shareArea;

describeDatabases('boundaries in force against a naive conversion', (open) => {
  test(`agree on ${worlds} random worlds, and totals are the same under both`, async () => {
    const database = await open();
    const clock = { now: () => instant('2026-11-21T12:00:00') };
    const context = await testContext(database, { datasets: { harvest }, clock });
    if (!(context.units instanceof UnitStore)) throw new Error('not the store');
    let converted = 0;
    for (let number = 0; number < worlds; number++) {
      const world = worldOf(number, new Random(7_000 + number));
      await context.units.load(world.units, world.links);
      const given = world.rows.map((row, index) => ({ line: index + 1, row }));
      const { refused } = await writeRecords(context, {
        dataset: 'test/harvest',
        rows: given,
        caller: { id: 't', language: 'vi', can: () => true },
      });
      expect(refused).toEqual([]);
      const ask = async (query: Omit<Query, 'from' | 'where'>) =>
        (
          await runQuery(context, {
            query: { from: 'test/harvest', where: { world: number }, limit: 1000, ...query },
            caller: localCaller(),
          })
        ).rows;
      const figures = {
        people: {
          measures: { n: { fn: 'count' }, tons: { fn: 'sum', field: 'tons' } },
          parts: (key: string) => [naive(world, key, population)],
        },
        surface: { measures: { surface: { fn: 'sum', field: 'surface' } }, parts: (key: string) => [naive(world, key, area)] },
        both: {
          measures: { n: { fn: 'count' }, surface: { fn: 'sum', field: 'surface' } },
          parts: (key: string) => [naive(world, key, population, area), naive(world, key, area, population)],
        },
      } as const;
      for (const [name, { measures, parts }] of Object.entries(figures)) {
        const value = (row: World['rows'][number], measure: string) => (measure === 'n' ? 1 : measure === 'tons' ? row.tons : row.surface);
        const expected = new Map<string, number[]>();
        for (const row of world.rows) {
          const [first = new Map<string, number>(), second = first] = parts(row.ward);
          for (const end of first.keys()) {
            const shares = Object.keys(measures).map((measure) => (measure === 'surface' ? second : first).get(end) ?? 0);
            const sums = expected.get(end) ?? shares.map(() => 0);
            expected.set(
              end,
              sums.map((sum, index) => sum + (shares[index] ?? 0) * value(row, Object.keys(measures)[index] ?? '')),
            );
          }
        }
        const current = await ask({ measures, by: ['ward'], boundaries: 'current' });
        const where = `world ${number}, ${name}`;
        expect(
          current.map(([key]) => key),
          where,
        ).toEqual([...expected.keys()].sort());
        for (const [key, ...sums] of current)
          for (const [index, sum] of sums.entries())
            expect(sum, `${where}, ${key}`).toBeCloseTo(expected.get(String(key))?.[index] ?? Number.NaN, 8);
        const reported = await ask({ measures, by: ['ward'] });
        if (JSON.stringify(current) !== JSON.stringify(reported)) converted++;
        const total = (rows: typeof current, column: number) => rows.reduce((sum, row) => sum + Number(row[column]), 0);
        for (const column of Object.keys(measures).keys())
          expect(total(current, column + 1), `${where}, total`).toBeCloseTo(total(reported, column + 1), 8);
        expect(await ask({ measures, boundaries: 'current' }), where).toEqual(await ask({ measures }));
      }
    }
    // Else nothing was tried.
    expect(converted).toBeGreaterThan(worlds);
  }, 300_000);
});
