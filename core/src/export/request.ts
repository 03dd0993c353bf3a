import { HaidangError, type Json, type Query, timePresets } from '@haidang/sdk';

export const formats = ['csv', 'xlsx', 'geojson', 'ndjson'] as const;
export type ExportFormat = (typeof formats)[number];

/** The address of an export: parts of a query, each as it stands in one (JSON where it is no plain word), or a whole one. */
export interface ExportParameters {
  /** A whole query as JSON. */
  readonly query?: string;
  /** A filter as JSON. */
  readonly where?: string;
  /** A preset, words ("q3/2025"), or a period as JSON. */
  readonly time?: string;
  /** Names, with commas between. */
  readonly select?: string;
  readonly sort?: string;
  readonly limit?: string;
  readonly boundaries?: string;
  readonly asAt?: string;
  readonly headers?: 'labels' | 'names';
}

const text = { type: 'string', maxLength: 8_000 };

/** JSON Schema of the address. */
export const exportParameters = {
  type: 'object',
  additionalProperties: false,
  properties: {
    query: text,
    where: text,
    time: text,
    select: text,
    sort: text,
    limit: { type: 'string', pattern: '^\\d{1,9}$' },
    boundaries: text,
    asAt: text,
    headers: { type: 'string', enum: ['labels', 'names'] },
    lang: { type: 'string' },
  },
};

/** What is exported; `most` rows of it. */
export interface ExportRequest {
  readonly query: Query;
  readonly most?: number;
}

/** The query that an address stands for; its shape is checked where it is asked. */
export function readRequest(
  dataset: string,
  { query, where, time, select, sort, limit, boundaries, asAt }: ExportParameters,
): ExportRequest {
  const parts: { [name: string]: unknown } = {
    ...(where !== undefined && { where: parsed('where', where) }),
    ...(time !== undefined && { time: readTime(time) }),
    ...(select !== undefined && { select: select.split(',') }),
    ...(sort !== undefined && { sort: sort.split(',') }),
    ...(boundaries !== undefined && { boundaries }),
    ...(asAt !== undefined && { asAt }),
  };
  if (query !== undefined && Object.keys(parts).length > 0)
    throw new HaidangError('bad-request', { path: Object.keys(parts)[0], reason: 'The address has a whole `query`, or parts of one.' });
  const whole = query === undefined ? {} : parsed('query', query);
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole))
    throw new HaidangError('bad-request', { path: 'query', reason: 'A query is an object.' });
  const { limit: own, after, from, ...rest }: { [name: string]: unknown } = { ...whole, ...parts };
  if (from !== undefined && from !== dataset)
    throw new HaidangError('bad-request', { path: 'from', reason: `The address exports ${dataset}.` });
  if (after !== undefined) throw new HaidangError('bad-request', { path: 'after', reason: 'An export has no pages.' });
  const most = limit === undefined ? own : Number(limit);
  if (most !== undefined && (typeof most !== 'number' || !Number.isSafeInteger(most) || most < 1))
    throw new HaidangError('bad-request', { path: 'limit', reason: 'A whole number from 1 is expected.' });
  return { query: { ...rest, from: dataset } as Query, ...(most !== undefined && { most }) };
}

function readTime(text: string): unknown {
  if (/^[[{"]/.test(text.trim())) return parsed('time', text);
  return timePresets.some((preset) => preset === text) ? text : { said: text };
}

function parsed(path: string, value: string): Json {
  try {
    return JSON.parse(value);
  } catch (cause) {
    throw new HaidangError('bad-request', { path, reason: 'This is not JSON.' }, { cause });
  }
}
