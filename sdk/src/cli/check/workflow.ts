import type { Dataset } from '../../dataset.ts';
import type { Workflow } from '../../workflow.ts';
import { type Place, suggest } from '../findings.ts';
import { checkField, checkFilter } from './filter.ts';
import { isTime, type Scope } from './scope.ts';

/** Checks that a workflow moves between states that there are, by fields that there are. */
export function checkWorkflow(scope: Scope, dataset: Dataset, workflow: Workflow, place: Place): void {
  const { findings } = scope;
  const field = checkField(scope, dataset, workflow.field, [...place, 'field']);
  if (!field) return;
  const states = (field.enum ?? []).map(String);
  if (states.length === 0) findings.error([...place, 'field'], `"${workflow.field}" lists no states`, 'Give the field an enum');
  const state = (name: string, at: Place) => {
    if (!states.includes(name)) findings.error(at, `there is no state "${name}"`, suggest(name, states));
  };
  state(workflow.initial, [...place, 'initial']);
  const steps = Object.keys(workflow.transitions);
  for (const [name, step] of Object.entries(workflow.transitions)) {
    const at = [...place, 'transitions', name];
    for (const [index, from] of step.from.entries()) state(from, [...at, 'from', index]);
    state(step.to, [...at, 'to']);
    if (step.must) checkFilter(scope, dataset, step.must, [...at, 'must']);
    for (const [index, needed] of (step.needs ?? []).entries()) checkField(scope, dataset, needed, [...at, 'needs', index]);
    for (const set of Object.keys(step.set ?? {})) checkField(scope, dataset, set, [...at, 'set', set]);
    for (const [index, other] of (step.notBy ?? []).entries()) {
      if (!steps.includes(other)) findings.error([...at, 'notBy', index], `there is no step "${other}"`, suggest(other, steps));
    }
  }
  for (const [name, clock] of Object.entries(workflow.clocks ?? {})) {
    const at = [...place, 'clocks', name];
    for (const [part, names] of [
      ['runs', clock.runs],
      ['rests', clock.rests ?? []],
    ] as const)
      for (const [index, one] of names.entries()) state(one, [...at, part, index]);
    for (const [index, limit] of clock.limits.entries())
      if (limit.where) checkFilter(scope, dataset, limit.where, [...at, 'limits', index, 'where']);
    for (const part of ['due', 'original'] as const) {
      const due = clock[part];
      const property = due === undefined ? undefined : checkField(scope, dataset, due, [...at, part]);
      if (property && !isTime(property)) findings.error([...at, part], `"${due}" holds no time`, "Name a field with format: 'date-time'");
    }
  }
}
