import { type Filter, HaidangError, type Workflow, workflowsOf } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { Row } from '../data/cells.ts';
import type { Table } from '../data/table.ts';
import { stepsFrom } from './find-step.ts';

/** A step that does not lead on from where the record stands, with those that do and that the caller may take. */
export function notFromHere(
  table: Table,
  row: Row,
  { transition, caller }: { readonly transition: string; readonly caller: Caller },
): HaidangError {
  const { dataset } = table.entry;
  const workflows = workflowsOf(dataset);
  const own = workflows.find(({ transitions }) => Object.hasOwn(transitions, transition)) ?? workflows[0];
  const state = own && row[own.field];
  const allowed = stepsFor(table, row, caller);
  const list = allowed.join(', ');
  return new HaidangError('transition-refused', {
    transition,
    ...(state !== undefined && { state }),
    allowed,
    reason: {
      vi: list ? `Các bước được phép từ trạng thái này: ${list}.` : 'Từ trạng thái này không còn bước nào.',
      en: list ? `Steps that are allowed from this state: ${list}.` : 'There is no step from this state.',
    },
  });
}

/** Names of the steps that a caller may take from where a record stands. */
export function stepsFor({ entry }: Table, row: Row, caller: Caller): readonly string[] {
  return stepsFrom(entry.dataset, row)
    .map(({ name }) => name)
    .filter((name) => caller.can(`${entry.name}.${name}`));
}

/** A step whose condition the record does not meet. */
export function notMet(transition: string, must: Filter): HaidangError {
  return new HaidangError('transition-refused', {
    transition,
    must,
    reason: { vi: 'Bản ghi chưa đạt điều kiện của bước này.', en: 'The record does not meet the condition of this step.' },
  });
}

/** A step back where nothing came before. */
export function nothingBefore(transition: string, { field }: Workflow): HaidangError {
  return new HaidangError('transition-refused', {
    transition,
    field,
    reason: { vi: 'Bản ghi chưa từng ở trạng thái nào khác.', en: 'The record has not been in another state before.' },
  });
}
