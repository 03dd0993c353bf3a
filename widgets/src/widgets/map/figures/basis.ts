import { formatTime, translate } from '@haidang/sdk/client';
import type { LayerName } from '../definition.ts';
import type { Sheet } from '../sheet.ts';
import { mapTexts } from '../texts.ts';

/** What the shapes on a map are, for its lower edge: that it is a schematic, or which boundaries count. */
export function basisWords(
  sheet: Sheet,
  { layers, locale, isShort }: { layers: ReadonlySet<LayerName>; locale: string; isShort: boolean },
): readonly string[] {
  const { shapes } = sheet;
  const say = (key: string) => translate({ texts: mapTexts, key, locale });
  if (shapes.basis === 'none') return [];
  const kind = shapes.basis === 'boundaries' ? [] : [say('schematic')];
  if (isShort && kind.length > 0) return kind;
  const time = boundariesInForce(sheet, locale);
  return [
    ...kind,
    ...(time ? [kind.length > 0 ? time : capital(time)] : []),
    ...(layers.has('former') && shapes.former.length > 0 ? [say('basis.dashed')] : []),
  ];
}

/** The same at length. */
export function basisFacts(sheet: Sheet, locale: string): readonly string[] {
  const { basis } = sheet.shapes;
  const time = boundariesInForce(sheet, locale);
  const kind = basis === 'cells' || basis === 'hexagons' ? [translate({ texts: mapTexts, key: `schematic.${basis}`, locale })] : [];
  return [...kind, ...(time ? [capital(time)] : [])];
}

function boundariesInForce({ units }: Sheet, locale: string): string | undefined {
  const { drawn, isFormer } = units.places;
  const dates = drawn.flatMap(({ validFrom, validTo }) => (isFormer ? (validTo ?? []) : (validFrom ?? [])));
  const last = dates.toSorted().at(-1);
  if (last === undefined) return undefined;
  return translate({
    texts: mapTexts,
    key: isFormer ? 'basis.former' : 'basis.current',
    locale,
    values: { date: formatTime(last, 'date', locale) },
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
