import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { PageTemplate, WholePage } from '../page.ts';
import { canonical } from './canonical.ts';
import { explain, graphemes } from './explain.ts';
import { type Fault, fault } from './fault.ts';
import { checkReferences } from './references.ts';
import { type CheckedKind, documentSchemas } from './schemas.ts';

const mostBytes = 256 * 1024;

let compiled: Ajv2020 | undefined;

function validatorOf(kind: CheckedKind): ValidateFunction {
  compiled ??= compiler();
  const validator = compiled.getSchema(`urn:haidang:document:${kind}:1`);
  if (!validator) throw new TypeError(`no schema for ${kind}`);
  return validator;
}

function compiler(): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    strictRequired: false,
    strictTypes: false,
    discriminator: true,
    unicodeRegExp: true,
  });
  ajv.addKeyword({
    keyword: 'x-graphemes',
    type: 'string',
    schemaType: 'number',
    validate: (most: number, text: string) => text.length <= most || graphemes(text) <= most,
    error: { message: 'too long' },
  });
  for (const [kind, schema] of Object.entries(documentSchemas)) ajv.addSchema(schema, `urn:haidang:document:${kind}:1`);
  return ajv;
}

/** Every wrong place of a document; none when it may be used. A page made from a template is checked as far as it goes alone. Unknown widget types and what stands in `options` are not faults. */
export function checkDocument(kind: CheckedKind, value: unknown): Fault[] {
  const validate = validatorOf(kind);
  if (!validate(value)) return explain(validate.errors ?? []);
  if (kind === 'template') return checkReferences(value as PageTemplate, (value as PageTemplate).params);
  if (kind !== 'page' && kind !== 'whole-page') return [];
  const length = Buffer.byteLength(canonical(value));
  if (length > mostBytes) return [fault('', 'too-large', { length, limit: mostBytes })];
  return 'base' in (value as object) ? [] : checkReferences(value as WholePage);
}
