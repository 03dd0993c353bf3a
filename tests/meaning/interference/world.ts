import { type Dataset, defineDataset, geoPoint, type Indicator, schema } from '@haidang/sdk';

/** Health stations and the like: agencies that others refer to, in reach by their unit. */
const office = defineDataset({
  row: schema({
    required: ['code', 'name_vi'],
    properties: {
      code: { type: 'string', format: 'code' },
      name_vi: { type: 'string' },
      kind: { type: 'string', enum: ['health', 'order', 'land'] },
      ward: { type: 'string', format: 'unit' },
      budget: { type: 'integer' },
      chief: { type: 'string', 'x-personal': 'basic' },
    },
  }),
  key: ['code'],
  unit: 'ward',
  scope: 'unit',
});

/** In reach by its unit or its agency. */
const visit = defineDataset({
  row: schema({
    required: ['code', 'at'],
    properties: {
      code: { type: 'string', format: 'code' },
      ward: { type: 'string', format: 'unit' },
      office: { type: 'string', 'x-ref': 'office' },
      partners: { type: 'array', items: { type: 'string' }, 'x-ref': 'office' },
      status: { type: 'string', enum: ['open', 'done', 'refused'] },
      title: { type: 'string' },
      note: { type: 'string', format: 'text' },
      at: { type: 'string', format: 'date-time' },
      closed_at: { type: 'string', format: 'date-time' },
      day: { type: 'string', format: 'date' },
      votes: { type: 'integer' },
      score: { type: 'number' },
      urgent: { type: 'boolean' },
      tags: { type: 'array', items: { type: 'string' } },
      point: geoPoint,
      phone: { type: 'string', 'x-personal': 'basic' },
      weighed: { type: 'integer', 'x-personal': 'sensitive' },
      token: { type: 'string', 'x-personal': 'secret' },
    },
  }),
  key: ['code'],
  time: 'at',
  geo: 'point',
  unit: 'ward',
  agency: 'office',
  scope: 'unit',
  history: true,
  expects: { every: 'P1D', by: '17:00' },
});

/** Its key and its business time are personal. */
const patient = defineDataset({
  row: schema({
    required: ['identity', 'admitted_at'],
    properties: {
      identity: { type: 'string', format: 'code', 'x-personal': 'basic' },
      admitted_at: { type: 'string', format: 'date-time', 'x-personal': 'basic' },
      ward: { type: 'string', format: 'unit' },
      office: { type: 'string', 'x-ref': 'office' },
      weight: { type: 'integer' },
      diagnosis: { type: 'string', 'x-personal': 'sensitive' },
    },
  }),
  key: ['identity'],
  time: 'admitted_at',
  unit: 'ward',
  scope: 'unit',
});

/** All rows are for everybody, but not what they refer to. */
const meter = defineDataset({
  row: schema({
    required: ['station', 'date'],
    properties: {
      station: { type: 'string', format: 'code' },
      date: { type: 'string', format: 'date' },
      office: { type: 'string', 'x-ref': 'office' },
      level: { type: 'number' },
      reader: { type: 'string', 'x-personal': 'basic' },
    },
  }),
  key: ['station', 'date'],
  time: 'date',
  agency: 'office',
  scope: 'all',
});

/** Delivered by each ward every day: its quality is assessed by ward. */
const gauge = defineDataset({
  row: schema({
    required: ['ward', 'date'],
    properties: {
      ward: { type: 'string', format: 'unit' },
      date: { type: 'string', format: 'date' },
      level: { type: 'number' },
      remark: { type: 'string' },
      keeper: { type: 'string', 'x-personal': 'basic' },
    },
  }),
  key: ['ward', 'date'],
  time: 'date',
  unit: 'ward',
  scope: 'unit',
  expects: { every: 'P1D', by: '12:00', from: 'ward', floor: 0.3 },
  rules: { level_is_low: { must: { level: { lt: 6 } }, critical: true }, remark_is_given: { must: { remark: { empty: false } } } },
});

export const datasets: { readonly [name: string]: Dataset } = { office, visit, patient, meter, gauge };

const figure = (formula: string): Indicator => ({ formula, unit: '%', frequency: 'live' });

export const indicators: { readonly [name: string]: Indicator } = {
  visits: figure('count(visit)'),
  votes_of_day: figure('sum(visit.votes where at in period) / count(visit where at in period)'),
  done_rate: figure("100 * sum(visit.votes where status = 'done') / count(visit)"),
  of_health: figure("sum(visit.score where office.kind = 'health') + count(visit)"),
  slow: figure('avg(days(visit.at, visit.closed_at)) + sum(visit.votes)'),
  per_patient: figure('sum(visit.votes) / sum(patient.weight)'),
  highest: figure('max(meter.level) + count(meter)'),
  newest: figure("latest(visit.votes where status != 'refused') + count(visit)"),
  on_newest_day: figure('sum(visit.votes where at = latest_date) + count(visit)'),
  newest_level: figure('latest(meter.level)'),
  gauges: figure('sum(gauge.level) + count(gauge)'),
  of_everything: figure('indicator(visits) + indicator(highest)'),
};
