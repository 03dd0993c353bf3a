import { defineDataset, type Json, schema } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { counted } from '../../../tests/support/counts.ts';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { testQuality } from './testing.ts';

// A second assessment that shares nothing with the first: plain loops over plain rows.

const hour = 3_600_000;
const day = 24 * hour;
const worlds = counted('quality, random worlds', { usual: 3, full: 100 });

const code = { type: 'string', format: 'code' } as const;
const shop = defineDataset({ row: schema({ required: ['code'], properties: { code, on: { type: 'boolean' } } }), key: ['code'] });
const kinds = ['daily', 'quarterly'] as const;

const sale = (kind: (typeof kinds)[number]) =>
  defineDataset({
    row: schema({
      required: ['code', 'at'],
      properties: {
        code,
        shop: { type: 'string', 'x-ref': 'shop' },
        at: { type: 'string', format: 'date-time' },
        a: { type: 'number' },
        b: { type: 'integer' },
        note: { type: 'string' },
      },
    }),
    key: ['code'],
    time: 'at',
    expects: {
      ...(kind === 'daily' ? { every: 'P1D', by: '17:00', grace: 'PT2H' } : { every: 'PT6H' }),
      from: 'shop',
      among: { on: true },
    },
    rules: {
      a_given: { where: { b: { gt: 2 } }, must: { a: { empty: false } } },
      a_under_b: { must: { a: { lte: { field: 'b' } } }, critical: true },
      either: { must: { any: [{ a: { gt: 5 } }, { b: { lt: 5 } }] } },
      not_both: { where: { note: { empty: false } }, must: { not: { all: [{ a: { gt: 3 } }, { b: { gt: 3 } }] } } },
    },
  });

interface Sale {
  readonly code: string;
  readonly shop?: string;
  readonly at: number;
  readonly first: number;
  readonly a?: number;
  readonly b?: number;
  readonly note?: string;
}

function randomOf(seed: number): (most: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (most) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
}

const start = Date.parse('2026-10-01T00:00:00+07:00');

function world(seed: number): { readonly sales: readonly Sale[]; readonly now: number; readonly shops: readonly string[] } {
  const random = randomOf(seed);
  const shops = Array.from({ length: 2 + random(3) }, (_, index) => `S${index}`);
  const now = start + (5 + random(45)) * day + random(24) * hour;
  const sales: Sale[] = [];
  const count = 30 + random(120);
  for (let n = 0; n < count; n++) {
    const at = now - random(Math.min(40 * 24, (now - start) / hour)) * hour - random(3600) * 1000;
    const named = random(12);
    sales.push({
      code: `C${n}`,
      ...(named > 0 && { shop: named === 1 ? 'OFF' : named === 2 ? 'GONE' : (shops[random(shops.length)] ?? 'S0') }),
      at,
      first: Math.min(now, at + random(30) * hour),
      ...(random(5) > 0 && { a: random(40) === 0 ? 900 : random(8) + random(10) / 10 }),
      ...(random(6) > 0 && { b: random(9) }),
      ...(random(3) > 0 && { note: random(10) === 0 ? 'hai ' : 'một' }),
    });
  }
  return { sales: sales.sort((x, y) => x.first - y.first), now, shops };
}

const localDay = (instant: number) => Math.floor((instant + 7 * hour) / day);
const holds = (value: number | undefined, test: (value: number) => boolean) => value === undefined || test(value);
const median = (list: readonly number[]) => {
  const sorted = [...list].sort((x, y) => x - y);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
};

