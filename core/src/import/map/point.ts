import type { Json } from '@haidang/sdk';
import { textOf } from './cell.ts';
import { Fault } from './fault.ts';

/** Position of a row, `null` when it has none. */
export type ReadPoint = (cells: readonly (Json | undefined)[]) => Json | Fault;

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** How one or two cells become a position. The order of the numbers is never guessed: swapped coordinates are the commonest fault there is. */
export function pointReader(columns: number, format: string | undefined): ReadPoint | Fault {
  if (format !== undefined && format !== 'lon-lat' && format !== 'lat-lon') return order();
  if (columns > 2) return new Fault('vị trí đọc từ một hoặc hai cột.', 'a position is read from one or two columns.');
  if (columns === 2 && format === undefined) return order();
  const isSwapped = format === 'lat-lon';
  return (cells) => {
    const [first] = cells;
    if (columns === 1 && typeof first === 'object' && first !== null && !Array.isArray(first)) return first;
    const texts = columns === 2 ? cells.map(textOf) : split(first);
    if (texts.every((text) => text === '')) return null;
    if (columns === 1 && format === undefined && !isWkt(first)) return order();
    const [one, two] = texts;
    if (texts.length !== 2 || !one || !two || !decimal.test(one) || !decimal.test(two)) {
      return new Fault('không phải là hai toạ độ.', 'these are not two coordinates.');
    }
    return { type: 'Point', coordinates: isSwapped ? [Number(two), Number(one)] : [Number(one), Number(two)] };
  };
}

function order(): Fault {
  return new Fault('cần "format": "lon-lat" hoặc "lat-lon".', '"format" has to be "lon-lat" or "lat-lon".');
}

function isWkt(cell: Json | undefined): boolean {
  return /^point\s*\(/i.test(textOf(cell));
}

/** "10.93, 108.10", [10.93, 108.10] or "POINT (108.10 10.93)". */
function split(cell: Json | undefined): string[] {
  if (Array.isArray(cell)) return cell.map(textOf);
  return textOf(cell)
    .replace(/^point\s*\(|^\(|\)$/gi, '')
    .trim()
    .split(/\s*[,;]\s*|\s+/);
}
