/** What the specification writes and the product does not take as it stands: one place in it, what stands there, what is read instead, and why. */
export interface Mend {
  /** Plugin, `datasets` or `indicators`, its id, then the part: "formula", "levels", "time", "fields.commune_code". */
  readonly at: readonly [plugin: string, list: 'datasets' | 'indicators', id: string, part: string];
  /** Absent where the specification has nothing. */
  readonly was?: string;
  /** Absent where it is left out. */
  readonly is?: string;
  readonly reason: string;
}

const ofTheCore = 'values and targets of indicators are records of the core, which every plugin shares';
const newest = (code: string) => `latest(indicator_value.value where indicator_code='${code}')`;
const newestOfTheCore = (id: string, code: string): Mend => ({
  at: ['socio-economic', 'indicators', id, 'formula'],
  was: newest(code),
  is: newest(code).replace('indicator_value', 'core/indicator_value'),
  reason: ofTheCore,
});

export const formulaMends: readonly Mend[] = [
  newestOfTheCore('grdp_growth', 'se.grdp_growth'),
  newestOfTheCore('grdp_contribution', 'se.grdp_contribution'),
  newestOfTheCore('iip_growth', 'se.iip_yoy'),
  newestOfTheCore('cpi_yoy', 'se.cpi_yoy'),
  newestOfTheCore('retail_growth', 'se.retail_yoy'),
  newestOfTheCore('export_value', 'se.export_usd'),
  {
    at: ['socio-economic', 'indicators', 'plan_achievement', 'formula'],
    was: '100*count(plan_target where year=this_year and on_track(indicator_code))/count(plan_target where year=this_year)',
    is: '100*count(core/plan_target where year=this_year and on_track(indicator_code))/count(core/plan_target where year=this_year)',
    reason: ofTheCore,
  },
  {
    at: ['socio-economic', 'indicators', 'release_on_time', 'formula'],
    was: '100*count(indicator_value where released_at in period and on_calendar(indicator_code))/expected_releases(period)',
    is: '100*count(core/indicator_value where released_at in period and on_calendar(indicator_code))/expected_releases(period)',
    reason: ofTheCore,
  },
  {
    at: ['emergency', 'indicators', 'response_p90', 'formula'],
    was: "p90(minutes(incident.reported_at,dispatch.arrived_at) where priority='P1')",
    is: "p90(minutes(incident.reported_at,dispatch.arrived_at) where incident.priority='P1')",
    reason: 'the rows are those of dispatch, and the priority is a field of the incident that they refer to',
  },
];

export const thresholdMends: readonly Mend[] = [
  {
    at: ['citizen-gateway', 'indicators', 'mau', 'levels'],
    was: '>=20% of adults|>=10%|<10%',
    is: '>=plan|>=0.5*plan|<0.5*plan',
    reason: 'a share of the adults is no limit of a number of people: the plan of the year says how many these are',
  },
];

export const datasetMends: readonly Mend[] = [
  { at: ['socio-economic', 'datasets', 'indicator_value', 'key'], is: 'core/indicator_value', reason: ofTheCore },
  { at: ['socio-economic', 'datasets', 'plan_target', 'key'], is: 'core/plan_target', reason: ofTheCore },
  {
    at: ['public-services', 'datasets', 'governance_index', 'time'],
    was: 'year',
    is: 'period_end',
    reason: 'a business time is a day or an instant, and the number of a year is neither: the last day of the year is',
  },
  {
    at: ['public-services', 'datasets', 'governance_index', 'fields.period_end'],
    is: 'date!',
    reason: 'the last day of the year, by which the newest index is found',
  },
  {
    at: ['land', 'datasets', 'land_stat', 'time'],
    was: 'year',
    reason: 'a business time is a day or an instant, and the number of a year is neither; no formula needs one here',
  },
  {
    at: ['public-services', 'datasets', 'service_score', 'fields.unit_code'],
    was: 'code!',
    is: 'unit!',
    reason: 'the formula compares it with this_unit, which is an administrative unit',
  },
  {
    at: ['emergency', 'datasets', 'incident', 'fields.sop_code'],
    was: 'code ref sop',
    is: 'code',
    reason: 'a procedure is known by its code and version: one field does not refer to it',
  },
  {
    at: ['environment', 'datasets', 'observation', 'expects'],
    is: 'PT1H from station_code among status=running',
    reason: 'expected_records needs the delivery that the specification only tells in words ("5 min (auto)"); hourly keeps the data small',
  },
];

/** The marks of personal data are left out of the copy altogether: staff-card and citizen-gateway count by keys that carry them. */
export const mends: readonly Mend[] = [...formulaMends, ...thresholdMends, ...datasetMends];
