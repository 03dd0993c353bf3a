import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { run } from '../dialect/statement.ts';
import { day, hour, localOf, startOfDay } from '../query/calendar.ts';
import { sql } from '../query/sql.ts';
import { bucketOf, bucketSql, startOfDayAt, startOfNextDay } from './bucket.ts';

// The clocks of the jurisdiction were changed around these.
const changes = [
  '1906-07-01',
  '1911-05-01',
  '1942-12-31',
  '1945-03-14',
  '1945-09-02',
  '1947-04-01',
  '1955-07-01',
  '1959-12-31',
  '1975-06-13',
];
const instants = [...changes, '1969-12-31', '2026-11-21', '2099-12-31'].flatMap((date) =>
  Array.from({ length: 97 }, (_, index) => Date.parse(`${date}T00:00:00Z`) - 2 * day + index * hour + (index % 3) - 1),
);

test('a bucket begins at or before its times, on the same local day, and ends where the next one begins', () => {
  for (const instant of instants) {
    const start = startOfDayAt(instant);
    expect(start).toBeLessThanOrEqual(instant);
    expect(startOfDay(localOf(start))).toBe(startOfDay(localOf(instant)));
    const next = startOfNextDay(start);
    expect(next).toBeGreaterThan(instant);
    expect([startOfDayAt(next - 1), startOfDayAt(next)]).toEqual([start, next]);
  }
});

test('of dates the bucket is the date, of nothing there is none', () => {
  expect(bucketOf({ store: 'date' }, '2026-11-21')).toBe('2026-11-21');
  expect(bucketOf({ store: 'instant' }, null)).toBeNull();
  expect(bucketOf({ store: 'instant' }, Date.parse('2026-11-21T14:32:07+07:00'))).toBe(Date.parse('2026-11-21T00:00:00+07:00'));
});

describeDatabases('buckets', (open) => {
  test('are the same in the database', async () => {
    const { read } = await open();
    const bucket = bucketSql({ store: 'instant' }, { sql: 'i', values: [] });
    const list = instants.map((instant) => `(CAST(${instant} AS BIGINT))`).join(', ');
    const { sql: text } = sql`WITH given(i) AS (VALUES ${{ sql: list, values: [] }}) SELECT i, ${bucket} AS b FROM given`;
    const rows = await run(read, text, []);
    expect(rows).toHaveLength(instants.length);
    for (const { i, b } of rows) expect(Number(b)).toBe(startOfDayAt(Number(i)));
  });
});
