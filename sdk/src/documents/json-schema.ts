/** A JSON Schema (2020-12) as data. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** A closed object. */
export function closed(properties: { readonly [name: string]: JsonSchema }, required: readonly string[] = []): JsonSchema {
  return { type: 'object', additionalProperties: false, properties, ...(required.length > 0 && { required }) };
}

/** A map whose keys have the form of `key`. */
export function mapOf(key: JsonSchema, value: JsonSchema, most?: number): JsonSchema {
  return { type: 'object', propertyNames: key, additionalProperties: value, ...(most !== undefined && { maxProperties: most }) };
}

/** A list. */
export function listOf(items: JsonSchema, rest: JsonSchema = {}): JsonSchema {
  return { type: 'array', items, ...rest };
}

/** A reference to one of the shared definitions. */
export function ref(name: string): JsonSchema {
  return { $ref: `#/$defs/${name}` };
}

/** `meant` where `test` holds, else `otherwise`: faults speak of the branch that was taken. */
export function when(test: JsonSchema, meant: JsonSchema, otherwise: JsonSchema): JsonSchema {
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  return { if: test, then: meant, else: otherwise };
}

/** `otherwise` where `test` does not hold. */
export function unless(test: JsonSchema, otherwise: JsonSchema): JsonSchema {
  return { if: test, else: otherwise };
}

/** One of several closed objects, told apart by the property that only it has. */
export function choose(options: { readonly [property: string]: JsonSchema }, otherwise: JsonSchema): JsonSchema {
  return Object.entries(options).reduceRight(
    (rest, [property, meant]) => when({ type: 'object', required: [property] }, meant, rest),
    otherwise,
  );
}

/** One of several closed objects, told apart by the value of `tag`. */
export function tagged(tag: string, options: { readonly [value: string]: JsonSchema }): JsonSchema {
  return {
    type: 'object',
    required: [tag],
    discriminator: { propertyName: tag },
    oneOf: Object.entries(options).map(([value, option]) => ({
      ...option,
      properties: { [tag]: { const: value }, ...(option.properties as object) },
      required: [tag, ...((option.required as readonly string[] | undefined) ?? [])],
    })),
  };
}

/** A text of one of these values. */
export function oneOf(...values: readonly (string | number)[]): JsonSchema {
  return { enum: values };
}

/** A text of a form, with an example for whoever meets the fault. */
export function form(pattern: string, example: string, rest: JsonSchema = {}): JsonSchema {
  return { type: 'string', pattern, examples: [example], ...rest };
}
