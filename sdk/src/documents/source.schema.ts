import { definitions, duration, idOf, l10n, names } from './definitions.ts';
import { closed, form, type JsonSchema, mapOf } from './json-schema.ts';

/** JSON Schema of `Source`. */
export const sourceSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:haidang:document:source:1',
  $defs: definitions,
  ...closed(
    {
      kind: { const: 'source' },
      format: { const: 1 },
      id: idOf('so'),
      title: l10n(160),
      use: names.qualified,
      into: names.qualified,
      config: { type: 'object' },
      secrets: mapOf(names.snake, form('^(?:env|store):[A-Za-z0-9_./-]+$', 'env:GATEWAY_TOKEN')),
      every: duration,
      mapping: { $ref: 'urn:haidang:document:mapping:1' },
      off: { const: true },
    },
    ['kind', 'format', 'id', 'title', 'use', 'into', 'config'],
  ),
};
