import type { Json } from '@haidang/sdk';
import { formatCell, formatMoment, formatTime, none, translate } from '@haidang/sdk/client';
import { html, nothing, type TemplateResult } from 'lit';
import { cssVars } from '../../atoms/css-vars.ts';
import { type StatusShape, statusMark } from '../../atoms/status-shape.ts';
import { type Column, nameOf } from '../columns.ts';
import { dueOf } from '../due.ts';
import { cellAt } from '../records.ts';
import type { StatusOptions } from '../words.ts';
import type { TableColumn } from './columns.ts';
import { tableTexts } from './texts.ts';

/** For whom and when cells are written. */
export interface Reader {
  readonly locale: string;
  readonly now: number;
}

/** A cell as text. */
export function cellWords(row: readonly Json[], column: TableColumn, { locale, now }: Reader): string {
  const cell = row[column.at];
  if (column.as === 'due')
    return (
      dueFor(row, column, { locale, now })?.words ??
      (cellAt(row, column.until) ? translate({ texts: tableTexts, key: 'done', locale }) : none)
    );
  if (column.as === 'time' && typeof cell === 'string') return formatMoment(Math.floor(Date.parse(cell) / 60_000) * 60_000, now, locale);
  if (column.as === 'date' && typeof cell === 'string') return formatTime(cell, 'date', locale);
  return formatCell(cell, column.field, { locale, ...(column.decimals === undefined ? {} : { decimals: column.decimals }) });
}

/** A cell as it is drawn: a deadline whose beginning is known has a bar, anything else is text. */
export function cellView(row: readonly Json[], column: TableColumn, reader: Reader): TemplateResult | string {
  const words = cellWords(row, column, reader);
  if (column.as !== 'due') return words;
  if (!column.from) return html`<span class="due plain"><em>${words}</em></span>`;
  const due = dueFor(row, column, reader);
  const share = due?.isOver ? 1 : due?.share;
  const kind = share === undefined ? 'used none' : due?.isOver ? 'used over' : 'used';
  return html`<span class="due"><i class=${kind} ${cssVars({ share: `${Math.round((share ?? 0) * 100)}%` })}></i><em>${words}</em></span>`;
}

/** The shape at the head of a row with its name: what the status says, unless that is nothing special and the deadline says more. */
export function shapeView(
  row: readonly Json[],
  {
    status,
    options,
    due,
    reader,
  }: { status: Column | undefined; options: StatusOptions | undefined; due: TableColumn | undefined; reader: Reader },
): TemplateResult | typeof nothing {
  const code = cellAt(row, status);
  const told = code === undefined || code === null ? undefined : options?.shapes[String(code)];
  const urgency = told === undefined || told === 'normal' ? due && urgencyOf(row, due, reader) : undefined;
  const shape = urgency?.shape ?? told;
  if (!shape) return nothing;
  const name = urgency
    ? translate({ texts: tableTexts, key: urgency.key, locale: reader.locale })
    : status
      ? nameOf(status.field, String(code), reader.locale)
      : '';
  return html`<svg class="shape" viewBox="0 0 16 16" role="img" aria-label=${name}><title>${name}</title>${statusMark(shape)}</svg>`;
}

/** Of its time a deadline leaves a fifth: then it is near. */
const near = 0.8;

function urgencyOf(
  row: readonly Json[],
  column: TableColumn,
  reader: Reader,
): { readonly shape: StatusShape; readonly key: 'over' | 'soon' } | undefined {
  const due = dueFor(row, column, reader);
  if (due?.isOver) return { shape: 'high', key: 'over' };
  return due?.share !== undefined && due.share >= near ? { shape: 'caution', key: 'soon' } : undefined;
}

function dueFor(row: readonly Json[], column: TableColumn, { locale, now }: Reader) {
  return dueOf({ due: row[column.at], from: cellAt(row, column.from), until: cellAt(row, column.until), now, locale });
}
