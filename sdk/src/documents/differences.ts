import { type JsonSchema, unless } from './json-schema.ts';

type Schemas = { readonly [name: string]: JsonSchema };

/** Schema of what differs from a value of `schema`, leaf by leaf: nothing is required and `null` removes. Lists and values that are told apart by their content are not looked into here. */
export function differencesOf(schema: JsonSchema): JsonSchema {
  if (schema.type !== 'object') return 'if' in schema || '$ref' in schema || 'allOf' in schema ? {} : schema;
  if ('oneOf' in schema) return { type: 'object' };
  const { required: _, minProperties: __, ...rest } = schema;
  const { properties, additionalProperties } = schema as { properties?: Schemas; additionalProperties?: JsonSchema | false };
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, removable(differencesOf(property))])),
    }),
    ...(additionalProperties && { additionalProperties: removable(differencesOf(additionalProperties)) }),
  };
}

function removable(schema: JsonSchema): JsonSchema {
  return unless({ type: 'null' }, schema);
}
