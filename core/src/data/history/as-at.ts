import { HaidangError, type Query } from '@haidang/sdk';
import { fieldsOf } from '../../quality/passes.ts';
import type { DataContext } from '../context.ts';
import type { Source } from '../query/source.ts';
import type { Table } from '../table.ts';
import { formatInstant, parseInstant, zone } from '../zone.ts';
import { beginningOf, hasHistory } from './past.ts';

/** The instant as of which a query is asked: what was known then, by the clock of then. Nothing when it is about now. */
export function readAsAt({ asAt }: Query, { clock }: DataContext): number | undefined {
  if (asAt === undefined) return undefined;
  const instant = parseInstant(asAt, zone);
  if (instant === undefined)
    throw refuse({
      vi: 'Cần một thời điểm theo ISO 8601: "2026-11-20T08:00".',
      en: 'An instant as in ISO 8601 is expected: "2026-11-20T08:00".',
    });
  if (instant > clock.now()) throw refuse({ vi: 'Thời điểm này chưa đến.', en: 'This instant has not come yet.' });
  return instant;
}

/** Throws `bad-request` unless all that sources read is known as it was at an instant. */
export function checkHistory(sources: readonly Source[], asAt: number): void {
  for (const source of sources) {
    checkTable(source.table, asAt);
    checkHistory(
      [...source.joins.values()].map((join) => join.source),
      asAt,
    );
    // A scope that rests on such values would let pass what it kept from the reader then.
    const ofScope = source.scope ? fieldsOf(source.scope).map(({ table, field }) => ({ dataset: table.entry, field })) : [];
    const personal = [...source.mentions, ...ofScope].find(({ field }) => field.property['x-personal'] !== undefined);
    if (personal)
      throw refuse(
        {
          vi: `Giá trị cũ của dữ liệu cá nhân không được lưu: ${personal.field.name}.`,
          en: `Earlier values of personal data are not kept: ${personal.field.name}.`,
        },
        { dataset: personal.dataset.name, field: personal.field.name },
      );
  }
}

/** Throws `bad-request` unless a dataset is known as it was at an instant. */
export function checkTable(table: Table, asAt: number): void {
  const dataset = table.entry.name;
  if (!hasHistory(table))
    throw refuse(
      { vi: `Tập dữ liệu ${dataset} không lưu các bản trước.`, en: `The dataset ${dataset} keeps no earlier versions.` },
      { dataset },
    );
  const since = beginningOf(table);
  if (since !== undefined && asAt < since) {
    const from = formatInstant(since);
    throw refuse(
      {
        vi: `Tập dữ liệu ${dataset} chỉ lưu các bản trước từ ${from}.`,
        en: `The dataset ${dataset} keeps earlier versions since ${from} only.`,
      },
      { dataset, since: from },
    );
  }
}

function refuse(reason: { readonly vi: string; readonly en: string }, details: object = {}): HaidangError {
  return new HaidangError('bad-request', { path: 'asAt', reason, ...details });
}
