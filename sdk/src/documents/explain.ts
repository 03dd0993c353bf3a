import type { ErrorObject } from 'ajv/dist/2020.js';
import { type Fault, type FaultCode, type FaultDetails, fault, pointer } from './fault.ts';
import type { JsonSchema } from './json-schema.ts';

/** What Ajv found, each as a fault at the place that is wrong; two findings about one place become one. */
export function explain(errors: readonly ErrorObject[]): Fault[] {
  const faults = new Map<string, Fault>();
  for (const error of errors) {
    const found = explainOne(error);
    if (found && !faults.has(found.path)) faults.set(found.path, found);
  }
  return [...faults.values()];
}

function explainOne({ keyword, instancePath: path, params, parentSchema, data, propertyName }: ErrorObject): Fault | undefined {
  const schema: JsonSchema = parentSchema ?? {};
  // Said better by `propertyNames` itself and by the branch that was taken.
  if (propertyName !== undefined || keyword === 'if') return undefined;
  switch (keyword) {
    case 'required':
      return fault(path + pointer(params.missingProperty), 'missing');
    case 'additionalProperties':
      return fault(path + pointer(params.additionalProperty), 'unknown-key', {
        allowed: Object.keys((schema.properties as object | undefined) ?? {}),
      });
    case 'propertyNames':
      return fault(path + pointer(params.propertyName), 'wrong-name', {
        example: exampleOf((schema.propertyNames as JsonSchema | undefined) ?? {}),
      });
    case 'type':
      return fault(path, 'wrong-type', { expected: [params.type].flat() });
    case 'enum':
      return fault(path, 'wrong-value', { allowed: params.allowedValues });
    case 'const':
      return fault(path, 'wrong-value', { allowed: [JSON.stringify(params.allowedValue)] });
    case 'discriminator':
      return params.tagValue === undefined
        ? undefined
        : fault(path + pointer(params.tag), 'wrong-value', { allowed: tagsOf(schema, params.tag) });
    case 'pattern':
      return fault(path, 'wrong-form', { example: exampleOf(schema) });
    case 'x-graphemes':
      return fault(path, 'too-long', { length: graphemes(String(data)), limit: Number(schema['x-graphemes']) });
    case 'uniqueItems':
      return fault(path + pointer(params.i), 'doubled');
    case 'contains':
      return fault(path, 'wrong-value', { allowed: [JSON.stringify((schema.contains as JsonSchema).const)] });
    default:
      return limit(path, keyword, params);
  }
}

function limit(path: string, keyword: string, params: { readonly limit?: number }): Fault {
  const code: FaultCode = keyword === 'false schema' ? 'unknown-key' : 'out-of-limits';
  const details: FaultDetails = { limit: params.limit === undefined ? keyword : `${keyword} ${params.limit}`, allowed: [] };
  return fault(path, code, details);
}

function exampleOf(schema: JsonSchema): string {
  return String((schema.examples as readonly unknown[] | undefined)?.[0] ?? schema.pattern ?? '');
}

function tagsOf(schema: JsonSchema, tag: string): string[] {
  const options = (schema.oneOf as readonly { readonly properties: { readonly [name: string]: JsonSchema } }[] | undefined) ?? [];
  return options.map(({ properties }) => String(properties[tag]?.const));
}

const segmenter = new Intl.Segmenter('vi', { granularity: 'grapheme' });

/** Letters as people count them. */
export function graphemes(text: string): number {
  return [...segmenter.segment(text)].length;
}
