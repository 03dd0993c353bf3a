import { type Comparison, defineDataset, type Ioc, type Query, type Result, schema, type Time } from '@haidang/sdk';
import fastify from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { localCaller } from '../../core/src/access/caller.ts';
import type { Row } from '../../core/src/data/cells.ts';
import type { Database } from '../../core/src/data/database.ts';
import { prepareQuery } from '../../core/src/data/query/query.ts';
import { testContext } from '../../core/src/data/testing.ts';
import { writeRecords } from '../../core/src/data/write.ts';
import { parseInstant } from '../../core/src/data/zone.ts';
import { answerError } from '../../core/src/http/errors.ts';
import { queryRoutes } from '../../core/src/http/query.ts';
import { guardRoutes } from '../../core/src/http/routes.ts';
import { describeDatabases } from '../support/databases.ts';

const event = defineDataset({
  row: schema({
    required: ['code', 'at'],
    properties: {
      code: { type: 'string', format: 'code' },
      at: { type: 'string', format: 'date-time' },
      day: { type: 'string', format: 'date' },
    },
  }),
  key: ['code'],
  time: 'at',
});
const kept = { ...event, history: true };
const formula = 'count(event where at in period)';

/** A centre behind its routes, whose clock stands still until it is set. */
async function centreOf(database: Database, ioc: Partial<Ioc> = {}) {
  let now = 0;
  const context = await testContext(database, {
    datasets: { event, kept },
    indicators: { counted: { formula, unit: '1', frequency: 'month' }, own: { formula, unit: '1', frequency: 'month' } },
    ioc,
    clock: { now: () => now },
  });
  const app = fastify();
  app.setErrorHandler(answerError);
  await guardRoutes(app, () => localCaller());
  queryRoutes(app, context);
  const post = async (query: Query, headers: { readonly [name: string]: string } = {}) =>
    (await app.inject({ method: 'POST', url: '/api/query', headers, payload: { queries: { a: query } } })).json().results.a;
  const ask = async (query: Query, headers: { readonly [name: string]: string } = {}): Promise<Result> => {
    const answer = await post(query, headers);
    if (answer.error) throw new Error(`${answer.error.code} ${JSON.stringify(answer.error.details)}`);
    return answer;
  };
  const at = (text: string) => {
    now = parseInstant(`${text}+07:00`) ?? Number.NaN;
  };
  return {
    ask,
    post,
    at,
    prepare: (query: Query) => prepareQuery(context, { query, caller: localCaller() }),
    async write(rows: readonly Row[], dataset = 'test/event') {
      const lines = rows.map((row, index) => ({ line: index + 1, row }));
      const { refused } = await writeRecords(context, { dataset, rows: lines, caller: localCaller() });
      expect(refused).toEqual([]);
    },
    /** Bounds of a period as the server gives them, "2026-01-01 → 2026-02-01"; midnights without their time. */
    async bounds(time: Time, when: string, from = 'test/counted'): Promise<string> {
      at(when);
      const { period } = await ask({ from, time });
      const short = (text = '') => text.replace('T00:00:00+07:00', '').replace(':00+07:00', '');
      return `${short(period?.from)} → ${short(period?.to)}`;
    },
    /** Events of a period and of what it is compared with. */
    async compared(time: Time, compare: Comparison, when: string) {
      at(when);
      return (await ask({ from: 'test/counted', time, compare: [compare] })).rows[0];
    },
  };
}

const said = (words: string): Time => ({ said: words });
const presets = ['today', 'week', 'month', 'quarter', 'half-year', 'nine-months', 'year-to-date', 'year', 'term'] as const;

