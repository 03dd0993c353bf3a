import type { Json, Query } from '@haidang/sdk';
import { beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../../../../tests/support/databases.ts';
import { openCentre, type SpecCentre } from './centre.ts';
import { rowOf } from './fill.ts';

// A Saturday. Units and their people are in places.ts: 184 000 people in three wards live in the province of the centre.
const now = Date.parse('2026-11-21T14:32:00+07:00');
const november = { from: '2026-11-01', to: '2026-12-01' };
const [muiNe, lamVien, phanThiet] = ['22918@2025-07-01', '24781@2025-07-01', '593@2025-03-01'];
const at = (local: string) => `2026-${local}+07:00`;

const report = (report_code: string, more: { readonly [field: string]: Json }) => rowOf('field-reports/report', { report_code, ...more });
const reports = [
  // From the first moment of the month, a Sunday, to Monday 17:00: 8 working hours until accepted, 10 until resolved, as it was due.
  report('r1', {
    status: 'resolved',
    commune_code: muiNe,
    reported_at: at('11-01T00:00:00'),
    accepted_at: at('11-02T17:00:00'),
    resolved_at: at('11-03T09:30:00'),
    due_at: at('11-03T09:30:00'),
  }),
  // In the last moment of the month, a Monday; accepted 1 ms after 8 working hours.
  report('r2', { status: 'closed', commune_code: muiNe, reported_at: at('11-30T23:59:59.999'), accepted_at: at('12-02T07:30:00.001') }),
  // In the first moment of the next month.
  report('r3', { status: 'resolved', commune_code: muiNe, reported_at: at('12-01T00:00:00') }),
  // Friday 16:00 to Monday 08:00, and that Monday is a holiday: 1 working hour.
  report('r4', { status: 'rejected', commune_code: lamVien, reported_at: at('11-20T16:00:00'), accepted_at: at('11-23T08:00:00') }),
  report('r5', { status: 'assigned', commune_code: muiNe, reported_at: at('11-10T10:00:00') }),
  // Of October; Friday 16:00 to Wednesday 12:00: 1 + 8 + 8 + 4 = 21 working hours, and late by 1 ms.
  report('r6', {
    status: 'closed',
    commune_code: lamVien,
    reported_at: at('10-30T16:00:00'),
    resolved_at: at('11-04T12:00:00'),
    due_at: at('11-04T11:59:59.999'),
  }),
];

const released = (indicator_code: string, month: string, value: number, more: { readonly [field: string]: Json } = {}) => {
  const [, number = '', last = ''] = month.split('-');
  return rowOf('core/indicator_value', {
    indicator_code,
    period_type: 'month',
    period_start: `2026-${number}-01`,
    period_end: `2026-${number}-${last}`,
    unit: '68@2025-07-01',
    breakdown: '*',
    value,
    ...more,
  });
};
const target = (indicator_code: string, target_value: number, more: { readonly [field: string]: Json } = {}) =>
  rowOf('core/plan_target', { indicator_code, year: 2026, unit: '68@2025-07-01', target_value, target_kind: 'at_least', ...more });
const months = (...path: readonly number[]) => ({ monthly_path: path });
const due = (indicator_code: string, day: string) =>
  rowOf('core/release_calendar', { indicator_code, period_start: '2026-10-01', due_at: at(`${day}T08:00:00`) });

const budget = (side: string, unit: string, day: string, plan_local: number, actual_cumulative: number) =>
  rowOf('socio-economic/budget_execution', {
    as_of_date: `2026-${day}`,
    commune_code: unit,
    side,
    item_code: `${side}-${day}`,
    plan_local,
    actual_cumulative,
  });
const disease = (day: string, confirmed: number) => rowOf('health/disease_count', { date: `2026-${day}`, commune_code: muiNe, confirmed });
const vaccinated = (period_end: string, count: number) =>
  rowOf('health/immunisation_month', { period_end, commune_code: muiNe, antigen: 'full_under1', target: 10, vaccinated: count });
const dispatch = (incident_code: string, minutes: number) => [
  rowOf('emergency/incident', { incident_code, priority: incident_code.slice(0, 2), reported_at: at('11-20T08:00:00') }),
  rowOf('emergency/dispatch', {
    incident_code,
    dispatched_at: at('11-20T08:00:30'),
    arrived_at: new Date(Date.parse(at('11-20T08:00:00')) + minutes * 60_000).toISOString(),
  }),
];
const dispatches = [dispatch('P1-a', 10), dispatch('P1-b', 30), dispatch('P1-c', 20), dispatch('P2-a', 99)];
const mention = (mention_id: string, sentiment: string) =>
  rowOf('media-monitoring/mention', { mention_id, sentiment, published_at: at('11-12T08:00:00') });
const observation = (station_code: string, time: string, qa_flag: string) =>
  rowOf('environment/observation', { station_code, observed_at: at(`11-21T${time}`), qa_flag, device_status: 'measuring' });
const position = (registration_no: string, time: string, coordinates: readonly number[]) =>
  rowOf('fishing-vessels/position', { registration_no, at: at(`11-21T${time}`), location: { type: 'Point', coordinates } });
const box = (west: number, south: number, size: number) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const everywhere = { area: { type: 'Polygon', coordinates: [box(107, 9, 9)] } };
const warning = (identifier: string, more: { readonly [field: string]: Json }) =>
  rowOf('public-alerts/alert', {
    identifier,
    cap_status: 'Actual',
    msg_type: 'Alert',
    sent: at('11-21T06:00:00'),
    expires: at('11-21T18:00:00'),
    area: { type: 'Polygon', coordinates: [box(108, 10, 1)] },
    ...more,
  });
const occupied = (day: string, rooms_sold: number) =>
  rowOf('tourism/occupancy_day', { accommodation_code: 'khach-san', date: `2026-${day}`, rooms_available: 100, rooms_sold });

const rows = {
  'core/working_calendar': [
    rowOf('core/working_calendar', { calendar_code: 'default', date: '2026-11-23', is_working: false, shifts: [] }),
  ],
  'field-reports/report': reports,
  'core/indicator_value': [
    released('se.grdp_growth', '-03-31', 9),
    released('se.grdp_growth', '-06-30', 7.5, { vintage: 1 }),
    released('se.grdp_growth', '-06-30', 7.75, { vintage: 2 }),
    released('legacy_users', '-06-30', 4),
    // Half of 120 is due by the end of June.
    released('a', '-06-30', 60),
    // Newer, but of one ward and of one branch.
    released('a', '-07-31', 1, { unit: muiNe }),
    released('a', '-08-31', 1, { breakdown: 'sector:industry' }),
    released('b', '-03-31', 10),
    released('d', '-09-30', 80),
    // Came on the minute, a minute late, and without being planned.
    released('p', '-10-31', 1, { released_at: at('11-05T08:00:00') }),
    released('q', '-10-31', 1, { released_at: at('11-06T08:01:00') }),
    released('r', '-10-31', 1, { released_at: at('11-06T08:00:00') }),
  ],
  'core/plan_target': [
    target('a', 120),
    target('b', 100, { target_kind: 'at_most', ...months(1, 5, 9, 20, 30, 40, 50, 60, 70, 80, 90, 100) }),
    target('c', 1),
    target('d', 100, months(1, 2, 3, 4, 5, 6, 7, 8, 80, 90, 95, 100)),
  ],
  'core/release_calendar': [due('p', '11-05'), due('q', '11-06'), due('s', '11-30'), due('t', '12-01')],
  'socio-economic/budget_execution': [
    budget('revenue', muiNe, '11-20', 100, 60),
    budget('revenue', muiNe, '11-19', 100, 50),
    budget('revenue', lamVien, '11-18', 50, 30),
    // The newest of this ward is expenditure: its revenue of the 18th is no longer the newest.
    budget('revenue', '24769@2025-07-01', '11-18', 1000, 1000),
    budget('expenditure', '24769@2025-07-01', '11-20', 10, 10),
  ],
  // Monday is the 16th.
  'health/disease_count': [
    disease('11-16', 5),
    disease('11-22', 2),
    disease('11-15', 4),
    disease('11-09', 1),
    disease('11-23', 9),
    disease('11-08', 7),
  ],
  'health/immunisation_month': [
    vaccinated('2025-12-31', 1),
    vaccinated('2026-01-01', 4),
    vaccinated('2026-11-21', 8),
    vaccinated('2026-11-22', 10),
  ],
  'emergency/incident': dispatches.map(([incident]) => incident ?? {}),
  'emergency/dispatch': dispatches.map(([, sent]) => sent ?? {}),
  'media-monitoring/mention': [mention('1', 'positive'), mention('2', 'positive'), mention('3', 'negative'), mention('4', 'neutral')],
  'environment/station': [
    rowOf('environment/station', { station_code: 't1', status: 'running' }),
    rowOf('environment/station', { station_code: 't2', status: 'running' }),
    rowOf('environment/station', { station_code: 't3', status: 'stopped' }),
  ],
  'environment/observation': [
    observation('t1', '00:00:00', 'valid'),
    observation('t1', '01:00:00', 'valid'),
    observation('t1', '02:00:00', 'suspect'),
    observation('t2', '02:59:59', 'valid'),
    observation('t2', '03:00:00', 'valid'),
    // Less than an hour ago.
    observation('t2', '13:32:00.001', 'valid'),
  ],
  'cameras/camera': [
    rowOf('cameras/camera', { camera_code: 'c1', state: 'active', commune_code: muiNe }),
    rowOf('cameras/camera', { camera_code: 'c2', state: 'active', commune_code: muiNe }),
    rowOf('cameras/camera', { camera_code: 'c3', state: 'active', commune_code: lamVien }),
    rowOf('cameras/camera', { camera_code: 'c4', state: 'retired', commune_code: '24769@2025-07-01' }),
  ],
  'public-alerts/alert': [
    // A hole in the middle; the others are an exercise, called off, over and still to come.
    warning('w1', { area: { type: 'Polygon', coordinates: [box(108, 10, 1), box(108.4, 10.4, 0.2)] } }),
    warning('exercise', { ...everywhere, cap_status: 'Exercise' }),
    warning('called-off', { ...everywhere, msg_type: 'Cancel' }),
    warning('over', { ...everywhere, expires: at('11-21T14:32:00') }),
    warning('to-come', { ...everywhere, effective: at('11-21T14:32:00.001') }),
  ],
  'fishing-vessels/position': [
    position('inside', '14:00:00', [108.1, 10.1]),
    position('inside', '14:10:00', [108.2, 10.1]),
    position('in-the-hole', '14:00:00', [108.5, 10.5]),
    position('outside', '14:00:00', [109.5, 10.5]),
    position('too-long-ago', '11:32:00', [108.1, 10.1]),
  ],
  'citizen-gateway/account_link': ['a', 'b', 'c'].map((external_user_hash) =>
    rowOf('citizen-gateway/account_link', { app_code: 'phan_thiet_s', external_user_hash }),
  ),
  'directives/directive': [
    // Due 30 days ago to the minute, a millisecond before, and done.
    rowOf('directives/directive', { directive_code: '1', status: 'issued', due_at: at('10-22T14:32:00') }),
    rowOf('directives/directive', { directive_code: '2', status: 'issued', due_at: at('10-22T14:31:59.999') }),
    rowOf('directives/directive', { directive_code: '3', status: 'completed', due_at: at('10-01T00:00:00') }),
  ],
  // 90 days from the 21st of November end before the 19th of February.
  'land/resource_licence': ['2026-11-20', '2026-11-21', '2027-02-18', '2027-02-19'].map((valid_to) =>
    rowOf('land/resource_licence', { licence_no: valid_to, valid_to }),
  ),
  'tourism/occupancy_day': [occupied('10-31', 40), occupied('11-01', 50), occupied('11-20', 70), occupied('12-01', 90)],
  'public-services/service_score': [
    rowOf('public-services/service_score', { as_of_date: '2026-11-20', unit_code: '68@2025-07-01', component: 'progress', score: 15.5 }),
    rowOf('public-services/service_score', { as_of_date: '2026-11-20', unit_code: '68@2025-07-01', component: 'transparency', score: 12 }),
    rowOf('public-services/service_score', { as_of_date: '2026-11-19', unit_code: '68@2025-07-01', component: 'progress', score: 99 }),
    rowOf('public-services/service_score', { as_of_date: '2026-11-20', unit_code: muiNe, component: 'progress', score: 18 }),
  ],
};

/** What is asked, the cells of the answer, and how they are computed. */
const values: readonly (readonly [asked: string, query: Omit<Query, 'from'>, answer: readonly (readonly Json[])[], computed: string])[] = [
  ['field-reports/received', { time: november }, [[3]], 'r1, r2, r5: r3 is of December, r4 was rejected'],
  ['field-reports/resolution_rate', { time: november }, [[200 / 3]], '100 × (r1, r2) / (r1, r2, r5)'],
  ['field-reports/on_time_rate', { time: november }, [[50]], '100 × (r1) / (r1, r6)'],
  ['field-reports/accept_within_sla', { time: november }, [[50]], '100 × (r1 with 8 h, r4 with 1 h) / (r1, r2, r4, r5)'],
  ['field-reports/median_resolve_hours', { time: november }, [[15.5]], 'between 10 h and 21 h'],
  ['field-reports/per_1000', { time: november }, [[1000 * (4 / 184_000)]], '1000 × 4 / (34 000 + 100 000 + 50 000)'],
  [
    'field-reports/per_1000',
    { time: november, by: ['commune_code'] },
    [
      [muiNe, 3000 / 34_000],
      [lamVien, 1000 / 50_000],
    ],
    'three and one, by the people of their wards',
  ],
  [
    'field-reports/per_1000',
    { time: november, where: { commune_code: { within: phanThiet } } },
    [[3000 / 200_000]],
    'what became of a ward of old Phan Thiết counts in it, by its 200 000 people',
  ],
  ['socio-economic/grdp_growth', {}, [[7.75]], 'of two vintages of June the second'],
  ['socio-economic/grdp_growth', { time: { from: '2026-01-01', to: '2026-04-01' } }, [[9]], 'the newest of the first quarter'],
  ['socio-economic/revenue_vs_plan', {}, [[60]], '100 × (60 + 30) / (100 + 50)'],
  ['socio-economic/plan_achievement', {}, [[50]], 'a and d of a, b, c, d: b has 10 where 9 are allowed, c has no figure'],
  ['socio-economic/release_on_time', { time: november }, [[100 / 3]], 'p of p, q, s: t is due in December'],
  ['health/disease_week_change', {}, [[2]], '(5 + 2) − (4 + 1)'],
  ['health/full_immunisation', {}, [[60]], '100 × (4 + 8) / (10 + 10): from New Year to the end of today'],
  ['emergency/response_p90', {}, [[28]], '10, 20, 30: nine tenths of the way from the first to the last'],
  ['emergency/dispatch_seconds', {}, [[30]], 'all four after 30 s'],
  ['media-monitoring/net_sentiment', { time: november }, [[25]], '100 × 2 / 4 − 100 × 1 / 4'],
  [
    'environment/data_availability',
    { time: { from: '2026-11-21', to: '2026-11-21T03:00:00' } },
    [[50]],
    '3 of 3 hours × 2 stations that run',
  ],
  [
    'environment/data_availability',
    { time: { from: '2026-11-21', to: '2026-11-21T03:00:00' }, by: ['station_code'] },
    [
      ['t1', 200 / 3],
      ['t2', 100 / 3],
    ],
    '2 and 1 of 3 hours',
  ],
  ['environment/stations_silent', {}, [[1]], 't1, t2 run and t2 has reported'],
  ['cameras/coverage_communes', {}, [[200 / 3]], '2 of the 3 wards of the province'],
  ['fishing-vessels/at_sea_in_warning', {}, [[1]], 'inside, once'],
  ['citizen-gateway/migration_rate', {}, [[75]], '3 of 4'],
  ['directives/overdue_30d', {}, [[1]], 'the second'],
  ['land/licence_expiring', {}, [[2]], 'of today and of the 89th day after'],
  ['tourism/occupancy', { time: november, compare: ['previous'] }, [[60, 40]], '120 of 200 rooms; 40 of 100 in the 30 days before'],
  ['public-services/score_766', {}, [[27.5]], '15.5 + 12 of the province itself'],
  ['infosec/portal_availability', { time: november }, [[null]], 'nothing was checked: no value'],
  ['test/twice', { time: november }, [[6]], 'twice the reports received'],
];

describeDatabases('values computed by hand', (open) => {
  let centre: SpecCentre;
  beforeAll(async () => {
    centre = await openCentre(await open(), { 'test/twice': '2*indicator(field-reports/received)' });
    await centre.write(rows);
  }, 120_000);

  test.each(values)('%s %j is %j: %s', async (from, query, answer) => {
    const result = await centre.ask({ query: { from, ...query }, now, scopes: {} });
    const inOrder = (cells: readonly (readonly Json[])[]) => [...cells].sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
    const found = inOrder(result.rows);
    expect(found.map((row) => row.length)).toEqual(answer.map((row) => row.length));
    for (const [row, cells] of inOrder(answer).entries())
      for (const [column, cell] of cells.entries())
        if (typeof cell === 'number') expect(found[row]?.[column]).toBeCloseTo(cell, 9);
        else expect(found[row]?.[column]).toBe(cell);
  });
});
