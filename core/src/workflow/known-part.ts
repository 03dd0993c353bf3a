import type { Filter, Transition, Workflow } from '@haidang/sdk';
import { systemCaller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import { readFilter } from '../data/query/filter.ts';
import { Source } from '../data/query/source.ts';

/** The part of a step's condition that can be told before the step is taken: what speaks of fields that it neither asks for nor sets. */
export function knownPart(
  context: DataContext,
  dataset: string,
  { workflow, transition }: { readonly workflow: Workflow; readonly transition: Transition },
): Filter {
  const { must, needs = [], set = {} } = transition;
  const open = new Set([workflow.field, ...needs, ...Object.keys(set)]);
  return { all: must ? parts(must as Filter).filter((part) => !mentioned(context, dataset, part).some((name) => open.has(name))) : [] };
}

/** Conditions that all have to hold. */
function parts(filter: Filter): readonly Filter[] {
  if ('all' in filter && Array.isArray(filter.all)) return filter.all.flatMap((part: Filter) => parts(part));
  if ('any' in filter || 'not' in filter) return [filter];
  return Object.entries(filter).map(([path, test]) => ({ [path]: test }) as Filter);
}

function mentioned(context: DataContext, dataset: string, filter: Filter): readonly string[] {
  const source = new Source(context, systemCaller, dataset);
  readFilter({ filter, context, find: source.find, place: 'must' });
  return source.mentions.filter((mention) => mention.dataset === source.table.entry).map(({ field }) => field.name);
}