/** What the presets mean at an instant, in their order. */
const presetVectors: { readonly [when: string]: readonly string[] } = {
  '2025-12-31T23:59:59': [
    '2025-12-31 → 2026-01-01',
    '2025-12-29 → 2026-01-05',
    '2025-12-01 → 2026-01-01',
    '2025-10-01 → 2026-01-01',
    '2025-07-01 → 2026-01-01',
    '2025-01-01 → 2025-10-01',
    '2025-01-01 → 2026-01-01',
    '2025-01-01 → 2026-01-01',
    '2021-05-23 → 2026-03-15',
  ],
  '2026-01-01T00:00:00': [
    '2026-01-01 → 2026-01-02',
    '2025-12-29 → 2026-01-05',
    '2026-01-01 → 2026-02-01',
    '2026-01-01 → 2026-04-01',
    '2026-01-01 → 2026-01-02',
    '2026-01-01 → 2026-01-02',
    '2026-01-01 → 2026-01-02',
    '2026-01-01 → 2027-01-01',
    '2021-05-23 → 2026-03-15',
  ],
  // The first day of Tết, and a Sunday on which the clocks of other countries go forward.
  '2026-02-17T00:00:00': [
    '2026-02-17 → 2026-02-18',
    '2026-02-16 → 2026-02-23',
    '2026-02-01 → 2026-03-01',
    '2026-01-01 → 2026-04-01',
    '2026-01-01 → 2026-02-18',
    '2026-01-01 → 2026-02-18',
    '2026-01-01 → 2026-02-18',
    '2026-01-01 → 2027-01-01',
    '2021-05-23 → 2026-03-15',
  ],
  '2026-03-08T02:30:00': [
    '2026-03-08 → 2026-03-09',
    '2026-03-02 → 2026-03-09',
    '2026-03-01 → 2026-04-01',
    '2026-01-01 → 2026-04-01',
    '2026-01-01 → 2026-03-09',
    '2026-01-01 → 2026-03-09',
    '2026-01-01 → 2026-03-09',
    '2026-01-01 → 2027-01-01',
    '2021-05-23 → 2026-03-15',
  ],
  '2028-02-29T23:59:59': [
    '2028-02-29 → 2028-03-01',
    '2028-02-28 → 2028-03-06',
    '2028-02-01 → 2028-03-01',
    '2028-01-01 → 2028-04-01',
    '2028-01-01 → 2028-03-01',
    '2028-01-01 → 2028-03-01',
    '2028-01-01 → 2028-03-01',
    '2028-01-01 → 2029-01-01',
    '2026-03-15 → 2031-03-15',
  ],
};

