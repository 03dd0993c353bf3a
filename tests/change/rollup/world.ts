import type { Caller } from '../../../core/src/access/caller.ts';
import type { Row } from '../../../core/src/data/cells.ts';
import type { DataContext } from '../../../core/src/data/context.ts';
import type { Database } from '../../../core/src/data/database.ts';
import { day, hour } from '../../../core/src/data/query/calendar.ts';
import type { Random } from '../../../core/src/data/query/oracle/random/random.ts';
import { links, units } from '../../../core/src/data/query/testing.ts';
import { deleteRecord } from '../../../core/src/data/record.ts';
import { testContext } from '../../../core/src/data/testing.ts';
import { writeRecords } from '../../../core/src/data/write.ts';
import { additive, channels, datasets, domains, others, statuses } from './datasets.ts';

export const now = Date.parse('2026-11-21T14:32:07+07:00');
export const categories = ['a', 'b', 'c', 'd'] as const;
export const wards = ['22915@2025-03-01', '22918@2025-03-01', '23000@2025-03-01', '22918@2025-07-01', '24769@2025-07-01'] as const;

const writer: Caller = { id: 'test', language: 'vi', can: () => true };
const codes = 400;
const stations = ['s1', 's2', 's3'] as const;

/** A centre with the datasets and indicators of these checks, and some rows. */
export async function openWorld(database: Database, random: Random): Promise<DataContext> {
  const context = await testContext(database, {
    datasets,
    indicators: { ...additive, ...others },
    units,
    links,
    ioc: { unit: '68@2025-07-01' },
    clock: { now: () => now },
  });
  await write(
    context,
    'category',
    categories.map((code, index) => ({ code, domain: domains[index % 2] ?? 'road' })),
  );
  await write(
    context,
    'report',
    random.times(700, () => report(random)),
  );
  await write(
    context,
    'count',
    random.times(150, () => count(random)),
  );
  return context;
}

/** Adds, changes and removes some rows. */
export async function disturb(context: DataContext, random: Random): Promise<void> {
  await write(
    context,
    'report',
    random.times(1 + random.below(8), () => report(random)),
  );
  if (random.chance(0.4)) await write(context, 'count', [count(random)]);
  if (!random.chance(0.3)) return;
  const known: { id: number; revision: number } | undefined = await context.database
    .read('d_test__report')
    .offset(random.below(100))
    .first({ id: '_id', revision: '_rev' });
  // Another writer may have been quicker.
  if (known) await deleteRecord(context, { ...known, dataset: 'test/report', caller: writer }).catch(() => undefined);
}

async function write(context: DataContext, dataset: string, rows: readonly Row[]): Promise<void> {
  const lines = rows.map((row, index) => ({ line: index + 1, row }));
  const { refused } = await writeRecords(context, { dataset: `test/${dataset}`, rows: lines, caller: writer });
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
}

function report(random: Random): Row {
  // Around now, and around the day on which the clocks were changed.
  const time = () => (random.chance(0.05) ? Date.parse('1975-06-13T00:00:00+07:00') : now) + Math.round((random.next() - 0.6) * 20 * day);
  const reported = time();
  const text = (instant: number) => new Date(instant).toISOString();
  return {
    code: `r${random.below(codes)}`,
    category: random.chance(0.1) ? null : random.pick(categories),
    channel: random.chance(0.1) ? null : random.pick(channels),
    status: random.pick(statuses),
    ward: random.chance(0.1) ? null : random.pick(wards),
    urgent: random.chance(0.2) ? null : random.chance(0.5),
    reported_at: text(reported),
    due_at: random.chance(0.1) ? null : text(reported + random.below(72) * hour),
    closed_at: random.chance(0.4) ? null : text(reported + Math.round(random.next() * 96 * hour)),
    votes: random.chance(0.2) ? null : random.below(50),
    score: random.next() * 10,
  };
}

function count(random: Random): Row {
  const date = new Date(now + Math.round((random.next() - 0.7) * 40) * day).toISOString().slice(0, 10);
  return { station: random.pick(stations), date, kind: random.pick(['car', 'bike']), passed: random.below(900), level: random.next() * 4 };
}
