import { isDate, parseInstant } from '../../data/zone.ts';

/** A format of dates: reads text as a day or as an instant, both without guessing. */
export interface DateFormat {
  readonly hasTime: boolean;
  readonly hasOffset: boolean;
  /** "2024-02-29". */
  day(text: string): string | undefined;
  /** Milliseconds since 1970; text without offset is local time of the zone. */
  instant(text: string, zone: string | undefined): number | undefined;
}

// Letters as in Unicode TR 35: what each stands for, and how it looks.
const tokens: { readonly [token: string]: readonly [part: Part, pattern: string] } = {
  yyyy: ['year', '\\d{4}'],
  MM: ['month', '\\d{2}'],
  M: ['month', '\\d{1,2}'],
  dd: ['day', '\\d{2}'],
  d: ['day', '\\d{1,2}'],
  HH: ['hour', '\\d{2}'],
  H: ['hour', '\\d{1,2}'],
  hh: ['half', '\\d{2}'],
  h: ['half', '\\d{1,2}'],
  a: ['noon', '[AaPp][Mm]'],
  mm: ['minute', '\\d{2}'],
  ss: ['second', '\\d{2}'],
  SSS: ['fraction', '\\d{3}'],
  XXX: ['offset', 'Z|[+-]\\d{2}:?\\d{2}'],
};

type Part = 'year' | 'month' | 'day' | 'hour' | 'half' | 'noon' | 'minute' | 'second' | 'fraction' | 'offset';
type Parts = { readonly [part in Part]?: string };

const lexer = /yyyy|SSS|XXX|MM|dd|HH|hh|mm|ss|[MdHha]|'([^']*)'|([^A-Za-z'])|(.)/gu;

/** Compiles a format such as "dd/MM/yyyy HH:mm"; text between apostrophes stands for itself. Nothing when it names no day, or holds other letters. */
export function dateFormat(format: string): DateFormat | undefined {
  const parts = new Set<Part>();
  let pattern = '';
  for (const [token, quoted, mark, other] of format.matchAll(lexer)) {
    const known = tokens[token];
    if (other !== undefined || (known && parts.has(known[0]))) return undefined;
    if (known) {
      parts.add(known[0]);
      pattern += `(?<${known[0]}>${known[1]})`;
    } else pattern += escaped(quoted ?? mark ?? '');
  }
  const has = (...needed: readonly Part[]) => needed.every((part) => parts.has(part));
  if (!has('year', 'month', 'day') || has('half') !== has('noon') || has('hour', 'half')) return undefined;
  const shape = new RegExp(`^${pattern}$`, 'u');
  return {
    hasTime: has('hour') || has('half'),
    hasOffset: has('offset'),
    day(text) {
      const found: Parts | undefined = shape.exec(text)?.groups;
      const day = found && dayOf(found);
      return day !== undefined && isDate(day) ? day : undefined;
    },
    instant(text, zone) {
      const found: Parts | undefined = shape.exec(text)?.groups;
      const time = found && timeOf(found);
      if (!found || time === undefined) return undefined;
      return parseInstant(`${dayOf(found)}T${time}${offsetOf(found)}`, zone);
    },
  };
}

function dayOf({ year = '', month = '', day = '' }: Parts): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function timeOf({ hour, half, noon, minute = '00', second = '00', fraction = '000' }: Parts): string | undefined {
  if (half !== undefined && (Number(half) < 1 || Number(half) > 12)) return undefined;
  const hours = half === undefined ? (hour ?? '0') : String((Number(half) % 12) + (noon?.toLowerCase() === 'pm' ? 12 : 0));
  return `${hours.padStart(2, '0')}:${minute}:${second}.${fraction}`;
}

function offsetOf({ offset = '' }: Parts): string {
  return offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
