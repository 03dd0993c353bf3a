import { beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { type TestQuery, testQuery } from './testing.ts';

const counted = "status not in ['rejected','withdrawn','duplicate']";
const onTime = (due: string) =>
  `100*count(report where ${counted} and ${due} in period and answered_at<=${due})/count(report where ${counted} and ${due} in period and (answered_at not empty or ${due}<now))`;
const indicator = (formula: string, more: object = {}) => ({ formula, unit: '%', frequency: 'month', ...more }) as const;

// Ten cases due in November, now 21 November 14:32: five done by the original deadline, two within the extended one, one later than both, one open and overdue, one open and due later today.
const due = '2026-11-10T17:00:00+07:00';
const done = (code: string, answered: string, extended = due, more: object = {}) => ({
  code,
  reported_at: '2026-11-01T08:00:00+07:00',
  status: 'done',
  original_due_at: due,
  due_at: extended,
  answered_at: answered,
  ...more,
});
const cases = [
  ...['1', '2', '3', '4'].map((code) => done(code, '2026-11-09T08:00:00+07:00')),
  done('5', due),
  ...['6', '7'].map((code) => done(code, '2026-11-12T08:00:00+07:00', '2026-11-13T17:00:00+07:00')),
  done('8', '2026-11-12T08:00:00+07:00'),
  { code: '9', reported_at: '2026-11-01T08:00:00+07:00', status: 'new', original_due_at: due, due_at: due },
  {
    code: '10',
    reported_at: '2026-11-01T08:00:00+07:00',
    status: 'new',
    original_due_at: '2026-11-21T17:00:00+07:00',
    due_at: '2026-11-21T17:00:00+07:00',
  },
  done('rejected', '2026-11-09T08:00:00+07:00', due, { status: 'rejected' }),
  done('october', '2026-10-09T08:00:00+07:00', '2026-10-10T17:00:00+07:00', {
    original_due_at: '2026-10-10T17:00:00+07:00',
    ward: '22915@2025-03-01',
  }),
];

describeDatabases('indicators', (open) => {
  let at: TestQuery;
  beforeAll(async () => {
    at = await testQuery(await open(), {
      on_time_original: indicator(onTime('original_due_at'), {
        direction: 'up',
        levels: { green: '>=95', amber: '>=80' },
        legal: 'NĐ 61/2018',
      }),
      on_time: indicator(onTime('due_at')),
      late: indicator('indicator(on_time)-indicator(on_time_original)'),
      few: indicator(onTime('due_at'), { atLeast: 10 }),
      many: indicator(`count(report where ${counted} and due_at in period)`, { atLeast: 2 }),
      overdue: indicator("count(report where status='new' and due_at<now)"),
      middle: indicator('median(hours(report.reported_at,report.answered_at) where answered_at in period)'),
      per_reading: indicator('count(report where reported_at in period)/count(reading where date in period)'),
      levels: indicator('sum(reading.level where date in period)'),
      change: indicator('sum(reading.level where date in this_week)-sum(reading.level where date in last_week)'),
      next: indicator('count(report where due_at in next_3_days)+0*count(report where answered_at!=due_at)'),
      spans: indicator('count(report where answered_at<=original_due_at+2d and seconds(original_due_at,answered_at)>0)'),
      days: indicator('count(report where day<=seen-2d)'),
      years: indicator('count(report where votes=this_year)'),
      loop: indicator('1+indicator(pool)'),
      pool: indicator('indicator(loop)'),
      typo: indicator("count(report where state='new')"),
      broken: indicator('count(report'),
      waste: indicator("count(report where category.domain='waste')"),
      personal: indicator('count(report where phone not empty)'),
    });
    await at.write('category', [{ code: 'trash', name_vi: 'Rác', domain: 'waste' }]);
    await at.write('report', cases);
    await at.write('reading', [
      { station: 's', date: '2026-11-15', level: 1 },
      { station: 's', date: '2026-11-16', level: 4 },
      { station: 't', date: '2026-11-16', ward: '22918@2025-03-01' },
    ]);
  });
  const value = async (name: string, more: object = { time: 'month' }) => (await at.rows({ from: `test/${name}`, ...more }))[0]?.[0];

  test('the worked example of the punctuality of field reports', async () => {
    expect(await value('on_time_original')).toBe(500 / 9);
    expect(await value('on_time')).toBe(700 / 9);
    const { trust, fields, period } = await at.query({ from: 'test/on_time_original', time: 'month' });
    expect(trust).toMatchObject({
      n: 9,
      status: 'operational',
      source: {
        indicator: 'test/on_time_original',
        method: onTime('original_due_at'),
        legal: 'NĐ 61/2018',
        owner: 'Trung tâm thử nghiệm',
        system: 'test',
      },
    });
    expect(fields).toMatchObject([{ name: 'value', type: 'number', unit: '%', direction: 'up', levels: { green: '>=95', amber: '>=80' } }]);
    expect(period?.from).toBe('2026-11-01T00:00:00+07:00');
  });

  test('indicators are made of others', async () => {
    expect(await value('late')).toBeCloseTo(200 / 9, 12);
  });

  test('what is due later counts once its time has come', async () => {
    at.setNow('2026-11-21T17:00:01');
    expect(await value('on_time_original')).toBe(50);
    at.setNow('2026-11-21T14:32:07');
  });

  test('an empty denominator gives no value, never 0', async () => {
    expect(await value('on_time', { time: { from: '2020-01-01', to: '2020-02-01' } })).toBeNull();
    expect(await value('levels', { time: { from: '2020-01-01', to: '2020-02-01' } })).toBeNull();
    expect(await value('per_reading', { time: 'today' })).toBeNull();
  });

  test('fewer cases than asked for show no value and their number', async () => {
    const { rows, trust } = await at.query({ from: 'test/few', time: 'month' });
    expect(rows).toEqual([[null]]);
    expect(trust.n).toBe(9);
  });

  test('a group that only the period before has is too few now', async () => {
    expect(await at.rows({ from: 'test/many', time: 'month', by: ['status'], compare: ['previous'] })).toEqual([
      ['done', 8, null],
      ['new', 2, null],
    ]);
    at.setNow('2026-12-21T18:00:00');
    expect(await at.rows({ from: 'test/many', time: 'month', by: ['status'], compare: ['previous'] })).toEqual([
      ['done', null, 8],
      ['new', null, 2],
    ]);
    at.setNow('2026-11-21T14:32:07');
  });

  test('the filter of the query counts, and its groups', async () => {
    expect(await value('on_time', { time: 'month', where: { code: { in: ['1', '8'] } } })).toBe(50);
    expect(await at.rows({ from: 'test/on_time', time: { from: '2026-10-01', to: '2026-12-01' }, by: ['ward'] })).toEqual([
      ['22915@2025-03-01', 100],
      [null, 700 / 9],
    ]);
    expect(await at.rows({ from: 'test/on_time', time: 'year', by: [{ field: 'due_at', grain: 'month' }], sort: ['-due_at'] })).toEqual([
      ['2026-11-01', 700 / 9],
      ['2026-10-01', 100],
    ]);
  });

  test('is compared with the period before', async () => {
    const { rows, fields } = await at.query({ from: 'test/on_time', time: 'month', compare: ['previous', 'same-period-last-year'] });
    expect(rows).toEqual([[700 / 9, 100, null]]);
    expect(fields.map(({ name }) => name)).toEqual(['value', 'value_previous', 'value_same_period_last_year']);
  });

  test('groups of two datasets meet', async () => {
    expect(await at.rows({ from: 'test/per_reading', time: 'month', by: ['ward'] })).toEqual([
      ['22915@2025-03-01', null],
      ['22918@2025-03-01', 0],
      [null, 5.5],
    ]);
  });

  test('durations, spans, days and years', async () => {
    expect(await value('middle')).toBeCloseTo(192, 9);
    expect(await value('spans', {})).toBe(3);
    expect(await value('next', {})).toBe(1);
    expect(await value('change', {})).toBe(3);
    await at.write('report', [
      { code: 'x', reported_at: '2020-01-01T00:00:00Z', day: '2024-02-28', seen: '2024-03-01', votes: 2026 },
      { code: 'y', reported_at: '2020-01-01T00:00:00Z', day: '2023-02-28', seen: '2023-03-01', votes: 2025, category: 'trash' },
    ]);
    expect(await value('days', {})).toBe(1);
    expect(await value('years', {})).toBe(1);
    expect(await value('waste', {})).toBe(1);
  });

  test('a formula over no period is of now: the time of the query is not its own', async () => {
    const { rows, period } = await at.query({ from: 'test/overdue', time: 'month' });
    expect(rows).toEqual([[1]]);
    expect(period).toBeUndefined();
    expect(await at.refusal({ from: 'test/overdue', time: 'month', compare: ['previous'] })).toMatchObject({
      code: 'bad-request',
      details: { path: 'compare' },
    });
  });

  test('what cannot be computed is refused by name', async () => {
    expect(await at.refusal({ from: 'test/on_time' })).toMatchObject({ code: 'bad-request', details: { path: 'time' } });
    expect(await at.refusal({ from: 'test/loop' })).toMatchObject({ code: 'bad-formula', details: { indicator: 'test/loop' } });
    expect(await at.refusal({ from: 'test/broken' })).toMatchObject({ code: 'bad-formula', details: { at: 12 } });
    expect(await at.refusal({ from: 'test/typo' })).toMatchObject({
      code: 'bad-formula',
      details: {
        problem: 'unknown-field',
        name: 'report.state',
        at: 19,
        indicator: 'test/typo',
        reason: { vi: expect.stringMatching(/^Ký tự thứ 20: không có trường "report.state"; cần /) },
      },
    });
    expect(await at.refusal({ from: 'test/personal' })).toMatchObject({ code: 'forbidden', details: { field: 'phone' } });
    expect(await at.refusal({ from: 'test/overdue', select: ['code'] })).toMatchObject({
      code: 'bad-request',
      details: { path: 'select' },
    });
    expect(await at.refusal({ from: 'test/per_reading', time: 'month', where: { status: 'new' } })).toMatchObject({
      code: 'unknown-field',
      details: { field: 'status', dataset: 'test/reading', place: 'where.status' },
    });
  });
});
