import { l10n, names } from './definitions.ts';
import { closed, type JsonSchema, listOf } from './json-schema.ts';

/** JSON Schema of `Role`. */
export const roleSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:haidang:document:role:1',
  ...closed(
    {
      kind: { const: 'role' },
      format: { const: 1 },
      id: names.role,
      title: l10n(160),
      can: listOf(names.permission, { uniqueItems: true }),
    },
    ['kind', 'format', 'id', 'title', 'can'],
  ),
};