const saidVectors: readonly (readonly [words: string, when: string, bounds: string])[] = [
  ['tuần trước', '2025-12-31T23:59:59', '2025-12-22 → 2025-12-29'],
  ['last week', '2025-12-31T23:59:59', '2025-12-22 → 2025-12-29'],
  ['tuần này', '2026-01-04T23:59:59', '2025-12-29 → 2026-01-05'],
  ['this week', '2026-01-05T00:00:00', '2026-01-05 → 2026-01-12'],
  ['Quý III', '2025-12-31T23:59:59', '2025-07-01 → 2025-10-01'],
  ['Quý III', '2026-01-01T00:00:00', '2025-07-01 → 2025-10-01'],
  ['Quý IV', '2026-01-01T00:00:00', '2025-10-01 → 2026-01-01'],
  ['quý trước', '2026-01-01T00:00:00', '2025-10-01 → 2026-01-01'],
  ['last quarter', '2025-12-31T23:59:59', '2025-07-01 → 2025-10-01'],
  ['q3/2025', '2026-01-01T00:00:00', '2025-07-01 → 2025-10-01'],
  ['Q3 2025', '2026-01-01T00:00:00', '2025-07-01 → 2025-10-01'],
  ['9 tháng', '2025-12-31T23:59:59', '2025-01-01 → 2025-10-01'],
  ['9 tháng', '2026-01-01T00:00:00', '2026-01-01 → 2026-01-02'],
  ['9t', '2025-12-31T23:59:59', '2025-01-01 → 2025-10-01'],
  ['first 9 months 2025', '2026-01-01T00:00:00', '2025-01-01 → 2025-10-01'],
  ['6 tháng đầu năm', '2026-01-01T00:00:00', '2026-01-01 → 2026-01-02'],
  ['6 tháng cuối năm 2025', '2026-01-01T00:00:00', '2025-07-01 → 2026-01-01'],
  ['H2 2025', '2026-01-01T00:00:00', '2025-07-01 → 2026-01-01'],
  ['luỹ kế', '2025-12-31T23:59:59', '2025-01-01 → 2026-01-01'],
  ['year to date', '2026-01-01T00:00:00', '2026-01-01 → 2026-01-02'],
  ['hôm qua', '2026-01-01T00:00:00', '2025-12-31 → 2026-01-01'],
  ['yesterday', '2028-03-01T00:00:00', '2028-02-29 → 2028-03-01'],
  ['tháng trước', '2026-01-01T00:00:00', '2025-12-01 → 2026-01-01'],
  ['tháng 12', '2025-12-31T23:59:59', '2025-12-01 → 2026-01-01'],
  ['tháng 12', '2026-01-01T00:00:00', '2025-12-01 → 2026-01-01'],
  ['november 2025', '2026-01-01T00:00:00', '2025-11-01 → 2025-12-01'],
  ['năm ngoái', '2026-01-01T00:00:00', '2025-01-01 → 2026-01-01'],
  ['20/11', '2025-11-19T23:59:59', '2024-11-20 → 2024-11-21'],
  ['20/11', '2025-11-20T00:00:00', '2025-11-20 → 2025-11-21'],
  ['20 November', '2025-11-20T00:00:00', '2025-11-20 → 2025-11-21'],
  ['Nov 20, 2024', '2025-11-20T00:00:00', '2024-11-20 → 2024-11-21'],
  ['2025-11-20', '2026-01-01T00:00:00', '2025-11-20 → 2025-11-21'],
  ['29/2', '2028-02-28T23:59:59', '2024-02-29 → 2024-03-01'],
  ['29/2', '2028-02-29T00:00:00', '2028-02-29 → 2028-03-01'],
  ['tháng 2', '2028-02-29T23:59:59', '2028-02-01 → 2028-03-01'],
  ['7 ngày qua', '2026-01-01T00:00:00', '2025-12-26 → 2026-01-02'],
  ['last 7 days', '2028-03-01T00:00:00', '2028-02-24 → 2028-03-02'],
  ['24 giờ qua', '2026-01-01T00:00:00', '2025-12-31T00:01 → 2026-01-01T00:01'],
  ['tuần 53/2020', '2026-01-01T00:00:00', '2020-12-28 → 2021-01-04'],
  ['week 53 2020', '2026-01-01T00:00:00', '2020-12-28 → 2021-01-04'],
  ['tuần 1/2021', '2026-01-01T00:00:00', '2021-01-04 → 2021-01-11'],
  ['tuần 52/2025', '2026-01-01T00:00:00', '2025-12-22 → 2025-12-29'],
  ['tuần 1/2026', '2026-01-01T00:00:00', '2025-12-29 → 2026-01-05'],
  ['tuần 53/2026', '2026-01-01T00:00:00', '2026-12-28 → 2027-01-04'],
  ['tuần 1', '2025-12-29T00:00:00', '2024-12-30 → 2025-01-06'],
  ['nhiệm kỳ', '2026-03-14T23:59:59', '2021-05-23 → 2026-03-15'],
  ['nhiệm kỳ', '2026-03-15T00:00:00', '2026-03-15 → 2031-03-15'],
  ['nhiệm kỳ trước', '2026-03-15T00:00:00', '2021-05-23 → 2026-03-15'],
  ['nhiệm kỳ 2021-2026', '2026-01-01T00:00:00', '2021-05-23 → 2026-03-15'],
  ['Tết', '2026-02-16T23:59:59', '2025-01-29 → 2025-02-01'],
  ['Tết', '2026-02-17T00:00:00', '2026-02-17 → 2026-02-20'],
  ['Tết Nguyên đán 2007', '2026-01-01T00:00:00', '2007-02-17 → 2007-02-20'],
  ['mùng 2 Tết', '2026-02-18T00:00:00', '2026-02-18 → 2026-02-19'],
  ['giỗ tổ', '2026-04-25T23:59:59', '2025-04-07 → 2025-04-08'],
  ['giỗ Tổ Hùng Vương', '2026-04-26T00:00:00', '2026-04-26 → 2026-04-27'],
];

