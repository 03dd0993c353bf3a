import { comparisons, grains, timePresets } from '../query.ts';
import { choose, closed, form, type JsonSchema, listOf, mapOf, oneOf, ref, unless, when } from './json-schema.ts';

/** Names: of plugins and of their contributions, inside the plugin and outside. */
const plugin = '[a-z][a-z0-9]*(?:-[a-z0-9]+)*';
const local = '[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*';
const field = '[a-z][a-z0-9]*(?:_[a-z0-9]+)*';

export const names = {
  plugin: form(`^${plugin}$`, 'field-reports', { maxLength: 31 }),
  snake: form(`^${field}$`, 'on_time_rate', { maxLength: 48 }),
  kebab: form(`^${plugin}$`, 'ward-list', { maxLength: 48 }),
  qualified: form(`^${plugin}/${local}$`, 'field-reports/report'),
  /** As inside a plugin: its own names are short. */
  short: form(`^(?:${plugin}/)?${local}$`, 'report'),
  field: form(`^${field}(?:\\.${field})*$`, 'category.domain'),
  dimension: form(`^(?:unit|(?:${plugin}/)?${field}(?:\\.${field})?)$`, 'field-reports/report.status'),
  variable: form('^[a-z][a-zA-Z0-9]{0,31}$', 'ward'),
  role: form(`^${field}$`, 'agency_officer'),
  permission: form(`^(?:${plugin}/)?${field}\\.${field}$`, 'field-reports/report.read'),
  language: form('^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$', 'vi'),
} as const;

/** Stable ids of the parts of a document: `w_7f3k9q2d`. */
export function idOf(prefix: string): JsonSchema {
  return form(`^${prefix}_[A-Za-z0-9][A-Za-z0-9_-]{0,39}$`, `${prefix}_7f3k9q2d`);
}

export const rank = form('^[A-Za-z][0-9A-Za-z]{0,63}$', 'a0V');
export const duration = form('^P(?!$)(?:\\d+Y)?(?:\\d+M)?(?:\\d+W)?(?:\\d+D)?(?:T(?=\\d)(?:\\d+H)?(?:\\d+M)?(?:\\d+S)?)?$', 'PT15M');
// Days or hours, not both: a day has the hours that its calendar says.
const workingTime = form('^P(?:\\d+D|T(?=\\d)(?:\\d+H)?(?:\\d+M)?)$', 'PT4H');
export const unit = form('^[A-Za-z0-9._-]+@\\d{4}-\\d{2}-\\d{2}$', '22918@2025-07-01');
export const threshold = form('^(?:(?:>=|<=|>|<|=).+|-?\\d+(?:\\.\\d+)?-\\d+(?:\\.\\d+)?)$', '>=95', { maxLength: 80 });
export const instant = form(
  '^\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,3})?)?(?:Z|[+-]\\d{2}:\\d{2})?)?$',
  '2026-11-21T14:32:07+07:00',
);
export const hour = form('^(?:[01]\\d|2[0-3]):[0-5]\\d$', '17:00');
export const icon = form('^[a-z0-9]+(?:-[a-z0-9]+)*$', 'message-square-warning');
export const profiles = ['desk', 'wall', 'tablet', 'phone', 'print'] as const;

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const scalar = { type: ['string', 'number', 'boolean'] };
const longitude = { type: 'number', minimum: -180, maximum: 180 };
const latitude = { type: 'number', minimum: -90, maximum: 90 };

function tuple(...items: readonly JsonSchema[]): JsonSchema {
  return { type: 'array', prefixItems: items, items: false, minItems: items.length };
}

/** Text by language: Vietnamese is required. `most` counts graphemes. */
export function l10n(most: number): JsonSchema {
  return {
    type: 'object',
    required: ['vi'],
    propertyNames: names.language,
    properties: { vi: { type: 'string', minLength: 1, 'x-graphemes': most } },
    additionalProperties: { type: 'string', 'x-graphemes': most },
  };
}

const reference = closed({ field: names.field }, ['field']);
const variable = closed({ var: names.variable }, ['var']);

