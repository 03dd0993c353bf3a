import type { Property, Scalar } from '../../schema.ts';
import type { Findings, Place } from '../findings.ts';

const deepest = 4;
const texts: ReadonlySet<string> = new Set(['date', 'date-time', 'uri', 'email', 'text', 'code', 'unit', 'file']);

/** The parts of a property that the TypeScript type leaves open. */
type Nested = Property & {
  readonly items?: Nested;
  readonly properties?: { readonly [name: string]: Nested };
  readonly required?: readonly string[];
  readonly oneOf?: readonly Nested[];
  readonly const?: Scalar;
  readonly pattern?: string;
  readonly additionalProperties?: boolean | Nested;
};

/** Checks that a property means one thing to tables, forms and checks: a type, a format that fits it, values of that type, a pattern that runs in linear time, and not deeper than four levels. */
export function checkProperty(property: Property, place: Place, findings: Findings, depth = 1): void {
  const {
    type,
    format,
    enum: values,
    items,
    properties,
    required,
    oneOf,
    const: constant,
    pattern,
    additionalProperties,
  } = property as Nested;
  if (depth > deepest) {
    findings.error(place, `lies ${depth} levels deep, at most ${deepest} are allowed`, 'Flatten it');
    return;
  }
  if (type === undefined && !values && !oneOf && constant === undefined)
    findings.error(place, 'has no type', "Give it a type, such as type: 'string'");
  if (format !== undefined) {
    const wanted = texts.has(format) ? 'string' : 'object';
    if (type !== wanted)
      findings.error(
        [...place, 'format'],
        `"${format}" does not go with the type ${type ?? 'that is missing'}`,
        `Write type: '${wanted}'${wanted === 'object' ? ', or use geoPoint of @haidang/sdk' : ''}`,
      );
  }
  for (const [index, value] of (values ?? []).entries()) {
    if (!isOf(value, type))
      findings.error([...place, 'enum', index], `${JSON.stringify(value)} is no ${type}`, 'Write values of the type of the property');
  }
  if (pattern !== undefined) checkPattern(pattern, [...place, 'pattern'], findings);
  if (type === 'array' && !items) findings.error(place, 'does not say what its items are', "Add items: { type: 'string' }");
  for (const name of required ?? []) {
    if (!properties || !Object.hasOwn(properties, name))
      findings.error([...place, 'required'], `"${name}" is not described`, `Describe it under properties`);
  }
  if (oneOf) checkDiscriminator(oneOf, place, findings);
  if (items) checkProperty(items, [...place, 'items'], findings, depth + 1);
  if (typeof additionalProperties === 'object')
    checkProperty(additionalProperties, [...place, 'additionalProperties'], findings, depth + 1);
  for (const [index, option] of (oneOf ?? []).entries()) checkProperty(option, [...place, 'oneOf', index], findings, depth + 1);
  for (const [name, inner] of Object.entries(properties ?? {})) checkProperty(inner, [...place, 'properties', name], findings, depth + 1);
}

function isOf(value: Scalar, type: Property['type']): boolean {
  if (type === undefined) return true;
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

function checkPattern(pattern: string, place: Place, findings: Findings): void {
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    findings.error(place, error instanceof Error ? error.message : String(error), 'Mend the regular expression');
    return;
  }
  // RE2, which the core uses so that no input can hang it, has neither.
  if (/\(\?<?[=!]|\\[1-9]|\\k</.test(pattern))
    findings.error(place, 'looks around or back', 'Write it without (?=…), (?!…), (?<=…), (?<!…) and \\1');
}

function checkDiscriminator(options: readonly Nested[], place: Place, findings: Findings): void {
  const [first] = options;
  const shared = Object.keys(first?.properties ?? {}).filter((name) =>
    options.every((option) => option.properties?.[name]?.const !== undefined && option.required?.includes(name)),
  );
  if (shared.length === 0)
    findings.error(
      [...place, 'oneOf'],
      'cannot be told apart',
      "Give every option a required property with a const of its own: kind: { const: 'a' }",
    );
}
