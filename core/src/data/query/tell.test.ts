import { defineDataset, type Filter, schema } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { counted } from '../../../../tests/support/counts.ts';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller, systemCaller } from '../../access/caller.ts';
import type { StoredRow } from '../cells.ts';
import { run } from '../dialect/statement.ts';
import { dice } from '../rollup/testing.ts';
import { testContext } from '../testing.ts';
import { writeRecords } from '../write.ts';
import { compileCondition } from './compile-condition.ts';
import { tables } from './compile-source.ts';
import { readFilter } from './filter.ts';
import { Source } from './source.ts';
import { sql } from './sql.ts';
import { tell } from './tell.ts';

const name = 'test/light';
const instant = { type: 'string', format: 'date-time' } as const;
const light = defineDataset({
  row: schema({
    required: ['code'],
    properties: {
      code: { type: 'string', format: 'code' },
      kind: { type: 'string', enum: ['street', 'park', 'bridge'] },
      note: { type: 'string' },
      poles: { type: 'integer' },
      watts: { type: 'number' },
      broken: { type: 'boolean' },
      seen_at: instant,
      mended_at: instant,
      built_on: { type: 'string', format: 'date' },
      twin: { type: 'string', 'x-ref': 'light' },
    },
  }),
  key: ['code'],
});

type Roll = ReturnType<typeof dice>;

const maybe = <T>(roll: Roll, value: T) => (roll(4) === 0 ? null : value);
const hour = (roll: Roll) => `2026-11-0${1 + roll(9)}T0${roll(10)}:00:00+07:00`;
const kinds = ['street', 'park', 'bridge'] as const;
const notes = ['Đèn hỏng', 'đèn hỏng', 'Đã thay bóng', ''];

function anyLight(roll: Roll, code: string) {
  return {
    code,
    kind: maybe(roll, kinds[roll(3)] ?? 'park'),
    note: maybe(roll, notes[roll(4)] ?? ''),
    poles: maybe(roll, roll(5)),
    watts: maybe(roll, roll(8) / 2),
    broken: maybe(roll, roll(2) === 0),
    seen_at: maybe(roll, hour(roll)),
    mended_at: maybe(roll, hour(roll)),
    built_on: maybe(roll, `2026-11-0${1 + roll(9)}`),
    twin: maybe(roll, `l${roll(10)}`),
  };
}

const comparison = ['gt', 'gte', 'lt', 'lte'] as const;

function anyTest(roll: Roll): Filter {
  const than = comparison[roll(4)] ?? 'gt';
  const moment = `now-${roll(200)}h`;
  const tests: readonly Filter[] = [
    { kind: kinds[roll(3)] ?? 'park' },
    { kind: { in: [kinds[roll(3)] ?? 'park', 'street'] } },
    { note: notes[roll(3)] ?? '' },
    { note: { has: 'den hong' } },
    { poles: { [than]: roll(5) } },
    { watts: { [than]: roll(8) / 2 } },
    { broken: roll(2) === 0 },
    { seen_at: { [than]: moment } },
    { seen_at: { [than]: { field: 'mended_at' } } },
    { seen_at: { [than]: hour(roll) } },
    { built_on: { [than]: 'today-3d' } },
    { mended_at: { empty: roll(2) === 0 } },
    { 'twin.kind': kinds[roll(3)] ?? 'park' },
  ] as readonly Filter[];
  return tests[roll(tests.length)] ?? {};
}

function anyFilter(roll: Roll, depth = 2): Filter {
  const shape = depth === 0 ? 3 : roll(5);
  const some = () => Array.from({ length: 1 + roll(3) }, () => anyFilter(roll, depth - 1));
  if (shape === 0) return { all: some() };
  if (shape === 1) return { any: some() };
  if (shape === 2) return { not: anyFilter(roll, depth - 1) };
  return anyTest(roll);
}

describeDatabases('what is told of a condition without the database', (open) => {
  test('is what the database says', async () => {
    const context = await testContext(await open(), { datasets: { light } });
    const { dialect, read } = context.database;
    const roll = dice(5);
    const rows = Array.from({ length: 60 }, (_, line) => ({ line, row: anyLight(roll, `l${line}`) }));
    const written = await writeRecords(context, { dataset: name, rows, caller: localCaller() });
    expect(written).toMatchObject({ added: 60, refused: [] });
    const now = Date.parse('2026-11-08T05:00:00Z');
    const at = { dialect, now, units: context.units };
    let known = 0;
    const filters = counted('filters that are told without the database', { usual: 150, full: 3000 });
    for (let count = 0; count < filters; count++) {
      const filter = anyFilter(roll);
      const source = new Source(context, systemCaller, name);
      const condition = readFilter({ filter, context, find: source.find, place: 'where' });
      const holds = sql`CASE WHEN ${compileCondition(condition, at)} THEN 1 ELSE 0 END`;
      const select = sql`SELECT t.*, ${holds} AS holds FROM ${tables(source, at, [])}`;
      for (const { holds, ...row } of (await run(read, select.sql, select.values)) as StoredRow[]) {
        const told = tell(condition, { alias: source.alias, cellOf: (column) => row[column], now });
        if (told === undefined) continue;
        known++;
        expect({ filter, row, told }).toEqual({ filter, row, told: Number(holds) === 1 });
      }
    }
    // Most of them, or nobody is spared a question.
    expect(known).toBeGreaterThan((60 * filters) / 2);
  });
});