/** Filters, measures and queries; with `vars`, their values may be page variables. */
function queries(vars: boolean, suffix: string): { readonly [name: string]: JsonSchema } {
  const value = vars ? choose({ field: reference, var: variable }, scalar) : choose({ field: reference }, scalar);
  const test = {
    ...closed({
      in: listOf(value),
      gt: value,
      gte: value,
      lt: value,
      lte: value,
      empty: { type: 'boolean' },
      has: value,
      within: when({ type: 'array' }, tuple(longitude, latitude, longitude, latitude), value),
      near: tuple(longitude, latitude, { type: 'number', exclusiveMinimum: 0 }),
    }),
    minProperties: 1,
  };
  const operand = when({ type: 'object' }, choose(vars ? { field: reference, var: variable } : { field: reference }, test), scalar);
  const filter = ref(`filter${suffix}`);
  const aggregate = oneOf('sum', 'avg', 'min', 'max', 'count-distinct', 'median', 'p90', 'last');
  const time = ref('time');
  return {
    [`filter${suffix}`]: choose(
      { all: closed({ all: listOf(filter) }), any: closed({ any: listOf(filter) }), not: closed({ not: filter }) },
      mapOf(names.field, operand),
    ),
    [`query${suffix}`]: closed(
      {
        from: names.short,
        select: listOf(names.field, { minItems: 1, maxItems: 200 }),
        measures: mapOf(
          names.snake,
          when(
            { type: 'object', properties: { fn: { const: 'count' } } },
            closed({ fn: { const: 'count' }, where: filter }, ['fn']),
            closed({ fn: aggregate, field: names.field, where: filter }, ['fn', 'field']),
          ),
        ),
        by: listOf(when({ type: 'object' }, closed({ field: names.field, grain: oneOf(...grains) }, ['field', 'grain']), names.field)),
        where: filter,
        time: vars ? choose({ var: variable }, time) : time,
        compare: listOf(oneOf(...comparisons)),
        boundaries: vars ? when({ type: 'object' }, variable, oneOf('as-reported', 'current')) : oneOf('as-reported', 'current'),
        asAt: instant,
        sort: listOf(form(`^-?${field}(?:\\.${field})*$`, '-reported_at')),
        limit: { type: 'integer', minimum: 1, maximum: 10_000 },
        after: text,
      },
      ['from'],
    ),
  };
}

/** What several documents share; every schema carries them under `$defs`. */
export const definitions: { readonly [name: string]: JsonSchema } = {
  ...queries(false, ''),
  ...queries(true, 'WithVars'),
  time: when(
    { type: 'object' },
    choose(
      { last: closed({ last: duration }), from: closed({ from: instant, to: instant }, ['from', 'to']) },
      closed({ said: { type: 'string', minLength: 1, maxLength: 80 } }, ['said']),
    ),
    oneOf(...timePresets),
  ),
  span: when({ type: 'object' }, closed({ working: workingTime }, ['working']), duration),
  access: closed({
    roles: listOf(names.role),
    units: when({ type: 'array' }, listOf(unit), oneOf('own', 'own-and-below')),
    refusal: l10n(400),
  }),
  condition: choose(
    {
      all: closed({ all: listOf(ref('condition')) }),
      any: closed({ any: listOf(ref('condition')) }),
      not: closed({ not: ref('condition') }),
      var: closed({ var: names.variable, is: when({ type: 'array' }, listOf(scalar), { const: 'set' }) }, ['var', 'is']),
      role: closed({ role: listOf(names.role) }),
      profile: closed({ profile: listOf(oneOf(...profiles)) }),
      port: closed({ port: names.snake, is: unless(oneOf('empty', 'stale'), threshold) }, ['port', 'is']),
    },
    closed({ hours: tuple(hour, hour), days: listOf(oneOf(1, 2, 3, 4, 5, 6, 7), { uniqueItems: true }) }, ['hours']),
  ),
  levels: closed({ green: threshold, amber: threshold, red: threshold }, ['green']),
  frequency: oneOf('live', 'hour', 'day', 'week', 'month', 'quarter', 'half-year', 'nine-months', 'year', 'school-year', 'campaign'),
  frequencies: when({ type: 'array' }, listOf(ref('frequency'), { minItems: 1, uniqueItems: true }), ref('frequency')),
  limits: listOf(closed({ where: ref('filter'), within: ref('span'), legal: text }, ['within']), { minItems: 1 }),
  escalation: listOf(closed({ at: unless({ type: 'number' }, ref('span')), notify: listOf(names.role) }, ['at', 'notify'])),
  cells: tuple({ ...count, minimum: 1 }, { ...count, minimum: 1 }),
};
