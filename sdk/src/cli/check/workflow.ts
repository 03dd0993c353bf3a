import type { Dataset } from '../../dataset.ts';
import { verbs } from '../../plugin.ts';
import { isWorkflow, type Transition, type Workflow, workflowsOf } from '../../workflow.ts';
import { type Place, suggest } from '../findings.ts';
import { checkField, checkFilter } from './filter.ts';
import { isTime, type Scope } from './scope.ts';

type StateCheck = (name: string, place: Place) => void;

const moves: readonly string[] = ['previous', 'same'];
const taken: readonly string[] = verbs;

/** Checks the workflows of a dataset: that they move between states that there are, by fields that there are, and that nothing is named twice. */
export function checkWorkflows(scope: Scope, dataset: Dataset, place: Place): void {
  const { workflow } = dataset;
  if (!workflow) return;
  const named: [Place, Workflow][] = isWorkflow(workflow)
    ? [[place, workflow]]
    : Object.entries(workflow).map(([name, one]) => [[...place, name], one]);
  const seen = new Set<string>();
  const once = (kind: 'field' | 'transition' | 'clock', name: string, at: Place) => {
    const key = `${kind} ${name}`;
    if (seen.has(key)) scope.findings.error(at, `the ${kind} "${name}" is there twice`, 'Give one of them another name');
    seen.add(key);
  };
  for (const [at, one] of named) {
    once('field', one.field, [...at, 'field']);
    for (const name of Object.keys(one.transitions)) once('transition', name, [...at, 'transitions', name]);
    for (const name of Object.keys(one.clocks ?? {})) once('clock', name, [...at, 'clocks', name]);
    checkWorkflow(scope, dataset, one, at);
  }
}

function checkWorkflow(scope: Scope, dataset: Dataset, workflow: Workflow, place: Place): void {
  const { findings } = scope;
  const field = checkField(scope, dataset, workflow.field, [...place, 'field']);
  if (!field) return;
  const states = (field.enum ?? []).map(String);
  if (states.length === 0) findings.error([...place, 'field'], `"${workflow.field}" lists no states`, 'Give the field an enum');
  for (const word of states.filter((name) => moves.includes(name)))
    findings.error([...place, 'field'], `"${word}" is a word of steps`, 'Give the state another name');
  const state: StateCheck = (name, at) => {
    if (!states.includes(name)) findings.error(at, `there is no state "${name}"`, suggest(name, states));
  };
  state(workflow.initial, [...place, 'initial']);
  for (const [index, name] of (workflow.source ?? []).entries()) state(name, [...place, 'source', index]);
  for (const [name, step] of Object.entries(workflow.transitions)) {
    const at = [...place, 'transitions', name];
    if (taken.includes(name)) findings.error(at, `"${name}" is what may be done to every record`, 'Give the step another name');
    checkStep(scope, dataset, step, state, at);
    for (const [index, other] of (step.notBy ?? []).entries()) {
      const steps = workflowsOf(dataset).flatMap(({ transitions }) => Object.keys(transitions));
      if (!steps.includes(other)) findings.error([...at, 'notBy', index], `there is no step "${other}"`, suggest(other, steps));
    }
  }
  checkClocks(scope, dataset, workflow, state, [...place, 'clocks']);
}

function checkStep(scope: Scope, dataset: Dataset, step: Transition, state: StateCheck, place: Place): void {
  const { findings } = scope;
  for (const [index, from] of step.from.entries()) state(from, [...place, 'from', index]);
  if (!moves.includes(step.to)) state(step.to, [...place, 'to']);
  if (step.must) checkFilter(scope, dataset, step.must, [...place, 'must']);
  const moved = new Set(workflowsOf(dataset).map(({ field }) => field));
  const written = (name: string, at: Place) => {
    checkField(scope, dataset, name, at);
    if (moved.has(name)) findings.error(at, `"${name}" is moved by steps only`, 'Say with "to" where the step leads');
  };
  if (step.after !== undefined && step.needs?.length)
    findings.error(
      [...place, 'needs'],
      'are filled by nobody when the system takes the step',
      'Take them out, or give people a step of their own',
    );
  for (const [index, needed] of (step.needs ?? []).entries()) written(needed, [...place, 'needs', index]);
  for (const [name, value] of Object.entries(step.set ?? {})) {
    written(name, [...place, 'set', name]);
    if (value === null && dataset.row.required?.includes(name))
      findings.error([...place, 'set', name], `"${name}" is required`, 'Set a value');
  }
}

function checkClocks(scope: Scope, dataset: Dataset, { clocks = {} }: Workflow, state: StateCheck, place: Place): void {
  for (const [name, clock] of Object.entries(clocks)) {
    const at = [...place, name];
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
      if (property && !isTime(property))
        scope.findings.error([...at, part], `"${due}" holds no time`, "Name a field with format: 'date-time'");
    }
  }
}
