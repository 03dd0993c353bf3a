import {
  errorText,
  type Filter,
  HaidangError,
  type L10n,
  type NeededField,
  type RecordActions,
  type RecordState,
  workflowsOf,
} from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import { type Row, toRow } from '../data/cells.ts';
import type { DataContext } from '../data/context.ts';
import { mayRead } from '../data/query/authorise.ts';
import { findRecord, permit } from '../data/record.ts';
import { system, type Table } from '../data/table.ts';
import { tableFor } from '../data/write.ts';
import { formatInstant } from '../data/zone.ts';
import type { DatasetEntry } from '../registry.ts';
import { showClocks } from './clocks/show-clocks.ts';
import { tookBefore } from './duties.ts';
import { type FoundStep, stepsFrom } from './find-step.ts';
import { holds } from './holds.ts';
import { knownPart } from './known-part.ts';
import { nothingBefore, notMet, type Wanted } from './refused.ts';
import { type StateHistory, statesOf } from './states.ts';

interface Asked {
  readonly dataset: string;
  readonly id: number;
  readonly caller: Caller;
}

/** Where a record stands and how this caller may move it on. */
export async function actionsOf(context: DataContext, asked: Asked): Promise<RecordActions> {
  const { dataset, id, caller } = asked;
  const table = tableFor(context, dataset);
  permit(caller, dataset, 'read');
  const { read, dialect } = context.database;
  const stored = await findRecord(context, read, table, asked);
  const row = toRow(table, dialect, stored);
  const { entry } = table;
  const readable = (field: string) => mayRead(entry, fieldOf(entry, field), caller);
  const history = await statesOf(read, dataset, id);
  const steps: RecordActions['steps'][number][] = [];
  const refused: RecordActions['refused'][number][] = [];
  for (const step of stepsFrom(entry.dataset, row)) {
    if (!readable(step.workflow.field)) continue;
    const { name } = step;
    const label = entry.steps[name] ?? { vi: name };
    const error = await refusal(context, { table, id, row, transition: name, caller }, step, history);
    if (error) refused.push({ name, label, why: textOf(error) });
    else steps.push({ name, label, field: step.workflow.field, to: target(step, row, history), needs: needsOf(entry, step) });
  }
  const states = workflowsOf(entry.dataset)
    .filter(({ field }) => readable(field))
    .map(({ field }) => stateOf(table, field, row, history.get(field)));
  return { revision: Number(stored[system.revision]), states, steps, refused, clocks: await showClocks(context, table, { id, readable }) };
}

async function refusal(
  context: DataContext,
  wanted: Wanted,
  step: FoundStep,
  history: ReadonlyMap<string, StateHistory>,
): Promise<HaidangError | undefined> {
  const { name, transition, workflow } = step;
  const { id, caller } = wanted;
  const dataset = wanted.table.entry.name;
  const { read } = context.database;
  const permission = `${dataset}.${name}`;
  if (!caller.can(permission)) return new HaidangError('forbidden', { permission, ...rolesThatMay(context, permission) });
  if (transition.to === 'previous' && !history.has(workflow.field)) return nothingBefore(wanted, workflow);
  const filter: Filter = knownPart(context, dataset, step);
  if (!(await holds(context, read, { dataset, id, filter, at: context.clock.now() }))) return notMet(wanted, filter);
  return tookBefore(read, wanted, transition);
}

/** For whom a step is, as far as plugins propose it. */
function rolesThatMay({ registry }: DataContext, permission: string): { readonly reason?: L10n } {
  const roles = [...registry.roles.values()].filter(({ can }) => can.has(permission)).map(({ label }) => label);
  if (roles.length === 0) return {};
  return {
    reason: {
      vi: `Dành cho: ${roles.map(({ vi }) => vi).join(', ')}.`,
      en: `It is for: ${roles.map(({ en, vi }) => en ?? vi).join(', ')}.`,
    },
  };
}

function textOf({ code, details }: HaidangError): L10n {
  return { vi: errorText(code, 'vi', details), en: errorText(code, 'en', details) };
}

function target({ workflow: { field }, transition: { to } }: FoundStep, row: Row, history: ReadonlyMap<string, StateHistory>): string {
  if (to === 'same') return String(row[field]);
  return to === 'previous' ? (history.get(field)?.previous ?? to) : to;
}

function needsOf(entry: DatasetEntry, { transition: { needs = [] } }: FoundStep): readonly NeededField[] {
  return needs.map((need) => {
    const { name, label, type, property, values, ref } = fieldOf(entry, need);
    return { name, label, type, property, ...(values && { values }), ...(ref && { ref }) };
  });
}

function stateOf({ entry }: Table, field: string, row: Row, history: StateHistory | undefined): RecordState {
  const state = String(row[field]);
  const label = fieldOf(entry, field).values?.[state] ?? { vi: state };
  return { field, state, label, ...(history && { previous: history.previous, since: formatInstant(history.enteredAt) }) };
}

function fieldOf({ name: dataset, fields }: DatasetEntry, name: string) {
  const field = fields.get(name);
  if (!field) throw new HaidangError('unknown-field', { dataset, field: name });
  return field;
}
