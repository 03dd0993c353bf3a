import type { Json, Mapping } from '@haidang/sdk';
import type { DatasetEntry, Field } from '../../registry.ts';
import { compileExpression, type Expression, type Kind } from './expression.ts';
import { Fault } from './fault.ts';

/** A field whose value is computed of others of its record, `null` when one of them is absent. */
export interface ComputedField {
  readonly field: string;
  compute(record: { readonly [field: string]: Json }): Json;
}

// Dates of JavaScript end here, and so do whole numbers.
const farthest = 8.64e15;

type Found = { readonly fields: readonly ComputedField[] } | { readonly field: string; readonly fault: Fault };

/** Compiles the expressions of a mapping, in an order in which each finds what it needs. */
export function computedFields(mapping: Mapping, entry: DatasetEntry): Found {
  const open = new Map<string, Expression>();
  for (const [name, rule] of Object.entries(mapping.fields)) {
    if (!('expression' in rule)) continue;
    const expression = compile(rule.expression, entry, mapping, name);
    if (expression instanceof Fault) return { field: name, fault: expression };
    open.set(name, expression);
  }
  const fields: ComputedField[] = [];
  while (open.size > 0) {
    const ready = [...open].find(([, { fields: needed }]) => ![...needed].some((field) => open.has(field)));
    if (!ready) {
      const [field = ''] = open.keys();
      return { field, fault: new Fault('các biểu thức cần nhau theo vòng tròn.', 'the expressions need each other in a circle.') };
    }
    const [field, expression] = ready;
    fields.push(computed(field, expression, entry));
    open.delete(field);
  }
  return { fields };
}

function compile(text: string, entry: DatasetEntry, mapping: Mapping, name: string): Expression | Fault {
  const expression = compileExpression(text, (field) => {
    if (!mapping.fields[field]) return new Fault(`bản ánh xạ không có trường "${field}".`, `the mapping has no field "${field}".`);
    return (
      kindOf(entry.fields.get(field)) ??
      new Fault(`không tính được với trường "${field}".`, `the field "${field}" cannot be computed with.`)
    );
  });
  if (expression instanceof Fault) return expression;
  const field = entry.fields.get(name);
  if (!field) return new Fault('không có trường này.', 'there is no such field.');
  const wanted = kindOf(field);
  return expression.kind === wanted
    ? expression
    : new Fault(
        `biểu thức cho ${expression.kind}, trường cần ${wanted ?? field.type}.`,
        `the expression gives ${expression.kind}, the field needs ${wanted ?? field.type}.`,
      );
}

function kindOf(field: Field | undefined): Kind | undefined {
  if (field?.type === 'date-time') return 'instant';
  if (field?.type === 'date') return 'day';
  return field?.type === 'number' || field?.type === 'integer' ? 'number' : undefined;
}

function computed(field: string, { kind, compute }: Expression, entry: DatasetEntry): ComputedField {
  const isInteger = entry.fields.get(field)?.type === 'integer';
  return {
    field,
    compute(record) {
      const value = compute((name) => numberOf(record[name]));
      if (value === undefined || Math.abs(value) > farthest) return null;
      if (kind === 'number') return isInteger ? Math.round(value) : value;
      const text = new Date(value).toISOString();
      return kind === 'day' ? text.slice(0, 10) : text;
    },
  };
}

/** Numbers as they are; days and instants, which readers give as ISO 8601 in UTC, in milliseconds. */
function numberOf(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? Date.parse(value) : undefined;
}
