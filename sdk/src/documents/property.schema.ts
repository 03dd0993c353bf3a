import { duration, names } from './definitions.ts';
import { closed, type JsonSchema, listOf, oneOf, ref, unless } from './json-schema.ts';

/** Formats that a value may have; `types/schema.ts` says what each means. */
export const formats = [
  'date',
  'date-time',
  'uri',
  'email',
  'text',
  'code',
  'unit',
  'file',
  'geo-point',
  'geo-line',
  'geo-polygon',
] as const;

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const number = { type: 'number' };
const scalar = { type: ['string', 'number', 'boolean'] };

/** The part of JSON Schema that rows, options and configurations may use: what tables, forms and checks all understand. */
export const properties: { readonly [name: string]: JsonSchema } = {
  property: closed({
    type: oneOf('string', 'integer', 'number', 'boolean', 'array', 'object'),
    format: oneOf(...formats),
    enum: listOf(scalar, { minItems: 1, uniqueItems: true }),
    const: scalar,
    default: {},
    title: text,
    description: text,
    examples: { type: 'array' },
    minimum: number,
    maximum: number,
    exclusiveMinimum: number,
    exclusiveMaximum: number,
    multipleOf: { type: 'number', exclusiveMinimum: 0 },
    minLength: count,
    maxLength: count,
    pattern: text,
    items: ref('property'),
    minItems: count,
    maxItems: count,
    uniqueItems: { type: 'boolean' },
    properties: { type: 'object', additionalProperties: ref('property') },
    required: listOf(text, { uniqueItems: true }),
    additionalProperties: unless({ type: 'boolean' }, ref('property')),
    minProperties: count,
    maxProperties: count,
    oneOf: listOf(ref('property'), { minItems: 2 }),
    'x-unit': { type: 'string', minLength: 1 },
    'x-ref': names.short,
    'x-personal': oneOf('basic', 'sensitive', 'secret'),
    'x-keep': duration,
    'x-ui': closed({
      widget: oneOf(
        'text',
        'l10n',
        'number',
        'slider',
        'select',
        'radio',
        'switch',
        'color',
        'status',
        'threshold',
        'format',
        'icon',
        'dimension',
        'measure',
        'page',
        'code',
      ),
      group: text,
      order: number,
      advanced: { type: 'boolean' },
      showIf: closed({ property: text, in: listOf(scalar, { minItems: 1 }) }, ['property', 'in']),
      live: { type: 'boolean' },
    }),
  }),
};
