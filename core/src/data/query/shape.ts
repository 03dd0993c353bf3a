import { type Filter, HaidangError, type Query } from '@haidang/sdk';
import type { ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** What one query may ask for at most. */
export const limits = {
  depth: 10,
  tests: 200,
  values: 1000,
  allValues: 10_000,
  groups: 6,
  measures: 20,
  rows: 10_000,
  select: 200,
  sort: 10,
  text: 2000,
} as const;

// NUL and halves of characters are no text; PostgreSQL takes neither.
const pattern = '^[^\\u0000\\ud800-\\udfff]*$';
const text = { type: 'string', maxLength: limits.text, pattern } as const;
const name = { type: 'string', minLength: 1, maxLength: 200, pattern } as const;
const grain = { enum: ['hour', 'day', 'week', 'month', 'quarter', 'year', 'ward', 'province'] } as const;
const closed = { type: 'object', additionalProperties: false } as const;
const value = { $ref: '#/$defs/value' } as const;
const filter = { $ref: '#/$defs/filter' } as const;

/** JSON Schema of `Query`; depth and number of tests are checked beside it. */
const querySchema = {
  $id: 'query',
  ...closed,
  required: ['from'],
  properties: {
    from: { ...name, description: 'Dataset or indicator: "field-reports/report"' },
    select: { type: 'array', maxItems: limits.select, items: name },
    measures: {
      type: 'object',
      maxProperties: limits.measures,
      propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_]{0,62}$' },
      additionalProperties: {
        ...closed,
        required: ['fn'],
        properties: {
          fn: { enum: ['count', 'sum', 'avg', 'min', 'max', 'count-distinct', 'median', 'p90', 'last'] },
          field: name,
          where: filter,
        },
      },
    },
    by: {
      type: 'array',
      maxItems: limits.groups,
      items: { anyOf: [name, { ...closed, required: ['field', 'grain'], properties: { field: name, grain } }] },
    },
    where: filter,
    time: {
      anyOf: [
        { enum: ['today', 'week', 'month', 'quarter', 'half-year', 'nine-months', 'year-to-date', 'year', 'term'] },
        { ...closed, required: ['last'], properties: { last: { type: 'string', maxLength: 40 } } },
        {
          ...closed,
          required: ['from', 'to'],
          properties: { from: { type: 'string', maxLength: 40 }, to: { type: 'string', maxLength: 40 } },
        },
        { ...closed, required: ['said'], properties: { said: { type: 'string', maxLength: 100 } } },
      ],
    },
    compare: {
      type: 'array',
      maxItems: 4,
      uniqueItems: true,
      items: { enum: ['previous', 'same-period-last-year', 'tet-aligned', 'plan'] },
    },
    boundaries: { enum: ['as-reported', 'current'] },
    asAt: { type: 'string', maxLength: 40 },
    sort: { type: 'array', maxItems: limits.sort, items: name },
    limit: { type: 'integer', minimum: 1, maximum: limits.rows },
    after: { type: 'string', maxLength: 20_000 },
  },
  $defs: {
    value: { anyOf: [text, { type: 'number' }, { type: 'boolean' }, { ...closed, required: ['field'], properties: { field: name } }] },
    test: {
      ...closed,
      properties: {
        in: { type: 'array', maxItems: limits.values, items: value },
        gt: value,
        gte: value,
        lt: value,
        lte: value,
        empty: { type: 'boolean' },
        has: value,
        within: { anyOf: [value, { type: 'array', minItems: 4, maxItems: 4, items: { type: 'number' } }] },
        near: { type: 'array', minItems: 3, maxItems: 3, items: { type: 'number' } },
      },
    },
    filter: {
      type: 'object',
      anyOf: [
        { ...closed, required: ['all'], properties: { all: { type: 'array', items: filter } } },
        { ...closed, required: ['any'], properties: { any: { type: 'array', items: filter } } },
        { ...closed, required: ['not'], properties: { not: filter } },
        { propertyNames: { not: { enum: ['all', 'any', 'not'] } }, additionalProperties: { anyOf: [value, { $ref: '#/$defs/test' }] } },
      ],
    },
  },
} as const;

const isQuery = new Ajv2020({ strict: false, strictNumbers: true, allErrors: false, logger: false }).compile<Query>(querySchema);

/** Gives a query that came from outside its type. Throws `bad-request` with the path of what is wrong. */
export function checkShape(query: unknown): Query {
  const counted = { tests: 0, values: 0 };
  if (typeof query === 'object' && query !== null) {
    if ('where' in query) measure(query.where, 'where', 0, counted);
    if ('measures' in query && typeof query.measures === 'object' && query.measures !== null) {
      for (const [key, of] of Object.entries(query.measures))
        if (of && typeof of === 'object' && 'where' in of) measure(of.where, `measures.${key}.where`, 0, counted);
    }
  }
  if (isQuery(query)) return query;
  throw new HaidangError('bad-request', faultOf(isQuery.errors ?? []));
}

/** Counts before the schema is asked: it would follow any depth. */
function measure(filter: unknown, path: string, depth: number, counted: { tests: number; values: number }): void {
  if (depth > limits.depth) throw new HaidangError('bad-request', { path, reason: `A filter is at most ${limits.depth} deep.` });
  if (typeof filter !== 'object' || filter === null) return;
  for (const [key, part] of Object.entries(filter as Filter)) {
    if ((key === 'all' || key === 'any') && Array.isArray(part)) {
      counted.tests += part.length === 0 ? 1 : 0;
      for (const [index, each] of part.entries()) measure(each, `${path}.${key}.${index}`, depth + 1, counted);
    } else if (key === 'not') measure(part, `${path}.not`, depth + 1, counted);
    else {
      counted.tests += typeof part === 'object' && part !== null ? Math.max(1, Object.keys(part).length) : 1;
      if (typeof part === 'object' && part !== null && 'in' in part && Array.isArray(part.in)) counted.values += part.in.length;
    }
    if (counted.tests > limits.tests) throw new HaidangError('bad-request', { path, reason: `A query has at most ${limits.tests} tests.` });
    if (counted.values > limits.allValues)
      throw new HaidangError('bad-request', { path, reason: `A query names at most ${limits.allValues} values.` });
  }
}

/** Of the alternatives that failed, the one that came farthest says what is wrong. */
function faultOf(errors: readonly ErrorObject[]): { readonly path: string; readonly reason: string; readonly allowed?: unknown } {
  const [first] = errors.map((error) => ({ error, path: pathOf(error) })).sort((a, b) => b.path.length - a.path.length);
  if (!first) return { path: '', reason: 'The query is not valid.' };
  const { error, path } = first;
  const allowed: unknown = error.params.allowedValues;
  return { path: path.join('.'), reason: `The query is not valid: ${error.message}.`, ...(allowed !== undefined && { allowed }) };
}

function pathOf({ instancePath, params }: ErrorObject): readonly string[] {
  const extra: unknown = params.additionalProperty ?? params.propertyName;
  return [...instancePath.split('/').slice(1), ...(typeof extra === 'string' ? [extra] : [])];
}
