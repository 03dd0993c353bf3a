import { type Json, workflowsOf } from '@haidang/sdk';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { RE2JS } from 're2js';
import type { Field } from '../registry.ts';
import type { Row } from './cells.ts';
import { type Fault, type Reason, shown } from './faults.ts';
import { geometryFault, positionFault } from './geo.ts';
import { limitFault } from './limits.ts';
import type { Table } from './table.ts';
import { unitFault } from './unit-fault.ts';
import type { Units } from './units.ts';
import { isDate, parseInstant } from './zone.ts';

/** Everything that is wrong with a row; nothing when it can be kept. `given` are the fields of this write: only their values are shown. */
export type Validator = (row: Row, given: Row, units: Units) => readonly Fault[];

const mostFaults = 20;

// RE2 takes linear time; a pattern of a plugin cannot hold the server.
const regExp = Object.assign((pattern: string) => RE2JS.compile(RE2JS.translateRegExp(pattern)), { code: 're2' });

const ajv = new Ajv2020({
  strict: false,
  strictNumbers: true,
  allErrors: true,
  removeAdditional: false,
  coerceTypes: false,
  useDefaults: false,
  logger: false,
  code: { regExp },
  formats: {
    date: isDate,
    'date-time': (text: string) => parseInstant(text) !== undefined,
    uri: isLink,
    email: fullFormats.email,
    code: (text: string) => text !== '' && text.trim() === text,
  },
});

const reasons: { readonly [keyword: string]: Reason } = {
  additionalProperties: 'unknown-field',
  required: 'missing',
  type: 'wrong-type',
  enum: 'not-in-list',
  const: 'not-in-list',
  minimum: 'out-of-range',
  maximum: 'out-of-range',
  exclusiveMinimum: 'out-of-range',
  exclusiveMaximum: 'out-of-range',
  maxLength: 'too-long',
  maxItems: 'too-long',
  minLength: 'too-short',
  minItems: 'too-short',
  pattern: 'bad-format',
  format: 'bad-format',
};

const validators = new WeakMap<Table, Validator>();

/** The check of a dataset's rows; compiled once. */
export function validatorOf(table: Table): Validator {
  let validator = validators.get(table);
  if (!validator) {
    validator = compile(table);
    validators.set(table, validator);
  }
  return validator;
}

function compile({ entry }: Table): Validator {
  const { row: schema, key, unit: unitField, agency } = entry.dataset;
  const isValid: ValidateFunction = ajv.compile(schema);
  const indexed = new Set([...key, agency, ...workflowsOf(entry.dataset).map(({ field }) => field)]);
  const fields = [...entry.fields.values()].map((field) => ({ field, isIndexed: indexed.has(field.name) }));
  const meaningful = [...entry.fields.values()].filter(({ type }) => type === 'unit' || type.startsWith('geo-'));
  return (row, given, units) => {
    const faults: Fault[] = [];
    for (const { field, isIndexed } of fields) {
      const value = row[field.name];
      const fault = value === undefined ? undefined : limitFault(field, value, isIndexed);
      if (fault) faults.push(fault);
    }
    // What is too big is not looked at further.
    if (faults.length > 0) return faults;
    if (!isValid(row)) for (const error of isValid.errors ?? []) addFault(faults, error, row, given, entry.fields);
    const unit = unitField === undefined ? undefined : units.get(String(row[unitField]));
    for (const field of meaningful) {
      const value = row[field.name];
      if (value === undefined) continue;
      const fault = meaningFault(field, value, units, unit);
      if (fault && !faults.some((other) => other.field === fault.field))
        faults.push(field.name in given ? fault : { ...fault, value: undefined });
    }
    return faults;
  };
}

function meaningFault({ name, type }: Field, value: Json, units: Units, unit: ReturnType<Units['get']>): Fault | undefined {
  if (type === 'unit') return typeof value === 'string' ? unitFault(name, value, units) : undefined;
  if (type === 'geo-point') return positionFault(name, value, unit);
  return type === 'geo-line' || type === 'geo-polygon' ? geometryFault(name, type, value) : undefined;
}

function addFault(
  faults: Fault[],
  { keyword, instancePath, params }: ErrorObject,
  row: Row,
  given: Row,
  fields: ReadonlyMap<string, Field>,
): void {
  if (faults.length === mostFaults) return;
  const [, top = ''] = instancePath.split('/');
  const field = top || (params.missingProperty ?? params.additionalProperty ?? '');
  if (faults.some((other) => other.field === field)) return;
  const value = field in given ? row[field] : undefined;
  // Inside a value only its shape can be wrong.
  const isInside = instancePath !== '' && instancePath !== `/${top}` && fields.get(field)?.type !== 'list';
  const reason = isInside
    ? 'wrong-type'
    : keyword === 'format'
      ? formatReason(params.format, row[field])
      : (reasons[keyword] ?? 'not-valid');
  const details = isInside ? undefined : detailsOf(keyword, params);
  faults.push({ ...(field && { field }), ...(value !== undefined && { value: shown(value) }), reason, ...(details && { details }) });
}

function formatReason(format: string, value: Json | undefined): Reason {
  if (format === 'date') return 'bad-date';
  if (format !== 'date-time') return 'bad-format';
  return typeof value === 'string' && parseInstant(value, 'UTC') !== undefined ? 'zone-missing' : 'bad-date';
}

function detailsOf(keyword: string, params: ErrorObject['params']): Fault['details'] {
  if (keyword === 'enum') return { allowed: params.allowedValues };
  if (keyword === 'const') return { allowed: [params.allowedValue] };
  if (keyword === 'type') return { type: params.type };
  if (keyword === 'format') return { format: params.format };
  if (keyword === 'pattern') return { pattern: params.pattern };
  if (params.limit !== undefined) return { [keyword]: params.limit };
  return reasons[keyword] ? undefined : { keyword };
}

/** An address that may stand behind a link: no script, no data. */
function isLink(text: string): boolean {
  try {
    return ['http:', 'https:', 'mailto:', 'tel:', 'geo:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}
