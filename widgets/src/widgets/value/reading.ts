import type { Comparison, Result, ResultField } from '@haidang/sdk';
import { formatNumber, label, type NumberParts, numberParts } from '@haidang/sdk/client';
import { columnsOf, isCount, type Measure, numberAt } from '../columns.ts';
import { type Level, levelOf, targetOf } from '../level.ts';
import type { ValueOptions } from './definition.ts';

/** One figure with all that it is judged by. */
export interface Reading {
  readonly name: string;
  readonly field: ResultField;
  readonly digits: NumberParts;
  readonly value?: number;
  readonly isRate: boolean;
  readonly isTooFew: boolean;
  /** Cases behind a rate. */
  readonly cases?: number;
  readonly comparison?: { readonly kind: Comparison; readonly value: number; readonly name?: string };
  readonly target?: Target;
  readonly level?: Level;
}

/** What a figure should reach, or stay under. */
export interface Target {
  readonly at: number;
  readonly kind: 'floor' | 'ceiling' | 'planned';
}

/** Fewer cases make no rate, when the server has not said so already. */
const fewest = 10;

/** The figure of a port; nothing when its result holds no number. */
export function readingOf(
  result: Result,
  { port, options, locale }: { port: string; options: ValueOptions; locale: string },
): Reading | undefined {
  const [measure] = columnsOf(result).measures;
  if (!measure) return undefined;
  const { field } = measure;
  const [row] = result.rows;
  const isRate = field.unit === '%' || (options.unit?.vi === '%' && !isCount(field));
  const cases = isRate ? result.trust.n : undefined;
  const found = numberAt(row, measure.at);
  const isTooFew =
    isRate &&
    cases !== undefined &&
    cases > 0 &&
    cases < (options.atLeast ?? fewest) &&
    (found === undefined || options.atLeast !== undefined);
  const value = isTooFew ? undefined : found;
  const compared = measure.comparisons.flatMap(({ at, field: { compare, name } }) => {
    const other = numberAt(row, at);
    const words = options.labels?.[name];
    return compare && other !== undefined ? [{ kind: compare, value: other, ...(words && { name: label(words, locale) }) }] : [];
  });
  const plan = compared.find(({ kind }) => kind === 'plan')?.value;
  const comparison = compared.find(({ kind }) => kind !== 'plan');
  const yardsticks = { plan, same_period: compared.find(({ kind }) => kind === 'same-period-last-year')?.value };
  const target = port === 'main' ? targetFor(measure, options, yardsticks) : targetFor(measure, {}, yardsticks);
  const level = value === undefined || !field.levels ? undefined : levelOf(value, field.levels, yardsticks);
  const given = options.labels?.[port];
  return {
    name: label(given ?? field.label, locale),
    field,
    digits: numberParts(value, { ...formatFor(field, options), locale, unit: unitFor(field, { port, options, locale }) }),
    isRate,
    isTooFew,
    ...(value === undefined ? {} : { value }),
    ...(cases === undefined ? {} : { cases }),
    ...(comparison && { comparison }),
    ...(target && { target }),
    ...(level && { level }),
  };
}

/** A value of the same kind as the reading, such as its target, in words. */
export function likeWords(
  value: number,
  reading: Reading,
  { port, options, locale }: { port: string; options: ValueOptions; locale: string },
): string {
  const decimals = Number.isInteger(value) ? 0 : formatFor(reading.field, options).decimals;
  return formatNumber(value, {
    locale,
    ...(decimals === undefined ? {} : { decimals }),
    unit: unitFor(reading.field, { port, options, locale }),
  });
}

function targetFor(
  { field }: Measure,
  options: ValueOptions,
  { plan, same_period }: { plan: number | undefined; same_period: number | undefined },
): Target | undefined {
  const kind = field.direction === 'down' ? 'ceiling' : 'floor';
  if (options.target !== undefined) return { at: options.target, kind };
  if (plan !== undefined) return { at: plan, kind: 'planned' };
  const at = targetOf(field.levels, { plan, same_period });
  // "None at all" is a rule, not a length to measure against.
  return at === undefined || at === 0 ? undefined : { at, kind };
}

function formatFor(field: ResultField, options: ValueOptions): { readonly decimals?: number } {
  if (options.decimals !== undefined) return { decimals: options.decimals };
  return isCount(field) ? { decimals: 0 } : field.unit === '%' ? { decimals: 1 } : {};
}

function unitFor(
  field: ResultField,
  { port, options, locale }: { port: string; options: ValueOptions; locale: string },
): string | undefined {
  return port === 'main' && options.unit ? label(options.unit, locale) : field.unit;
}
