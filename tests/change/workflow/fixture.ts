import { type Dataset, type Property, type Transition, type Workflow, workflowsOf } from '@haidang/sdk';
import type { Facts } from './facts/shape.ts';
import { facts } from './facts.ts';

/** A plugin of the domain: datasets with their workflows, and roles that take the steps. */
export interface Fixture {
  readonly datasets: { readonly [name: string]: Dataset };
  readonly roles: { readonly [role: string]: readonly `${string}.${string}`[] };
  readonly messages: { readonly vi: { readonly [key: string]: string } };
}

/** Whether states are read from another system: nobody here takes steps. */
export function isBrought({ states }: Facts): boolean {
  return Object.values(states).every(([setBy]) => setBy.includes('source'));
}

/** The plugins, by id. Whoever sets a state takes the steps to it, `<from>_to_<to>`. */
export function fixtures(): ReadonlyMap<string, Fixture> {
  const plugins = new Map<string, Facts[]>();
  for (const each of facts) plugins.set(each.plugin, [...(plugins.get(each.plugin) ?? []), each]);
  return new Map([...plugins].map(([id, own]) => [id, fixtureOf(own)]));
}

function fixtureOf(own: readonly Facts[]): Fixture {
  const names = [...new Set(own.map(({ dataset }) => dataset))];
  const datasets = Object.fromEntries(names.map((name) => [name, datasetOf(own.filter(({ dataset }) => dataset === name))]));
  const roles: { [role: string]: `${string}.${string}`[] } = {};
  for (const each of own.filter((one) => !isBrought(one)))
    for (const [from, to] of movesOf(each))
      for (const role of each.states[to]?.[0] ?? []) roles[role] = [...(roles[role] ?? []), `${each.dataset}.${from}_to_${to}`];
  return { datasets, roles, messages: { vi: Object.fromEntries(keysOf(datasets, Object.keys(roles)).map((key) => [key, key])) } };
}

function datasetOf(parts: readonly Facts[]): Dataset {
  const properties: { [field: string]: Property } = { code: { type: 'string' } };
  for (const { field, states } of parts) properties[field] = { type: 'string', enum: Object.keys(states) };
  const [only, second] = parts.map(workflowOf);
  return {
    row: { type: 'object', additionalProperties: false, required: ['code'], properties } as Dataset['row'],
    key: ['code'],
    ...(only && { workflow: second ? { review: only, process: second } : only }),
  };
}

function workflowOf(part: Facts): Workflow {
  const { field, states } = part;
  const [initial = ''] = Object.keys(states);
  const transitions: { [name: string]: Transition } = {};
  if (isBrought(part)) return { field, initial, transitions, source: Object.keys(states) };
  for (const [from, to] of movesOf(part)) transitions[`${from}_to_${to}`] = { from: [from], to };
  // Only what was confirmed goes on to the owner of the vehicle.
  if (transitions.not_sent_to_notified)
    transitions.not_sent_to_notified = { ...transitions.not_sent_to_notified, must: { review_status: 'confirmed' } };
  return { field, initial, transitions };
}

function movesOf({ states }: Facts): readonly (readonly [from: string, to: string])[] {
  return Object.entries(states).flatMap(([from, [, next]]) => next.map((to) => [from, to] as const));
}

function keysOf(datasets: Fixture['datasets'], roles: readonly string[]): readonly string[] {
  const ofFields = ([name, { row }]: [string, Dataset]) =>
    Object.entries(row.properties).flatMap(([field, { enum: values = [] }]) =>
      [field, ...values.map((value) => `${field}.${value}`)].map((key) => `${name}.${key}`),
    );
  const ofSteps = ([name, dataset]: [string, Dataset]) =>
    workflowsOf(dataset).flatMap(({ transitions }) => Object.keys(transitions).map((step) => `${name}.step.${step}`));
  const entries = Object.entries(datasets);
  return ['title', ...roles, ...Object.keys(datasets), ...entries.flatMap(ofFields), ...entries.flatMap(ofSteps)];
}
