import type { Filter, Json } from '@haidang/sdk';
import type { Units } from '../data/units.ts';
import type { DatasetEntry, Field, Registry } from '../registry.ts';

interface Surroundings {
  readonly entry: DatasetEntry;
  readonly registry: Registry;
  readonly units: Units;
  readonly language: 'vi' | 'en';
}

const words = {
  vi: {
    and: ' và ',
    or: ' hoặc ',
    not: 'không phải',
    in: 'là một trong',
    empty: 'để trống',
    filled: 'không để trống',
    has: 'có',
    within: 'thuộc',
    near: 'gần',
    all: 'mọi dòng',
    none: 'không dòng nào',
  },
  en: {
    and: ' and ',
    or: ' or ',
    not: 'not',
    in: 'is one of',
    empty: 'is empty',
    filled: 'is not empty',
    has: 'has',
    within: 'within',
    near: 'near',
    all: 'every row',
    none: 'no row',
  },
} as const;

const signs: { readonly [test: string]: string } = { gt: '>', gte: '≥', lt: '<', lte: '≤' };

/** A filter in the words of the reader: labels of fields, names of values and units. */
export function filterWords(filter: Filter, surroundings: Surroundings): string {
  const say = words[surroundings.language];
  const parts = Object.entries(filter).map(([name, part]: [string, unknown]) => {
    if (name === 'all' || name === 'any') {
      const list = (part as readonly Filter[]).map((each) => filterWords(each, surroundings));
      if (list.length === 0) return name === 'all' ? say.all : say.none;
      return list.length === 1 ? (list[0] ?? '') : `(${list.join(name === 'all' ? say.and : say.or)})`;
    }
    if (name === 'not') return `${say.not} (${filterWords(part as Filter, surroundings)})`;
    return testWords(name, part, surroundings);
  });
  return parts.length === 0 ? say.all : parts.join(say.and);
}

function testWords(path: string, test: unknown, surroundings: Surroundings): string {
  const say = words[surroundings.language];
  const field = fieldAt(path, surroundings);
  const label = labelOf(path, field, surroundings);
  const value = (of: unknown) => valueWords(of, field, surroundings);
  if (typeof test !== 'object' || test === null || 'field' in test) return `${label} = ${value(test)}`;
  return Object.entries(test)
    .map(([kind, of]: [string, unknown]) => {
      if (kind === 'empty') return `${label} ${of === true ? say.empty : say.filled}`;
      if (kind === 'in' && Array.isArray(of)) return `${label} ${say.in}: ${of.map(value).join(', ')}`;
      if (kind === 'has' || kind === 'within' || kind === 'near') return `${label} ${say[kind]} ${value(of)}`;
      return `${label} ${signs[kind] ?? kind} ${value(of)}`;
    })
    .join(say.and);
}

function fieldAt(path: string, { entry, registry }: Surroundings): Field | undefined {
  const [first = '', second] = path.split('.', 2);
  const own = entry.fields.get(first);
  return second === undefined ? own : registry.datasets.get(own?.ref ?? '')?.fields.get(second);
}

function labelOf(path: string, field: Field | undefined, { language }: Surroundings): string {
  return field ? (field.label[language] ?? field.label.vi) : path;
}

function valueWords(value: unknown, field: Field | undefined, surroundings: Surroundings): string {
  const { units, language } = surroundings;
  if (typeof value === 'object' && value !== null && 'field' in value) {
    const path = String(value.field);
    return labelOf(path, fieldAt(path, surroundings), surroundings);
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value as Json);
  const name = field?.type === 'unit' ? units.get(text)?.title : field?.values?.[text];
  return name ? (name[language] ?? name.vi) : text;
}