function naive(kind: (typeof kinds)[number], { sales, now, shops }: ReturnType<typeof world>) {
  const end = (localDay(now) + 1) * day - 7 * hour;
  const begin = end - 30 * day;
  const rows = sales.filter(({ at }) => at >= begin && at < end);
  const oldest = Math.min(...sales.map(({ at }) => at));
  const length = kind === 'daily' ? day : 6 * hour;
  const slotOf = (at: number) => Math.floor((at + 7 * hour) / length);
  const dueOf = (slot: number) => (kind === 'daily' ? slot * day + 10 * hour : (slot + 1) * length - 7 * hour);
  const grace = kind === 'daily' ? 2 * hour : 1.5 * hour;
  const slots: number[] = [];
  for (let slot = slotOf(begin); dueOf(slot) <= now; slot++) if (slot >= slotOf(oldest)) slots.push(slot);
  const known = new Set([...shops, 'OFF']);
  const outliers = new Set<string>();
  for (const field of ['a', 'b'] as const)
    for (const name of new Set(rows.map((row) => row.shop))) {
      const of = rows.filter((row) => row.shop === name && row[field] !== undefined);
      const values = of.map((row) => row[field] ?? 0);
      if (name === undefined || values.length < 12) continue;
      const middle = median(values);
      const spread = median(values.map((value) => Math.abs(value - middle)));
      for (const row of of) if (spread > 0 && (0.6745 * Math.abs((row[field] ?? 0) - middle)) / spread > 3.5) outliers.add(row.code);
    }
  const isFlawed = (row: Sale) =>
    (row.shop !== undefined && !known.has(row.shop)) || outliers.has(row.code) || (row.note !== undefined && row.note !== row.note.trim());
  const tally = (of: readonly Sale[], suppliers: readonly string[]) => {
    let [weight, passed, required, filled, received, onTime] = [0, 0, 0, 0, 0, 0];
    for (const { a, b, note } of of) {
      required += 2;
      filled += 2;
      if (b !== undefined && b > 2) {
        required++;
        if (a !== undefined) filled++;
      }
      weight += 4;
      if (a === undefined || b === undefined || a <= b) passed += 3;
      if (holds(a, (value) => value > 5) || holds(b, (value) => value < 5)) passed++;
      if (note !== undefined) {
        weight++;
        if (holds(a, (value) => value <= 3) || holds(b, (value) => value <= 3)) passed++;
      }
    }
    for (const name of suppliers)
      for (const slot of slots) {
        const inSlot = sales.filter((row) => row.shop === name && slotOf(row.at) === slot);
        if (inSlot.length > 0) received++;
        if (inSlot.length > 0 && Math.min(...inSlot.map(({ first }) => first)) <= dueOf(slot) + grace) onTime++;
      }
    const newest = of.length === 0 ? undefined : Math.max(...of.map(({ at }) => at));
    const step = kind === 'daily' ? hour : 60_000;
    const nowSteady = Math.floor(now / step) * step;
    const lateAt = newest === undefined ? 0 : (kind === 'daily' ? dueOf(slotOf(newest) + 1) : newest + length) + grace;
    const fresh = newest === undefined ? 0 : nowSteady <= lateAt ? 1 : Math.max(0, 1 - (nowSteady - lateAt) / (3 * length));
    const expected = slots.length * suppliers.length;
    const flawed = of.filter(isFlawed).length;
    const q1 = of.length === 0 ? null : passed / weight;
    const q2 = expected === 0 ? null : of.length === 0 ? received / expected : 0.5 * (received / expected) + 0.5 * (filled / required);
    const q3 = of.length === 0 ? null : 1 - flawed / of.length;
    const q4 = expected === 0 ? null : 0.6 * (onTime / expected) + 0.4 * fresh;
    const overall = q1 === null || q2 === null || q3 === null || q4 === null ? null : 100 * (q1 * q2 * q3 * q4) ** 0.25;
    return [weight, passed, required, filled, of.length, flawed, expected, received, onTime, q1, q2, q3, q4, overall];
  };
  const of = Object.fromEntries(
    shops.map((name) => [
      name,
      tally(
        rows.filter((row) => row.shop === name),
        [name],
      ),
    ]),
  );
  return { ...of, '*': tally(rows, shops) };
}

const columns = [
  'checks_weight',
  'checks_passed',
  'cells_required',
  'cells_filled',
  'rows_total',
  'rows_flawed',
  'expected_slots',
  'received_slots',
  'on_time_slots',
  'q_dung',
  'q_du',
  'q_sach',
  'q_song',
  'overall',
];

describeDatabases('assessments of random worlds', (open) => {
  test.each(kinds)('%s deliveries: the statement says what plain loops say', { timeout: 900_000 }, async (kind) => {
    for (let seed = 1; seed <= worlds; seed++) {
      const made = world(seed);
      const datasets = { shop, sale: sale(kind) };
      const database = await open();
      const at = await testQuality(database, datasets, { start: '2026-10-01T00:00' });
      await at.write('test/shop', [...made.shops.map((each) => ({ code: each, on: true })), { code: 'OFF', on: false }]);
      for (const first of new Set(made.sales.map((each) => each.first))) {
        at.setInstant(first);
        const rows = made.sales
          .filter((each) => each.first === first)
          .map(({ first: _, at: time, ...row }): { readonly [field: string]: Json } => ({ ...row, at: new Date(time).toISOString() }));
        await at.write('test/sale', rows);
      }
      at.setInstant(made.now);
      await at.assess('test/sale');
      const { rows } = await at.query({ from: 'core/quality_run', select: ['source_agency_code', ...columns], limit: 100 });
      const found = Object.fromEntries(rows.map(([name, ...cells]) => [name, cells]));
      const close = Object.fromEntries(
        Object.entries(naive(kind, made)).map(([name, cells]) => [
          name,
          cells.map((cell) => (cell === null || Number.isInteger(cell) ? cell : expect.closeTo(cell, 9))),
        ]),
      );
      expect(found, `seed ${seed}`).toEqual(close);
      // A server takes only so many clients, and there are many worlds.
      await database.close();
    }
  });
});
