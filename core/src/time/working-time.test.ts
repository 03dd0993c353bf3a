import { expect, test } from 'vitest';
import { counted } from '../../../tests/support/counts.ts';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { localCaller } from '../access/caller.ts';
import type { Row } from '../data/cells.ts';
import type { DataContext } from '../data/context.ts';
import type { Database } from '../data/database.ts';
import { identifier } from '../data/query/sql.ts';
import { deleteRecord, patchRecord } from '../data/record.ts';
import { testContext } from '../data/testing.ts';
import { writeRecords } from '../data/write.ts';
import { parseInstant } from '../data/zone.ts';
import { working_calendar } from '../records/working-calendar.ts';
import { workingMsUntil } from './working-time.ts';

const dataset = 'core/working_calendar';
const times = counted('working times against a minute by minute count', { usual: 60, full: 1000 });
const minute = 60_000;

/** Calendars of the test, by code and date. */
type Said = ReadonlyMap<string, Row>;

/** Minutes from one instant to another in which somebody works, counted one by one. */
function countMinutes(said: Said, code: string, from: number, to: number): number {
  let minutes = 0;
  for (let at = from; at < to; at += minute) {
    const [date = '', time = ''] = new Date(at + 7 * 60 * minute).toISOString().slice(0, 16).split('T');
    const row = said.get(`${code} ${date}`);
    const weekday = new Date(`${date}T00:00Z`).getUTCDay();
    const usual = [
      ['07:30', '11:30'],
      ['13:00', '17:00'],
    ];
    const own = row?.shifts as string[][] | undefined;
    const shifts = row ? (row.is_working ? (own?.length ? own : usual) : []) : weekday === 0 || weekday === 6 ? [] : usual;
    if (shifts.some(([opens = '', closes = '']) => time >= opens && time < closes)) minutes++;
  }
  return minutes;
}

