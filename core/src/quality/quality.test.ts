import { defineDataset, schema } from '@haidang/sdk';
import { beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { type Caller, localCaller } from '../access/caller.ts';
import { type TestQuality, testQuality, unit } from './testing.ts';

const code = { type: 'string', format: 'code' } as const;

const station = defineDataset({
  row: schema({
    required: ['code', 'name_vi'],
    properties: { code, name_vi: { type: 'string' }, name_en: { type: 'string' }, on: { type: 'boolean' } },
  }),
  key: ['code'],
});

/** A level each hour from each station that is on. */
const level = defineDataset({
  row: schema({
    required: ['station', 'at'],
    properties: {
      station: { type: 'string', 'x-ref': 'station' },
      at: { type: 'string', format: 'date-time' },
      metres: { type: 'number' },
    },
  }),
  key: ['station', 'at'],
  time: 'at',
  expects: { every: 'PT1H', grace: 'PT10M', from: 'station', among: { on: true }, frozen: 'PT3H', floor: 0.8 },
  rules: { in_range: { must: { metres: { gte: 0, lte: 10 } } } },
});

/** Cases of each ward by 17:00. */
const cases = defineDataset({
  row: schema({
    required: ['ward', 'day'],
    properties: { ward: { type: 'string', format: 'unit' }, day: { type: 'string', format: 'date' }, n: { type: 'integer' } },
  }),
  key: ['ward', 'day'],
  time: 'day',
  unit: 'ward',
  scope: 'unit',
  expects: { every: 'P1D', by: '17:00', from: 'ward', floor: 0.8 },
  rules: { counted: { must: { n: { gte: 0 } } } },
});

const wards = Array.from({ length: 124 }, (_, index) => unit(String(20_001 + index), 'ward', '68@2025-07-01'));
const units = [unit('68', 'province'), ...wards];

describeDatabases('quality', (open) => {
  let at: TestQuality;
  const count = { from: 'test/cases', measures: { n: { fn: 'sum', field: 'n' } }, time: { from: '2026-11-20', to: '2026-11-21' } } as const;
  const only = (ward: string): Caller => ({ ...localCaller(), rows: (dataset) => (dataset === 'test/cases' ? { ward } : undefined) });

  beforeAll(async () => {
    at = await testQuality(await open(), { station, level, cases }, { start: '2026-11-20T16:00', units });
    await at.write(
      'test/cases',
      wards.slice(0, 93).map(({ key }, index) => ({ ward: key, day: '2026-11-20', n: index })),
    );
    at.setNow('2026-11-20T18:00');
    await at.assess('test/cases');
  });

  test('a total of too few suppliers is withheld, with who is missing; groups stay', async () => {
    const { rows, trust } = await at.query(count);
    expect(rows).toEqual([[null]]);
    expect(trust.coverage).toMatchObject({ reported: 93, expected: 124 });
    expect(trust.coverage?.missing?.length).toBe(31);
    expect(trust.coverage?.missing?.[0]).toBe('Phường 20094');
    const english = await at.query(count, localCaller('en'));
    expect(english.trust.coverage?.missing?.[0]).toBe('Ward 20094');
    const groups = await at.query({ ...count, by: ['ward'], limit: 200 });
    expect(groups.rows.length).toBe(93);
    expect(groups.trust.coverage).toMatchObject({ reported: 93, expected: 124 });
    expect((await at.query({ from: 'test/cases', limit: 1 })).trust.coverage).toBeUndefined();
  });

  test('a question about one ward needs that ward alone', async () => {
    const one = { ...count, where: { ward: '20002@2025-07-01' } };
    const { rows, trust } = await at.query(one);
    expect([rows, trust.coverage]).toEqual([[[1]], { reported: 1, expected: 1 }]);
    const missing = await at.query({ ...count, where: { ward: { in: ['20124@2025-07-01'] } } });
    expect([missing.rows, missing.trust.coverage]).toEqual([[[null]], { reported: 0, expected: 1, missing: ['Phường 20124'] }]);
    expect((await at.query({ ...count, where: { ward: { within: '68@2025-07-01' } } })).rows).toEqual([[null]]);
  });

  test('grades are those of the suppliers that the reader gets, and unknown where these are not whole', async () => {
    const whole = (await at.query(count)).trust.quality;
    expect(whole.complete.value).toBeCloseTo(0.5 * (93 / 124) + 0.5, 9);
    const good = (await at.query(count, only('20002@2025-07-01'))).trust;
    expect([good.quality.complete.value, good.quality.overall, good.coverage]).toEqual([1, 100, { reported: 1, expected: 1 }]);
    const none = (await at.query(count, only('20124@2025-07-01'))).trust;
    expect([none.quality.complete.value, none.quality.live.value, none.quality.overall]).toEqual([0, 0, undefined]);
    const part: Caller = { ...localCaller(), rows: () => ({ n: { lt: 3 } }) };
    const { quality, coverage } = (await at.query(count, part)).trust;
    expect([quality.correct, quality.overall, coverage]).toEqual([{ grade: 'unknown', why: 'scope' }, undefined, undefined]);
    const reach: Caller = { ...localCaller(), reach: { units: ['20002@2025-07-01'], agencies: [] } };
    expect((await at.query(count, reach)).trust.quality.overall).toBe(100);
  });

  test('an assessment that changes nothing writes nothing', async () => {
    const changes = async () => Number((await at.context.database.read('change').max({ id: 'id' }).first())?.id);
    const before = await changes();
    await at.assess('test/cases');
    expect(await changes()).toBe(before);
    await at.write('test/cases', [{ ward: '20100@2025-07-01', day: '2026-11-20', n: 1 }]);
    await at.assess('test/cases');
    expect(await changes()).toBeGreaterThan(before);
  });

  test('history keeps one assessment a day', async () => {
    at.setNow('2026-11-21T18:00');
    await at.assess('test/cases');
    const { rows } = await at.query({
      from: 'core/quality_run',
      select: ['window_end', 'expected_slots'],
      where: { source_agency_code: '*', dataset_id: 'test/cases' },
      sort: ['window_end'],
    });
    expect(rows).toEqual([
      ['2026-11-20T23:59:59+07:00', 124],
      ['2026-11-21T23:59:59+07:00', 248],
    ]);
  });

  test('rows sent late are received, not on time; a later change of a row makes it no later', async () => {
    const { rows } = await at.query({
      from: 'core/quality_run',
      select: ['received_slots', 'on_time_slots'],
      where: { dataset_id: 'test/cases', source_agency_code: '20100@2025-07-01', window_end: '2026-11-20T23:59:59+07:00' },
    });
    expect(rows).toEqual([[1, 1]]);
    at.setNow('2026-11-22T01:00');
    await at.write('test/cases', [
      { ward: '20100@2025-07-01', day: '2026-11-20', n: 2 },
      { ward: '20101@2025-07-01', day: '2026-11-20', n: 2 },
    ]);
    await at.assess('test/cases');
    const of = async (ward: string) =>
      (
        await at.query({
          from: 'core/quality_run',
          select: ['received_slots', 'on_time_slots'],
          where: { dataset_id: 'test/cases', source_agency_code: ward, window_end: '2026-11-22T23:59:59+07:00' },
        })
      ).rows[0];
    expect([await of('20100@2025-07-01'), await of('20101@2025-07-01')]).toEqual([
      [1, 1],
      [1, 0],
    ]);
  });

  test('of a delivery once a fortnight the newest row counts as long as it is fresh at all, also from before the window', async () => {
    const survey = defineDataset({
      row: schema({ required: ['day'], properties: { day: { type: 'string', format: 'date' }, n: { type: 'integer' } } }),
      key: ['day'],
      time: 'day',
      expects: { every: 'P14D' },
      rules: { counted: { must: { n: { gte: 0 } } } },
    });
    const world = await testQuality(await open(), { survey }, { start: '2026-10-10T08:00' });
    await world.write('test/survey', [{ day: '2026-10-10', n: 1 }]);
    world.setNow('2026-11-20T16:00');
    await world.assess('test/survey');
    const { rows } = await world.query({ from: 'core/quality_run', select: ['fresh', 'newest_at', 'rows_total'] });
    // Due on 24 October, late three and a half days after: 24 days and 4 hours of 42 days are gone.
    expect(rows).toEqual([[expect.closeTo(1 - (24 + 4 / 24) / 42, 9), '2026-10-10T00:00:00+07:00', 0]]);
  });

  test('readings that stand still though rows come are frozen; where none come they are late', async () => {
    at.setNow('2026-11-20T00:00');
    await at.write('test/station', [
      { code: 'S1', name_vi: 'Cầu Một', on: true },
      { code: 'S2', name_vi: 'Cầu Hai', on: true },
      { code: 'S3', name_vi: 'Cầu Ba', on: false },
    ]);
    const send = async (hour: number, one: number, two: number) => {
      const time = `2026-11-20T${String(hour).padStart(2, '0')}`;
      at.setNow(`${time}:05`);
      const row = (name: string, metres: number) => ({ station: name, at: `${time}:00:00+07:00`, metres });
      await at.write('test/level', [row('S1', one), row('S2', two)]);
      await at.assess('test/level');
      return (await at.query({ from: 'test/level', measures: { n: { fn: 'count' } }, time: 'today' })).trust.freshness;
    };
    expect([await send(1, 1, 2), await send(2, 1.5, 2.5), await send(3, 1.7, 2.5), await send(4, 1.8, 2.5)]).toEqual([
      'live',
      'live',
      'live',
      'live',
    ]);
    expect(await send(5, 1.9, 2.5)).toBe('live');
    expect(await send(6, 2.1, 2.5)).toBe('frozen');
    const alone = async (name: string) =>
      (
        await at.query(
          { from: 'test/level', measures: { n: { fn: 'count' } } },
          { ...localCaller(), rows: (set) => (set === 'test/level' ? { station: name } : undefined) },
        )
      ).trust.freshness;
    expect([await alone('S1'), await alone('S2')]).toEqual(['live', 'frozen']);
    expect(await send(7, 2.2, 2.6)).toBe('live');
    at.setNow('2026-11-20T20:00');
    await at.assess('test/level');
    expect((await at.query({ from: 'test/level', measures: { n: { fn: 'count' } } })).trust.freshness).toBe('late');
  });

  test('an issue is fixed when its value is mended', async () => {
    at.setNow('2026-11-20T21:00');
    await at.write('test/level', [{ station: 'S9', at: '2026-11-20T20:00:00+07:00', metres: 3 }]);
    await at.assess('test/level');
    const states = async () =>
      (await at.query({ from: 'core/quality_issue', select: ['rule_code', 'row_key', 'state'], where: { dataset_id: 'test/level' } })).rows;
    expect(await states()).toEqual([['orphan', expect.stringContaining('S9'), 'open']]);
    await at.write('test/station', [{ code: 'S9', name_vi: 'Cầu Chín', on: false }]);
    await at.assess('test/level');
    expect(await states()).toEqual([['orphan', expect.stringContaining('S9'), 'fixed']]);
  });

  test('an issue is for the agency whose row it is about, and tells nothing of persons', async () => {
    const visit = defineDataset({
      row: schema({
        required: ['phone', 'agency'],
        properties: {
          phone: { type: 'string', 'x-personal': 'basic' },
          agency: { type: 'string' },
          name: { type: 'string', 'x-personal': 'basic' },
        },
      }),
      key: ['phone'],
      agency: 'agency',
      scope: 'unit',
      rules: { named: { must: { name: { empty: false } } } },
    });
    const world = await testQuality(await open(), { visit }, { start: '2026-11-20T16:00', units });
    await world.write('test/visit', [
      { phone: '0901', agency: 'A1', name: ' Lan' },
      { phone: '0902', agency: 'A2', name: 'Minh ' },
    ]);
    await world.assess('test/visit');
    const query = { from: 'core/quality_issue', select: ['owner_agency_code', 'row_key', 'message'] } as const;
    const reach: Caller = { ...localCaller(), reach: { units: [], agencies: ['A2'] } };
    expect((await world.query(query)).rows.length).toBe(2);
    expect((await world.query(query, reach)).rows).toEqual([['A2', null, expect.any(String)]]);
    expect(JSON.stringify(await world.context.database.read('d_core__quality_issue').select('*'))).not.toMatch(/090[12]|Lan|Minh/);
  });

  test('what the clinics of a ward send under a unit that is no more in force is an issue', async () => {
    const old = unit('593', 'ward', '68@2025-07-01', '2025-07-01', '2025-03-01');
    const world = await testQuality(await open(), { cases }, { start: '2026-11-20T16:00', units: [...units, old] });
    await world.write('test/cases', [
      { ward: old.key, day: '2026-11-20', n: 1 },
      { ward: '20001@2025-07-01', day: '2026-11-20', n: 1 },
    ]);
    await world.assess('test/cases');
    const { rows } = await world.query({ from: 'core/quality_issue', select: ['rule_code', 'field', 'message'] });
    expect(rows).toEqual([['unit-not-valid', 'ward', expect.stringContaining('593@2025-03-01')]]);
  });

  test('more flaws than are looked at one by one count all the same, and none is taken for mended', async () => {
    const many = await testQuality(await open(), { station, level, cases }, { start: '2026-11-20T16:00', units });
    const rows = Array.from({ length: 20_500 }, (_, index) => ({
      station: `S${index}`,
      at: `2026-11-20T15:${String(index % 60).padStart(2, '0')}:00+07:00`,
      metres: 1,
    }));
    await many.write('test/station', [{ code: 'S0', name_vi: 'Cầu', on: true }]);
    await many.write('test/level', rows);
    await many.assess('test/level');
    const clean = async () =>
      (
        await many.query({
          from: 'core/quality_run',
          select: ['rows_total', 'rows_flawed', 'q_sach'],
          where: { dataset_id: 'test/level', source_agency_code: '*' },
        })
      ).rows[0];
    expect(await clean()).toEqual([20_500, 20_499, 1 - 20_499 / 20_500]);
    const fixed = { from: 'core/quality_issue', measures: { n: { fn: 'count' } }, where: { state: 'fixed' } } as const;
    // Those that come first in the order are mended: others take their place, and nobody can say yet what became of the first.
    const mend = (from: number, to: number) =>
      many.write(
        'test/station',
        rows.slice(from, to).map(({ station: name }) => ({ code: name, name_vi: name, on: false })),
      );
    await mend(10_000, 10_100);
    await many.assess('test/level');
    expect((await clean())?.slice(0, 2)).toEqual([20_500, 20_399]);
    expect((await many.query(fixed)).rows).toEqual([[0]]);
    await mend(10_100, 11_000);
    await many.assess('test/level');
    expect((await clean())?.slice(0, 2)).toEqual([20_500, 19_499]);
    expect((await many.query(fixed)).rows).toEqual([[1000]]);
  }, 120_000);
});
