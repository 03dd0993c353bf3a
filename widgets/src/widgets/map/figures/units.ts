import type { Geography, L10n, Result, WidgetContext } from '@haidang/sdk';
import { formatNumber, label, type Ports, translate, unitLabel } from '@haidang/sdk/client';
import { type Column, codeAt, columnsOf, isCount, type Measure, nameOf, numberAt } from '../../columns.ts';
import type { MapOptions } from '../definition.ts';
import { mapTexts } from '../texts.ts';
import { askedUnits, type Place, type Places, placesFor, positionsOf } from './places.ts';
import { listName, shortName } from './short-name.ts';
import { type Steps, stepOf, stepsFor } from './steps.ts';

/** Why a unit has no colour. */
export type Gap = 'no-data' | 'too-few';

/** A unit with its figures. */
export interface UnitFigure {
  readonly key: string;
  /** Whole name, name in the list, name on the map. */
  readonly title: string;
  readonly name: string;
  readonly short: string;
  readonly value: number | undefined;
  /** Figure with its unit of measure, or why there is none. */
  readonly words: string;
  /** The same, short enough for the map. */
  readonly mapWords: string;
  /** Cells of the list, in the order of its columns. */
  readonly cells: readonly string[];
  readonly step: number | undefined;
  readonly gap: Gap | undefined;
  readonly place: Place | undefined;
  /** Why it is only in the list. */
  readonly note: string | undefined;
}

/** A column of the list: a measure of the areas. */
export interface UnitColumn {
  readonly name: string;
}

/** All that a map says of units. */
export interface UnitModel {
  readonly units: readonly UnitFigure[];
  readonly columns: readonly UnitColumn[];
  readonly places: Places;
  /** Column that the keys come from; none where only the geography knows the units. */
  readonly field: string | undefined;
  /** Name and unit of measure of what is coloured. */
  readonly measure: string | undefined;
  readonly steps: Steps | undefined;
  /** How limits are written. */
  readonly decimals: number;
}

/** How figures are told: options, language, and today by the server. */
export interface Telling {
  readonly options: MapOptions;
  readonly locale: string;
  /** ISO 8601 date. */
  readonly today: string;
  /** What the page asks for, by its variables. */
  readonly vars: WidgetContext['vars'];
}

/** Figures by unit: those of the map, then those that it cannot draw. */
export function unitModel(ports: Ports, geography: Geography | undefined, telling: Telling): UnitModel {
  const { options, locale } = telling;
  const result = ports.areas?.result;
  const { by, measures } = result ? columnsOf(result) : { by: [], measures: [] };
  const unit = by.find(({ field }) => field.type === 'unit') ?? by[0];
  const [main] = measures;
  const rows = new Map((unit && result?.rows.map((row) => [codeAt(row, unit.at), row] as const)) ?? []);
  const places = placesFor({
    keys: [...rows.keys()],
    geography,
    own: positionsOf(result, unit),
    today: telling.today,
  });
  const cases = casesOf(ports.cases?.result);
  const known = new Map([...places.drawn, ...places.besides].map((place) => [place.key, place]));
  const keys = [...new Set([...rows.keys(), ...places.drawn.map(({ key }) => key)])];
  const isAsked = askedUnits(geography, telling.vars);
  const isWhole = main !== undefined && isCount(main.field) && result?.next === undefined;
  const judged = keys.map((key) =>
    judge({
      row: rows.get(key),
      isZero: isWhole && !rows.has(key) && isAsked(key),
      main,
      cases: cases?.get(key),
      hasCases: cases !== undefined,
      options,
    }),
  );
  const values = judged.flatMap(({ value, gap }) => (value === undefined || gap ? [] : [value]));
  const steps = main && stepsFor(values, options.limits);
  const decimals = decimalsFor(main, options.decimals);
  const units = keys.map((key, index): UnitFigure => {
    const { value, gap, n } = judged[index] ?? {};
    const place = known.get(key);
    const title = titleOf(key, place, unit, locale);
    const row = rows.get(key);
    return {
      key,
      title,
      name: listName(title),
      short: shortName(title),
      value,
      words: main ? wordsOf({ value, gap, n, main, options, decimals, locale }) : '',
      mapWords: main
        ? gap
          ? translate({ texts: mapTexts, key: gap === 'too-few' ? 'tooFew.label' : 'noData', locale })
          : wordsOf({ value, gap, n, main, options, decimals, locale })
        : '',
      cells: measures.map((measure, at) =>
        at === 0 && gap
          ? gapWords(gap, n, locale)
          : formatNumber(at === 0 ? value : row && numberAt(row, measure.at), { locale, decimals: decimalsFor(measure, options.decimals) }),
      ),
      step: steps && value !== undefined && !gap ? stepOf(value, steps) : undefined,
      gap: main ? gap : undefined,
      place: place && places.drawn.includes(place) ? place : undefined,
      note: noteOf(place, places, locale),
    };
  });
  return {
    units: units.toSorted(byFigure(locale)),
    columns: measures.map((measure) => ({ name: measureName(measure, options, locale) })),
    places,
    field: unit?.field.name,
    measure: main && measureName(main, options, locale),
    steps,
    decimals,
  };
}