describeDatabases('the clock of the centre', (open) => {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  test.each(['Asia/Ho_Chi_Minh', 'America/Los_Angeles'])('presets, the machine standing in %s', async (place) => {
    process.env.TZ = place;
    const { bounds } = await centreOf(await open());
    for (const [when, vector] of Object.entries(presetVectors))
      for (const [index, preset] of presets.entries()) expect(await bounds(preset, when), `${preset} at ${when}`).toBe(vector[index]);
  });

  test('what a client says of its own clock is not heard', async () => {
    const { ask, at } = await centreOf(await open());
    at('2026-01-01T00:00:00');
    const headers = { date: 'Wed, 31 Dec 2025 09:00:00 GMT', 'time-zone': 'America/Los_Angeles', 'x-timezone': '-08:00' };
    const { period } = await ask({ from: 'test/counted', time: 'today' }, headers);
    expect(period).toEqual({ from: '2026-01-01T00:00:00+07:00', to: '2026-01-02T00:00:00+07:00' });
  });

  test.each(['Asia/Ho_Chi_Minh', 'America/Los_Angeles'])('words, the machine standing in %s', async (place) => {
    process.env.TZ = place;
    const { bounds } = await centreOf(await open());
    for (const [words, when, vector] of saidVectors) expect(await bounds(said(words), when), `${words} at ${when}`).toBe(vector);
  });

  test('words that name no period are refused', async () => {
    const { bounds } = await centreOf(await open());
    for (const words of [
      'tuần 53/2025',
      'tháng 13',
      '29/2/2026',
      'mùng 11 tết',
      'nhiệm kỳ 2021-2025',
      'nhiệm kỳ 2020-2025',
      'novembre',
      'last',
    ])
      await expect(bounds(said(words), '2026-01-01T00:00:00'), words).rejects.toThrow('time.said');
  });

  test('months of administrative reports run from the 15th to the 14th, and quarters and years with them', async () => {
    const { bounds } = await centreOf(await open(), { month: '15T00:00', indicators: { 'test/own': { month: 'calendar' } } });
    const vectors: readonly (readonly [Time, string, string])[] = [
      ['today', '2026-11-14T23:59:59', '2026-11-14 → 2026-11-15'],
      ['week', '2026-11-14T23:59:59', '2026-11-09 → 2026-11-16'],
      ['month', '2026-11-14T23:59:59', '2026-10-15 → 2026-11-15'],
      ['month', '2026-11-15T00:00:00', '2026-11-15 → 2026-12-15'],
      ['quarter', '2026-11-14T23:59:59', '2026-09-15 → 2026-12-15'],
      ['half-year', '2026-11-14T23:59:59', '2026-06-15 → 2026-11-15'],
      ['nine-months', '2026-11-14T23:59:59', '2025-12-15 → 2026-09-15'],
      ['year-to-date', '2026-11-14T23:59:59', '2025-12-15 → 2026-11-15'],
      ['year', '2026-12-14T23:59:59', '2025-12-15 → 2026-12-15'],
      ['year', '2026-12-15T00:00:00', '2026-12-15 → 2027-12-15'],
      ['quarter', '2026-12-15T00:00:00', '2026-12-15 → 2027-03-15'],
      ['year-to-date', '2026-12-15T00:00:00', '2026-12-15 → 2026-12-16'],
      ['month', '2025-12-31T23:59:59', '2025-12-15 → 2026-01-15'],
      ['month', '2026-01-01T00:00:00', '2025-12-15 → 2026-01-15'],
      ['month', '2028-02-29T12:00:00', '2028-02-15 → 2028-03-15'],
      ['term', '2026-11-14T23:59:59', '2026-03-15 → 2031-03-15'],
      [said('tháng trước'), '2026-11-14T23:59:59', '2026-09-15 → 2026-10-15'],
      [said('tháng 12'), '2026-11-14T23:59:59', '2025-11-15 → 2025-12-15'],
      [said('tháng 12'), '2026-11-15T00:00:00', '2026-11-15 → 2026-12-15'],
      [said('tháng 1'), '2026-12-15T00:00:00', '2026-12-15 → 2027-01-15'],
      [said('11/2026'), '2026-12-15T00:00:00', '2026-10-15 → 2026-11-15'],
      [said('q3/2025'), '2026-12-15T00:00:00', '2025-06-15 → 2025-09-15'],
      [said('9t'), '2026-12-15T00:00:00', '2026-12-15 → 2026-12-16'],
      [said('2025'), '2026-12-15T00:00:00', '2024-12-15 → 2025-12-15'],
      [said('năm ngoái'), '2026-12-15T00:00:00', '2025-12-15 → 2026-12-15'],
    ];
    for (const [time, when, vector] of vectors) expect(await bounds(time, when), `${JSON.stringify(time)} at ${when}`).toBe(vector);
    expect(await bounds('month', '2026-11-15T00:00:00', 'test/own')).toBe('2026-11-01 → 2026-12-01');
    expect(await bounds(said('tháng 12'), '2026-11-15T00:00:00', 'test/own')).toBe('2025-12-01 → 2026-01-01');
  });

  test('months from noon of the 25th begin at that second', async () => {
    const { bounds } = await centreOf(await open(), { month: '25T12:00' });
    expect(await bounds('month', '2026-11-25T11:59:59')).toBe('2026-10-25T12:00 → 2026-11-25T12:00');
    expect(await bounds('month', '2026-11-25T12:00:00')).toBe('2026-11-25T12:00 → 2026-12-25T12:00');
    expect(await bounds('year', '2026-12-25T11:59:59')).toBe('2025-12-25T12:00 → 2026-12-25T12:00');
    expect(await bounds('quarter', '2026-12-25T12:00:00')).toBe('2026-12-25T12:00 → 2027-03-25T12:00');
    expect(await bounds(said('tháng trước'), '2026-12-31T23:59:59')).toBe('2026-11-25T12:00 → 2026-12-25T12:00');
    expect(await bounds('year-to-date', '2026-12-25T12:00:00')).toBe('2026-12-25T12:00 → 2026-12-26');
  });

  test('an answer over a reporting month is another one at its second', async () => {
    const { at, prepare } = await centreOf(await open(), { month: '25T12:00' });
    const wakesAt = async (when: string, time: Time) => {
      at(when);
      const { wakeAt } = await prepare({ from: 'test/counted', time }).run();
      return wakeAt;
    };
    expect(await wakesAt('2026-11-25T11:59:59', 'month')).toBe(parseInstant('2026-11-25T12:00:00+07:00'));
    expect(await wakesAt('2026-11-25T12:00:00', 'month')).toBe(parseInstant('2026-11-26T00:00:00+07:00'));
    expect(await wakesAt('2026-12-25T11:59:59', 'year')).toBe(parseInstant('2026-12-25T12:00:00+07:00'));
  });

  test('what was known then is asked over HTTP, and refused where it is not kept, in the language of the reader', async () => {
    const { ask, post, at, write } = await centreOf(await open());
    at('2025-12-31T23:59:59');
    await write([{ code: 'a', at: '2025-12-31T10:00:00+07:00' }], 'test/kept');
    at('2026-01-01T00:00:00');
    await write([{ code: 'a', at: '2026-01-01T00:00:00+07:00' }], 'test/kept');
    const query: Query = { from: 'test/kept', measures: { n: { fn: 'count' } }, time: 'year' };
    const known = async (asAt: string) => {
      const { rows, period } = await ask({ ...query, asAt });
      return [rows, period?.from];
    };
    expect(await known('2025-12-31T23:59:58+07:00')).toEqual([[[0]], '2025-01-01T00:00:00+07:00']);
    expect(await known('2025-12-31T23:59:59+07:00')).toEqual([[[1]], '2025-01-01T00:00:00+07:00']);
    expect(await known('2025-12-31T17:00:00Z')).toEqual([[[1]], '2026-01-01T00:00:00+07:00']);
    const { error } = await post({ ...query, from: 'test/event', asAt: '2025-12-31T23:59:59' });
    expect(error).toMatchObject({ code: 'bad-request', details: { path: 'asAt', dataset: 'test/event' } });
    expect(error.message).toBe('Yêu cầu không hợp lệ. Tập dữ liệu test/event không lưu các bản trước.');
  });

  test('rows fall into the month that the reports call so', async () => {
    const database = await open();
    const calendar = await centreOf(database);
    const rows = ['2026-10-14T23:59:59.999', '2026-10-15T00:00:00', '2026-11-14T23:59:59', '2026-11-15T00:00:00', '2026-12-15T00:00:00'];
    await calendar.write(rows.map((at, index) => ({ code: `e${index}`, at: `${at}+07:00`, day: at.slice(0, 10) })));
    const groups = async (month: string | undefined, field: string, grain: 'month' | 'quarter' | 'year') => {
      const { ask } = await centreOf(database, month === undefined ? {} : { month });
      return (await ask({ from: 'test/event', measures: { n: { fn: 'count' } }, by: [{ field, grain }], sort: [field] })).rows;
    };
    for (const field of ['at', 'day']) {
      expect(await groups(undefined, field, 'month')).toEqual([
        ['2026-10-01', 2],
        ['2026-11-01', 2],
        ['2026-12-01', 1],
      ]);
      expect(await groups('15T00:00', field, 'month')).toEqual([
        ['2026-10-01', 1],
        ['2026-11-01', 2],
        ['2026-12-01', 1],
        ['2027-01-01', 1],
      ]);
      expect(await groups('15T00:00', field, 'quarter')).toEqual([
        ['2026-10-01', 4],
        ['2027-01-01', 1],
      ]);
      expect(await groups('15T00:00', field, 'year')).toEqual([
        ['2026-01-01', 4],
        ['2027-01-01', 1],
      ]);
    }
    expect(await groups('15T12:00', 'at', 'month')).toEqual([
      ['2026-10-01', 2],
      ['2026-11-01', 2],
      ['2026-12-01', 1],
    ]);
    // A day belongs to the month of its midnight.
    expect(await groups('15T12:00', 'day', 'month')).toEqual([
      ['2026-10-01', 2],
      ['2026-11-01', 2],
      ['2026-12-01', 1],
    ]);
    // Months stand against the months before them, by their names.
    const { ask, at } = await centreOf(database, { month: '15T00:00' });
    at('2026-12-14T23:59:59');
    const query: Query = {
      from: 'test/event',
      measures: { n: { fn: 'count' } },
      by: [{ field: 'at', grain: 'month' }],
      time: 'month',
      compare: ['previous'],
    };
    const months = await ask(query);
    expect(months.rows).toEqual([['2026-12-01', 1, 2]]);
    expect(months.fields[0]).toMatchObject({ grain: 'month', month: '15T00:00' });
    expect((await ask({ ...query, by: [{ field: 'at', grain: 'week' }] })).fields[0]).not.toHaveProperty('month');
    expect((await ask({ ...query, time: 'year', compare: ['same-period-last-year'] })).rows).toEqual([
      ['2026-10-01', 1, 0],
      ['2026-11-01', 2, 0],
      ['2026-12-01', 1, 0],
    ]);
  });

  test('comparisons at the edges of a year, of a leap day and of reporting months', async () => {
    const database = await open();
    const { write, compared } = await centreOf(database);
    const instants = [
      ...[
        '2024-12-31T23:59:59',
        '2025-11-30T23:59:30',
        '2025-12-01T00:00:00',
        '2025-12-30T12:00:00',
        '2025-12-31T23:59:59',
        '2026-01-01T00:00:00',
      ],
      ...['2027-02-28T09:00:00', '2027-02-28T11:00:00', '2028-02-28T11:00:00', '2028-02-29T09:00:00', '2028-02-29T09:30:00'],
    ];
    await write(instants.map((at, index) => ({ code: `e${index}`, at: `${at}+07:00` })));
    expect(await compared('today', 'previous', '2025-12-31T23:59:59')).toEqual([1, 1]);
    expect(await compared('month', 'previous', '2025-12-31T23:59:59')).toEqual([3, 1]);
    expect(await compared('year', 'previous', '2025-12-31T23:59:59')).toEqual([4, 1]);
    expect(await compared('year', 'same-period-last-year', '2025-12-31T23:58:59')).toEqual([4, 0]);
    expect(await compared('year', 'previous', '2026-01-01T00:00:00')).toEqual([1, 0]);
    expect(await compared('today', 'previous', '2026-01-01T00:00:00')).toEqual([1, 0]);
    expect(await compared('week', 'previous', '2026-01-01T00:00:00')).toEqual([3, 0]);
    expect(await compared('today', 'same-period-last-year', '2028-02-29T10:00:00')).toEqual([2, 1]);
    expect(await compared('today', 'previous', '2028-02-29T11:00:00')).toEqual([2, 1]);
    const cut = await centreOf(database, { month: '25T12:00' });
    // Of the month before, from noon of 25 November, as much as has gone since noon of 25 December.
    expect(await cut.compared('month', 'previous', '2025-12-31T23:59:59')).toEqual([3, 1]);
    expect(await cut.compared('month', 'previous', '2026-01-01T00:00:00')).toEqual([3, 2]);
  });

  test('days before and after Tết stand against those of the year before', async () => {
    const { write, ask, at, compared } = await centreOf(await open());
    // 17 February 2026 and 29 January 2025 are the first of the year.
    const days = ['2025-01-28', '2025-01-28', '2025-01-29', '2025-02-02', '2026-02-16', '2026-02-17', '2026-02-17', '2026-02-18'];
    await write(days.map((day, index) => ({ code: `e${index}`, at: `${day}T10:00:00+07:00`, day })));
    at('2026-02-19T09:00:00');
    const query: Query = {
      from: 'test/event',
      measures: { n: { fn: 'count' } },
      time: { from: '2026-02-15', to: '2026-02-22' },
      compare: ['tet-aligned'],
      sort: ['at'],
    };
    const day = { ...query, by: [{ field: 'at', grain: 'day' }] } as const;
    const { rows, fields } = await ask(day);
    expect(rows).toEqual([
      ['2026-02-16', 1, 2],
      ['2026-02-17', 2, 1],
      ['2026-02-18', 1, 0],
      ['2026-02-21', 0, 1],
    ]);
    expect(fields[2]).toMatchObject({ compare: 'tet-aligned', label: { vi: 'event, năm trước, đếm theo Tết' } });
    await expect(ask({ ...query, by: [{ field: 'at', grain: 'week' }] })).rejects.toThrow('by.0');
    // As far as the day has gone.
    expect(await compared('today', 'tet-aligned', '2026-02-17T09:59:59')).toEqual([2, 0]);
    expect(await compared('today', 'tet-aligned', '2026-02-17T10:00:00')).toEqual([2, 1]);
    // The last days of December are counted from the Tết to come: 6 February 2027 after 17 February 2026.
    expect(await compared({ said: '28/2/2027' }, 'tet-aligned', '2027-03-01T00:00:00')).toEqual([0, 0]);
    expect(await compared({ said: '6/2/2027' }, 'tet-aligned', '2027-03-01T00:00:00')).toEqual([0, 2]);
  });
});