describeDatabases('working time', (open) => {
  async function centre(): Promise<{ database: Database; context: DataContext; put(rows: readonly Row[]): Promise<void> }> {
    const database = await open();
    const context = await testContext(database, { datasets: { [dataset]: working_calendar } });
    await database.write.raw('CREATE TABLE spans (number integer, a bigint, b bigint)');
    return {
      database,
      context,
      async put(rows) {
        const lines = rows.map((row, index) => ({ line: index + 1, row: { status: 'official', ...row } }));
        const { refused } = await writeRecords(context, { dataset, rows: lines, caller: localCaller() });
        expect(refused).toEqual([]);
      },
    };
  }

  /** Working minutes between pairs of instants, as the database has them. */
  async function minutesOf(
    database: Database,
    spans: readonly (readonly [from: number | null, to: number])[],
    code?: string,
  ): Promise<unknown[]> {
    await database.write('spans').delete();
    for (const [number, [a, b]] of spans.entries()) await database.write('spans').insert({ number, a, b });
    const [from, to] = [workingMsUntil(identifier('spans', 'a'), code), workingMsUntil(identifier('spans', 'b'), code)];
    const rows = await database
      .read('spans')
      .select(database.read.raw(`${to.sql} - ${from.sql} AS ms`, [...to.values, ...from.values].map(String)))
      .orderBy('number');
    return rows.map(({ ms }) => (ms === null ? null : Number(ms) / minute));
  }

  const at = (text: string) => parseInstant(`${text}:00+07:00`) ?? Number.NaN;

  test('without any row it is that of the week, over any length of time', async () => {
    const { database } = await centre();
    const spans = [
      [at('2026-11-20T16:00'), at('2026-11-23T08:30')],
      [at('2026-11-23T08:30'), at('2026-11-20T16:00')],
      [at('2026-11-21T09:00'), at('2026-11-22T20:00')],
      [at('2026-01-01T00:00'), at('2027-01-01T00:00')],
      [null, at('2026-01-01T00:00')],
    ] as const;
    // 2026 has 261 days from Monday to Friday.
    expect(await minutesOf(database, spans)).toEqual([120, -120, 0, 261 * 480, null]);
    expect(await minutesOf(database, spans.slice(0, 1), '24x7')).toEqual([120]);
  });

  test('follows a row that is added, changed and taken away, of its own calendar alone', async () => {
    const { database, context, put } = await centre();
    const span = [[at('2026-11-20T16:00'), at('2026-11-24T08:30')]] as const;
    expect(await minutesOf(database, span)).toEqual([600]);
    await put([{ calendar_code: 'default', date: '2026-11-23', is_working: false, shifts: [] }]);
    expect(await minutesOf(database, span)).toEqual([120]);
    expect(await minutesOf(database, span, 'other')).toEqual([600]);
    await put([{ calendar_code: 'default', date: '2026-11-23', is_working: true, shifts: [['08:00', '09:00']] }]);
    expect(await minutesOf(database, span)).toEqual([180]);
    const [stored] = await context.database.read('d_core__working_calendar').select('_id', '_rev');
    const one = { dataset, id: Number(stored._id), caller: localCaller() };
    await patchRecord(context, { ...one, revision: 2, patch: { shifts: [['08:00', '10:00']] } });
    expect(await minutesOf(database, span)).toEqual([240]);
    await deleteRecord(context, { ...one, revision: 3 });
    expect(await minutesOf(database, span)).toEqual([600]);
  });

  test('runs over Tết, holidays, days that were exchanged and nights', async () => {
    const { database, put } = await centre();
    const off = ['02-16', '02-17', '02-18', '02-19', '02-20', '04-27', '04-30', '05-01', '08-31', '09-01', '09-02'];
    await put([
      ...off.map((date) => ({ calendar_code: 'default', date: `2026-${date}`, is_working: false, shifts: [] })),
      { calendar_code: 'default', date: '2026-08-22', is_working: true, shifts: [] },
    ]);
    const vectors: readonly (readonly [from: string, minutes: number, to: string])[] = [
      ['2026-02-13T16:30', 240, '2026-02-23T11:00'],
      ['2026-02-13T16:59', 1, '2026-02-13T17:00'],
      ['2026-02-13T16:59', 2, '2026-02-23T07:31'],
      ['2026-08-21T16:00', 480, '2026-08-22T16:00'],
      ['2026-08-28T16:00', 480, '2026-09-03T16:00'],
      ['2026-11-20T20:15', 120, '2026-11-23T09:30'],
      ['2026-04-24T15:00', 960, '2026-04-29T15:00'],
      ['2026-11-23T11:30', 30, '2026-11-23T13:30'],
    ];
    const spans = vectors.map(([from, , to]) => [at(from), at(to)] as const);
    expect(await minutesOf(database, spans)).toEqual(vectors.map(([, minutes]) => minutes));
  });

  test('two who write at once lose no day', async () => {
    const { database, put } = await centre();
    const days = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'];
    await Promise.all(days.map((date) => put([{ calendar_code: 'default', date, is_working: false, shifts: [] }])));
    expect(await minutesOf(database, [[at('2026-11-15T00:00'), at('2026-11-22T00:00')]])).toEqual([480]);
  });

  test(`${times} random times are as counted minute by minute`, { timeout: 300_000 }, async () => {
    const { database, put } = await centre();
    let seed = 20261122;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const hours = [
      [],
      [['00:00', '24:00']],
      [
        ['07:00', '11:00'],
        ['13:30', '17:30'],
      ],
      [
        ['22:00', '24:00'],
        ['00:00', '06:00'],
      ],
    ];
    const said = new Map<string, Row>();
    for (let count = 0; count < 80; count++) {
      const date = new Date(Date.UTC(2025, 10, 1) + random(150) * 86_400_000).toISOString().slice(0, 10);
      const code = random(3) === 0 ? '24x7' : 'default';
      said.set(`${code} ${date}`, { calendar_code: code, date, is_working: random(2) === 1, shifts: hours[random(hours.length)] ?? [] });
    }
    await put([...said.values()]);
    for (const code of ['default', '24x7']) {
      const spans = Array.from({ length: times / 2 }, () => {
        const from = at('2025-10-25T00:00') + random(160 * 1440) * minute;
        return [from, from + random(20 * 1440) * minute] as const;
      });
      expect(await minutesOf(database, spans, code)).toEqual(spans.map(([from, to]) => countMinutes(said, code, from, to)));
    }
  });
});