/** "đúng hạn %": what a measure is called, with its unit of measure. */
function measureName({ field }: Measure, { labels, unit }: MapOptions, locale: string): string {
  const given: L10n | undefined = labels?.[field.name];
  const of = unit ? label(unit, locale) : field.unit === undefined ? '' : unitLabel(field.unit, locale);
  return `${label(given ?? field.label, locale)} ${of}`.trim();
}

function judge({
  row,
  isZero,
  main,
  cases,
  hasCases,
  options: { atLeast = 10 },
}: {
  row: Result['rows'][number] | undefined;
  /** A count by groups has no row for a group of none. */
  isZero: boolean;
  main: Measure | undefined;
  cases: number | undefined;
  hasCases: boolean;
  options: MapOptions;
}): { value?: number; gap?: Gap; n?: number } {
  const given = isZero ? 0 : row && main && numberAt(row, main.at);
  const value = given !== undefined && Number.isFinite(given) ? given : undefined;
  const n = hasCases ? (cases ?? 0) : undefined;
  if (value === undefined) return { gap: 'no-data', ...(n === undefined ? {} : { n }) };
  if (n !== undefined && n < atLeast) return { value, gap: 'too-few', n };
  return { value, ...(n === undefined ? {} : { n }) };
}

function casesOf(result: Result | undefined): ReadonlyMap<string, number> | undefined {
  if (!result) return undefined;
  const { by, measures } = columnsOf(result);
  const [unit, count] = [by[0], measures[0]];
  if (!unit || !count) return undefined;
  return new Map(result.rows.map((row) => [codeAt(row, unit.at), numberAt(row, count.at) ?? 0]));
}

function titleOf(key: string, place: Place | undefined, unit: Column | undefined, locale: string): string {
  if (key === '') return translate({ texts: mapTexts, key: 'unknown', locale });
  if (unit?.field.values?.[key]) return nameOf(unit.field, key, locale);
  return place?.title ? label(place.title, locale) : key;
}

function noteOf(place: Place | undefined, { drawn, isFormer }: Places, locale: string): string | undefined {
  if (place && drawn.includes(place)) return undefined;
  const isOld = place?.validTo !== undefined && !isFormer;
  return translate({ texts: mapTexts, key: isOld ? 'former' : 'notOnMap', locale });
}

function wordsOf({
  value,
  gap,
  n,
  main,
  options,
  decimals,
  locale,
}: {
  value: number | undefined;
  gap: Gap | undefined;
  n: number | undefined;
  main: Measure;
  options: MapOptions;
  decimals: number;
  locale: string;
}): string {
  if (gap === 'too-few') return `${translate({ texts: mapTexts, key: 'tooFew.label', locale })}, ${gapWords(gap, n, locale)}`;
  if (gap) return gapWords(gap, n, locale);
  const unit = options.unit ? label(options.unit, locale) : main.field.unit;
  return formatNumber(value, { locale, decimals, ...(unit === undefined ? {} : { unit }) });
}

function gapWords(gap: Gap, n: number | undefined, locale: string): string {
  if (gap === 'too-few') return translate({ texts: mapTexts, key: 'tooFew.value', locale, values: { n: n ?? 0 } });
  return translate({ texts: mapTexts, key: 'noData', locale });
}

function decimalsFor(measure: Measure | undefined, given: number | undefined): number {
  return given ?? (measure && isCount(measure.field) ? 0 : 1);
}

/** Highest first; without figures by name; what cannot be drawn last. */
function byFigure(locale: string): (a: UnitFigure, b: UnitFigure) => number {
  const collator = new Intl.Collator(locale);
  const rank = ({ place, gap }: UnitFigure) => (place ? 0 : 2) + (gap ? 1 : 0);
  return (a, b) =>
    rank(a) - rank(b) ||
    (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY) ||
    collator.compare(a.short, b.short);
}
