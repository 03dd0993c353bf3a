import { schema, type TypeOf } from '@haidang/sdk';

const share = { type: 'number', minimum: 0, maximum: 1 } as const;
const positive = { type: 'number', exclusiveMinimum: 0 } as const;
const date = { type: 'string', format: 'date' } as const;
const texts = { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } } as const;
/** Names with how often each occurs. */
const weights = { type: 'object', minProperties: 1, additionalProperties: { type: 'number', minimum: 0 } } as const;
const spans = { type: 'object', additionalProperties: { type: 'string', pattern: '^P(\\d+D|T\\d+H)$' } } as const;

/** Where a value comes from: a constant, or one generator. */
const value = {
  anyOf: [
    { type: ['string', 'number', 'boolean', 'null'] },
    // A code that cannot be guessed from the one before: "PT-7K4M-Q2WX-9".
    { type: 'object', additionalProperties: false, required: ['code'], properties: { code: { type: 'string', pattern: '^[A-Z]{1,4}$' } } },
    // What is at hand: the instant of the row or of the step, the text, or something of the place.
    {
      type: 'object',
      additionalProperties: false,
      required: ['take'],
      properties: { take: { enum: ['arrival', 'now', 'text', 'unit', 'point', 'address'] } },
    },
    // One of several; a subject may have weights of its own for the field. "unit" stands for what `byUnit` gives.
    { type: 'object', additionalProperties: false, required: ['choose'], properties: { choose: weights } },
    { type: 'object', additionalProperties: false, required: ['chance'], properties: { chance: share } },
    { type: 'object', additionalProperties: false, required: ['copy'], properties: { copy: { type: 'string' } } },
    // A deadline by the value of another field: hours by the clock, or the end of the so-manieth working day.
    {
      type: 'object',
      additionalProperties: false,
      required: ['due'],
      properties: {
        due: {
          type: 'object',
          additionalProperties: false,
          required: ['by', 'within'],
          properties: { by: { type: 'string' }, within: spans },
        },
      },
    },
  ],
} as const;

const values = { type: 'object', additionalProperties: value } as const;

/** Log-normal hours: half take less than the median. */
const hours = {
  type: 'object',
  additionalProperties: false,
  required: ['median', 'sigma'],
  properties: { median: positive, sigma: { type: 'number', minimum: 0, maximum: 3 } },
} as const;

const arrivals = {
  type: 'object',
  additionalProperties: false,
  required: ['perDay', 'hours', 'weekdays'],
  properties: {
    perDay: positive,
    hours: { type: 'array', minItems: 24, maxItems: 24, items: { type: 'number', minimum: 0 } },
    // Monday first.
    weekdays: { type: 'array', minItems: 7, maxItems: 7, items: { type: 'number', minimum: 0 } },
    // Days on which only a share comes, such as Tết.
    quiet: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['from', 'to', 'share'],
        properties: { from: date, to: date, share },
      },
    },
  },
} as const;

const places = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['weight', 'units', 'point', 'km', 'names'],
    properties: {
      weight: positive,
      // The units that it has belonged to; the newest whose version is in force counts.
      units: { type: 'array', minItems: 1, items: { type: 'string', pattern: '^[^@]+@\\d{4}-\\d{2}-\\d{2}$' } },
      point: { type: 'array', minItems: 2, maxItems: 2, items: { type: 'number' } },
      km: positive,
      // Words for the braces in texts: { street: ['Lê Lợi'], beach: [...] }.
      names: { type: 'object', additionalProperties: texts },
      // Work goes so many times slower here.
      slow: positive,
    },
  },
} as const;

const subjects = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['weight', 'set', 'texts', 'work'],
    properties: {
      weight: positive,
      // How much oftener or rarer in each month, January first.
      months: { type: 'array', minItems: 12, maxItems: 12, items: { type: 'number', minimum: 0 } },
      set: values,
      texts,
      choose: { type: 'object', additionalProperties: weights },
      work: hours,
      lives: weights,
    },
  },
} as const;

const lives = {
  type: 'object',
  minProperties: 1,
  additionalProperties: {
    type: 'object',
    additionalProperties: false,
    required: ['weight', 'steps'],
    properties: {
      weight: { type: 'number', minimum: 0 },
      steps: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['set'],
          properties: {
            // Time since the step before; with `work` the subject's own time, so many times.
            after: hours,
            work: positive,
            // Only in working hours, but for the share that is on duty.
            office: { type: 'boolean' },
            set: values,
          },
        },
      },
    },
  },
} as const;

/** How illustrative rows of one dataset come about: plain data, beside a locality in `sample/<plugin>/<dataset>.json`. No figure in it is real. */
export const stream = schema({
  required: ['format', 'seed', 'months', 'live', 'arrivals', 'office', 'fields', 'places', 'subjects', 'lives'],
  properties: {
    format: { type: 'integer', enum: [1] },
    seed: { type: 'string' },
    // Length of the history.
    months: { type: 'integer', minimum: 1, maximum: 60 },
    // While the centre runs: one more row every so many seconds, whose life goes so many times faster.
    live: {
      type: 'object',
      additionalProperties: false,
      required: ['seconds', 'faster'],
      properties: { seconds: { type: 'integer', minimum: 1 }, faster: { type: 'number', minimum: 1 } },
    },
    arrivals,
    office: {
      type: 'object',
      additionalProperties: false,
      required: ['from', 'to', 'days', 'duty'],
      properties: {
        from: { type: 'number', minimum: 0, maximum: 24 },
        to: { type: 'number', minimum: 0, maximum: 24 },
        // 1 is Monday.
        days: { type: 'array', minItems: 1, items: { type: 'integer', minimum: 1, maximum: 7 } },
        duty: share,
      },
    },
    fields: values,
    places,
    subjects,
    // What `choose: { unit: … }` stands for in each unit.
    byUnit: { type: 'object', additionalProperties: { type: 'string' } },
    // Work goes so many times slower by the value of a field.
    pace: {
      type: 'object',
      additionalProperties: false,
      required: ['by', 'slow'],
      properties: { by: { type: 'string' }, slow: { type: 'object', additionalProperties: positive } },
    },
    lives,
    // A share of the rows that will be late gets more time for a deadline; a share of these keeps to it.
    extension: {
      type: 'object',
      additionalProperties: false,
      required: ['of', 'done', 'share', 'kept'],
      properties: { of: { type: 'string' }, done: { type: 'string' }, share, kept: share },
    },
  },
});

export type Stream = TypeOf<typeof stream>;
export type Value = Stream['fields'][string];
export type Place = Stream['places'][number];
export type Subject = Stream['subjects'][number];
export type Life = Stream['lives'][string];
