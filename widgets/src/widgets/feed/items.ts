import type { Json, Result } from '@haidang/sdk';
import { formatCell, formatMoment, translate } from '@haidang/sdk/client';
import type { StatusShape } from '../../atoms/status-shape.ts';
import { type Column, codeAt, nameOf } from '../columns.ts';
import { type Due, dueOf } from '../due.ts';
import { cellAt, columnMap, firstOf, keyColumn, leadColumn } from '../records.ts';
import type { StatusOptions } from '../words.ts';
import type { FeedOptions } from './definition.ts';
import { feedTexts } from './texts.ts';

/** An event as it is told. */
export interface Item {
  /** Tells it from all others of the list. */
  readonly id: string;
  /** Key of its record, where the data hold one. */
  readonly key?: string;
  readonly title: string;
  /** Where and when. */
  readonly place: string;
  readonly time: string;
  readonly icon?: string;
  /** How its deadline or its status stands. */
  readonly mark?: { readonly words: string; readonly shape?: StatusShape };
}

/** Most items when the options do not say. */
const most = 50;

/** Name of the column that identifies an event, and the events of a result in its order. What the options do not name is found by type: the first time, the first unit. */
export function itemsOf(
  result: Result,
  { options, locale, now }: { options: FeedOptions; locale: string; now: number },
): { readonly field: string | undefined; readonly items: readonly Item[] } {
  const known = columnMap(result);
  const named = (name: string | undefined, otherwise?: Column) => (name === undefined ? otherwise : known.get(name));
  const key = keyColumn(result, options.key);
  const title = leadColumn(result, options.title);
  const time = named(
    options.time,
    firstOf(result, ({ type }) => type === 'date-time'),
  );
  const place = named(
    options.place,
    firstOf(result, ({ type }) => type === 'unit'),
  );
  const [due, until, icon, status] = [named(options.due), named(options.until), named(options.icon?.field), named(options.status?.field)];
  const times = new Map<string, number>();
  const items = result.rows.slice(0, options.limit ?? most).map((row): Item => {
    const code = (key && codeAt(row, key.at)) || undefined;
    const told = code ?? JSON.stringify(row);
    const before = times.get(told) ?? 0;
    times.set(told, before + 1);
    const at = time && Date.parse(codeAt(row, time.at));
    const left = dueOf({ due: cellAt(row, due), until: cellAt(row, until), now, locale });
    const mark = markOf(row, { status, statusOptions: options.status, left, isDone: filled(row, until), locale });
    const name = icon && options.icon?.names[codeAt(row, icon.at)];
    return {
      id: before === 0 ? told : `${told} ${before}`,
      ...(code === undefined ? {} : { key: code }),
      title: title ? formatCell(cellAt(row, title), title.field, { locale }) : '',
      place: place && filled(row, place) ? formatCell(cellAt(row, place), place.field, { locale }) : '',
      time: at === undefined || Number.isNaN(at) ? '' : formatMoment(Math.floor(at / 60_000) * 60_000, now, locale),
      ...(icon ? { icon: name ?? '' } : {}),
      ...(mark && { mark }),
    };
  });
  return { field: key?.field.name, items };
}

interface Marking {
  readonly status: Column | undefined;
  readonly statusOptions: StatusOptions | undefined;
  readonly left: Due | undefined;
  readonly isDone: boolean;
  readonly locale: string;
}

/** The worst comes first: a shape of its own, then how late it is; what is done is ticked. */
function markOf(row: readonly Json[], { status, statusOptions, left, isDone, locale }: Marking): Item['mark'] {
  const code = status ? codeAt(row, status.at) : '';
  const shape = statusOptions?.shapes[code];
  const name = status && code !== '' ? nameOf(status.field, code, locale) : '';
  const isTold = shape !== undefined && shape !== 'normal';
  if (isDone) return { words: translate({ texts: feedTexts, key: 'done', locale }), shape: 'done' };
  if (left)
    return { words: isTold ? `${lower(name)}, ${left.words}` : left.words, ...(isTold ? { shape } : left.isOver ? { shape: 'high' } : {}) };
  return isTold ? { words: name, shape } : undefined;
}

function filled(row: readonly Json[], column: Column | undefined): boolean {
  const cell = cellAt(row, column);
  return cell !== undefined && cell !== null;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
