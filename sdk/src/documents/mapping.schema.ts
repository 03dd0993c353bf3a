import { l10n, names, unit } from './definitions.ts';
import { choose, closed, form, type JsonSchema, listOf, mapOf } from './json-schema.ts';

const scalar = { type: ['string', 'number', 'boolean'] };
const column = { type: 'string', minLength: 1 };
const longitude = { type: 'number', minimum: -180, maximum: 180 };
const latitude = { type: 'number', minimum: -90, maximum: 90 };

const field = choose(
  {
    from: closed(
      {
        from: { type: ['string', 'array'], minLength: 1, items: column, minItems: 1, maxItems: 10, uniqueItems: true },
        codes: { type: 'object', additionalProperties: scalar },
        format: { type: 'string', minLength: 1, maxLength: 80 },
        when: { ...mapOf(column, listOf({ type: 'string' }, { minItems: 1 })), minProperties: 1 },
        named: closed({
          in: { type: ['string', 'array'], minLength: 1, items: column, minItems: 1, maxItems: 5, uniqueItems: true },
          below: unit,
          level: { enum: ['province', 'district', 'ward'] },
          version: form('^\\d{4}-\\d{2}-\\d{2}$', '2025-07-01'),
        }),
        optional: { const: true },
      },
      ['from'],
    ),
    value: closed({ value: scalar }, ['value']),
  },
  closed({ expression: { type: 'string', minLength: 1, maxLength: 1000 } }, ['expression']),
);

/** JSON Schema of `Mapping`: the mapping file of `haidang import`, and `mapping` of a Source document. */
export const mappingSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:haidang:document:mapping:1',
  ...closed(
    {
      fields: { ...mapOf(names.snake, field), minProperties: 1 },
      zone: form('^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$', 'Asia/Ho_Chi_Minh'),
      units: form('^\\d{4}-\\d{2}-\\d{2}$', '2025-07-01'),
      ignore: mapOf(names.snake, listOf({}, { minItems: 1 })),
      records: mapOf(names.qualified, listOf({ type: 'object' })),
      brings: mapOf(
        unit,
        closed({ title: l10n(200), point: { type: 'array', prefixItems: [longitude, latitude], items: false, minItems: 2 } }, ['title']),
      ),
      hash: names.snake,
    },
    ['fields'],
  ),
};
