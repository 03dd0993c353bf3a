import type { Comparison, FieldType, L10n, Measure, ResultField } from '@haidang/sdk';
import type { DatasetEntry } from '../../registry.ts';
import type { FieldRef } from './condition.ts';
import { type Group, isTimeGrain } from './groups.ts';
import { monthRule } from './reporting-month.ts';

/** Column of a field as it is. */
export function fieldColumn({ path, field }: FieldRef, name = path): ResultField {
  const unit = field.property['x-unit'];
  return { name, type: field.type, label: field.label, ...(unit !== undefined && { unit }) };
}

/** Column of a group: hours are instants, longer steps days. */
export function groupColumn({ name, ref, grain, cut }: Group): ResultField {
  const { label } = ref.field;
  if (isTimeGrain(grain)) {
    const isCut = cut !== undefined && (grain === 'month' || grain === 'quarter' || grain === 'year');
    return { name, type: grain === 'hour' ? 'date-time' : 'date', label, grain, ...(isCut && { month: monthRule(cut) }) };
  }
  return { ...fieldColumn(ref, name), ...(grain && { grain }) };
}

type Words = { readonly [fn in Exclude<Measure['fn'], 'count' | 'sum'>]: L10n };
const words: Words = {
  avg: { vi: 'trung bình', en: 'average' },
  min: { vi: 'nhỏ nhất', en: 'least' },
  max: { vi: 'lớn nhất', en: 'greatest' },
  'count-distinct': { vi: 'số giá trị', en: 'number of values' },
  median: { vi: 'trung vị', en: 'median' },
  p90: { vi: 'phân vị 90', en: '90th percentile' },
  last: { vi: 'mới nhất', en: 'newest' },
};

/** Column of a measure: counts go by the name of the dataset, all else by that of the field. */
export function measureColumn(name: string, fn: Measure['fn'], ref: FieldRef | undefined, dataset: DatasetEntry): ResultField {
  if (fn === 'count' || !ref) return { name, type: 'integer', label: dataset.label };
  const column = fieldColumn(ref, name);
  const label = fn === 'sum' ? column.label : merged(column.label, words[fn]);
  if (fn === 'count-distinct') return { name, type: 'integer', label };
  const type: FieldType = fn === 'avg' || fn === 'median' || fn === 'p90' ? 'number' : column.type;
  return { ...column, type, label };
}

const comparisons: { readonly [comparison in Exclude<Comparison, 'plan'>]: L10n } = {
  previous: { vi: 'kỳ trước', en: 'period before' },
  'same-period-last-year': { vi: 'cùng kỳ năm trước', en: 'same period last year' },
  'tet-aligned': { vi: 'năm trước, đếm theo Tết', en: 'last year, counted from Tết' },
};

/** Column of what another is compared with. */
export function comparisonColumn(of: ResultField, name: string, compare: Comparison): ResultField {
  const word = compare === 'plan' ? undefined : comparisons[compare];
  // A share of a target need not be whole.
  return { ...of, ...(compare === 'plan' && { type: 'number' }), name, compare, ...(word && { label: merged(of.label, word) }) };
}

function merged(label: L10n, word: L10n): L10n {
  const texts: { vi: string; [language: string]: string } = { vi: `${label.vi}, ${word.vi}` };
  for (const [language, text] of Object.entries(label))
    if (language !== 'vi') texts[language] = `${text}, ${word[language] ?? word.en ?? word.vi}`;
  return texts;
}
