import type { Json, Query, Result } from '@haidang/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Clinics, startClinics } from './clinics.ts';

// The example of the definition of đúng – đủ – sạch – sống: 20 facilities report daily, 10 days; 184 of 200 reports came, 160 of them on
// time; 724 of 736 required cells are filled; 902 of 920 normal and 180 of 184 critical checks passed; 5 rows have open issues; the newest
// value is 40 hours old.
const facilities = Array.from({ length: 20 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`);
const days = Array.from({ length: 10 }, (_, index) => `2026-11-${String(index + 1).padStart(2, '0')}`);
const isMissing = (facility: number, day: number) => facility < 8 && (day === 2 || day === 5);
const isLate = (facility: number, day: number) => (day === 7 && facility < 12) || (day === 8 && facility >= 8);

interface Visit {
  readonly row: { readonly [field: string]: Json };
  readonly day: number;
  readonly isLate: boolean;
}

function visits(): readonly Visit[] {
  const all: Visit[] = [];
  for (const [day, date] of days.entries())
    for (const [facility, code] of facilities.entries()) {
      if (isMissing(facility, day)) continue;
      const n = all.length;
      const row = {
        facility: code,
        day: date,
        disease: n % 40 === 3 ? `X${n}` : 'A09',
        ...(n % 16 !== 7 && { patients: n % 46 === 10 ? 10 : 60 + (n % 9) }),
        doctors: n % 23 === 5 ? 99 : 8,
        beds: 100,
        beds_used: n % 18 === 4 && n < 180 ? 130 : 70,
        deaths: n % 46 === 10 ? 40 : 1,
      };
      all.push({ row, day, isLate: isLate(facility, day) });
    }
  return all;
}

const total: Query = { from: 'clinics/visit', measures: { n: { fn: 'count' } } };
const overall = ({ trust }: Result) => trust.quality.overall;
const part = ({ trust: { quality } }: Result) => [quality.correct, quality.complete, quality.clean, quality.live].map(({ value }) => value);

test('the rows are those of the example', () => {
  const rows = visits();
  const count = (test: (row: Visit['row']) => boolean) => rows.filter(({ row }) => test(row)).length;
  expect(rows.length).toBe(184);
  expect(rows.filter((row) => row.isLate).length).toBe(24);
  expect(count(({ patients }) => patients === undefined)).toBe(12);
  expect(count(({ disease }) => disease !== 'A09')).toBe(5);
  expect(count(({ deaths }) => deaths === 40)).toBe(4);
  expect(count(({ doctors }) => doctors === 99) + count(({ beds_used }) => beds_used === 130)).toBe(18);
});

describe.each(['sqlite', 'postgres'] as const)('the worked example, written over HTTP on %s', (kind) => {
  let clinics: Clinics;

  beforeAll(async () => {
    clinics = await startClinics(kind, '2026-11-01T06:00');
    await clinics.write(
      'facility',
      facilities.map((code) => ({ code })),
    );
    await clinics.write('disease', [{ code: 'A09' }]);
    const rows = visits();
    for (const day of days.keys()) {
      const next = `2026-11-${String(day + 2).padStart(2, '0')}`;
      const of = (isLate: boolean) => rows.filter((each) => each.day === day && each.isLate === isLate).map(({ row }) => row);
      clinics.setNow(`${next}T05:00`);
      await clinics.write('visit', of(false));
      clinics.setNow(`${next}T08:00`);
      if (of(true).length > 0) await clinics.write('visit', of(true));
    }
    clinics.setNow('2026-11-11T16:00');
  });

  afterAll(() => clinics.stop());

  test('gives 92.99, grade A, and each part of it', async () => {
    const result = await clinics.until(total, (answer) => Math.abs((overall(answer) ?? 0) - 92.99) <= 0.01);
    const [correct, complete, clean, live] = part(result);
    expect(result.rows).toEqual([[184]]);
    expect(correct).toBeCloseTo(0.97962, 5);
    expect(complete).toBeCloseTo(0.95185, 5);
    expect(clean).toBeCloseTo(0.97283, 5);
    expect(live).toBeCloseTo(0.82444, 5);
    expect(result.trust.quality.correct.grade).toBe('good');
    expect(result.trust.quality.live.grade).toBe('fair');
    const { rows } = await clinics.query({
      from: 'core/quality_run',
      select: [
        'grade',
        'overall',
        'expected_slots',
        'received_slots',
        'on_time_slots',
        'cells_required',
        'cells_filled',
        'rows_total',
        'rows_flawed',
        'fresh',
      ],
      where: { dataset_id: 'clinics/visit', source_agency_code: '*', window_end: '2026-11-11T23:59:59+07:00' },
    });
    expect(rows).toEqual([['A', expect.closeTo(92.99, 2), 200, 184, 160, 736, 724, 184, 5, expect.closeTo(0.86111, 5)]]);
  });

  test('a dataset without a rule is not assessed', async () => {
    await clinics.write('note', [{ code: 'N1' }]);
    const { trust } = await clinics.query({ from: 'clinics/note', measures: { n: { fn: 'count' } } });
    expect(trust.quality.overall).toBeUndefined();
    expect(Object.values(trust.quality)).toEqual(Array.from({ length: 4 }, () => ({ grade: 'unknown', why: expect.any(String) })));
  });

  test('a value that is confirmed as true with a note is clean, and is not raised again', async () => {
    const issues = await clinics.query({
      from: 'core/quality_issue',
      select: ['issue_id', 'row_key', 'state'],
      where: { dataset_id: 'clinics/visit' },
    });
    expect(issues.rows.map(([, , state]) => state)).toEqual(Array.from({ length: 5 }, () => 'open'));
    const [id, revision] = [1, 1];
    const without = await clinics.patch('core/quality_issue', id, revision, { state: 'accepted_as_true' });
    expect(without.status).toBe(400);
    const other = await clinics.patch('core/quality_issue', id, revision, { message: 'khác' });
    expect(other.status).toBe(400);
    const patched = await clinics.patch('core/quality_issue', id, revision, { state: 'accepted_as_true', note: 'Đã đối chiếu sổ gốc.' });
    expect(patched.status).toBe(200);
    const clean = (answer: Result) => answer.trust.quality.clean.value ?? 0;
    const result = await clinics.until(total, (answer) => Math.abs(clean(answer) - (1 - 4 / 184)) < 1e-9);
    expect(overall(result)).toBeGreaterThan(93);
    // The row is written again, with the same value.
    await clinics.write('visit', [{ ...JSON.parse(JSON.stringify(visits()[3]?.row)), beds: 101 }]);
    await clinics.until(total, (answer) => clean(answer) === 1 - 4 / 184);
    const after = await clinics.query({
      from: 'core/quality_issue',
      measures: { n: { fn: 'count' } },
      where: { dataset_id: 'clinics/visit' },
      by: ['state'],
    });
    expect(Object.fromEntries(after.rows as [string, number][])).toEqual({ open: 4, accepted_as_true: 1 });
  });

  test('a feed that stops falls day by day, and its suppliers have an alarm until it comes back', async () => {
    const falling: number[] = [];
    for (const day of ['12', '13', '14']) {
      const before = overall(await clinics.query(total)) ?? 100;
      clinics.setNow(`2026-11-${day}T12:00`);
      const result = await clinics.until(total, (answer) => (overall(answer) ?? 0) < before);
      falling.push(overall(result) ?? -1);
      expect(result.trust.freshness).toBe('late');
    }
    expect(falling.every((score, index) => score > 0 && (index === 0 || score < (falling[index - 1] ?? 0)))).toBe(true);
    // F is 0 three periods after the grace: 24 h + 6 h + 72 h after the newest value of 10 November.
    clinics.setNow('2026-11-14T06:00');
    const dead = await clinics.until(
      {
        from: 'core/quality_run',
        select: ['fresh', 'on_time_slots'],
        where: { dataset_id: 'clinics/visit', source_agency_code: '*' },
        sort: ['-window_end'],
        limit: 1,
      },
      ({ rows }) => rows[0]?.[0] === 0,
    );
    expect(dead.rows).toEqual([[0, 160]]);
    const alarms: Query = {
      from: 'core/alarm',
      measures: { n: { fn: 'count' } },
      by: ['state'],
      where: { dataset_id: 'clinics/visit', rule: 'late' },
    };
    expect((await clinics.query({ ...alarms, where: { dataset_id: 'clinics/visit', state: 'unacknowledged' }, by: [] })).rows).toEqual([
      [20],
    ]);
    await clinics.write('visit', [
      { facility: 'F01', day: '2026-11-14', disease: 'A09', patients: 60, doctors: 8, beds: 100, beds_used: 70, deaths: 1 },
    ]);
    await clinics.until(
      { ...alarms, by: [], where: { dataset_id: 'clinics/visit', state: 'unacknowledged' } },
      ({ rows }) => rows[0]?.[0] === 19,
    );
    const cleared = await clinics.query({
      from: 'core/alarm',
      select: ['supplier', 'raised_at', 'cleared_at'],
      where: { state: 'cleared', supplier: 'F01' },
      sort: ['-raised_at'],
      limit: 1,
    });
    expect(cleared.rows).toEqual([['F01', expect.stringMatching(/^2026-11-\d\dT06:00:00/), '2026-11-14T06:00:00+07:00']]);
  });
});
