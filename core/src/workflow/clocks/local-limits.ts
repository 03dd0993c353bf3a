import { type Clock, type Filter, HaidangError, type Ioc, type Problem } from '@haidang/sdk';
import { systemCaller } from '../../access/caller.ts';
import type { DataContext } from '../../data/context.ts';
import { readFilter } from '../../data/query/filter.ts';
import { Source } from '../../data/query/source.ts';
import { readSpan } from '../../time/span.ts';
import { clocksOf } from './clocks-of.ts';

type Limits = Clock['limits'];

interface LocalLimits {
  readonly clocks: NonNullable<Ioc['clocks']>;
  readonly problems: readonly Problem[];
}

/** The limits of clocks that a locality sets in place of the plugin's, without those that cannot be read: these are problems, and the plugin's stay. */
export function readLocalLimits(context: DataContext, since: string): LocalLimits {
  const clocks: { [name: string]: { readonly limits: Limits } } = {};
  const problems: Problem[] = [];
  for (const [name, { limits }] of Object.entries(context.ioc.clocks ?? {})) {
    const fault = faultOf(context, name, limits);
    if (fault === undefined) clocks[name] = { limits };
    else problems.push({ of: `clock:${name}`, code: 'bad-limits', message: `clocks.${name}: ${fault}`, since, fix: 'Mend it in ioc.json' });
  }
  return { clocks, problems };
}

/** Limits by which a clock starts here. */
export function limitsHere({ ioc }: DataContext, dataset: string, name: string, clock: Clock): Limits {
  return ioc.clocks?.[`${dataset}.${name}`]?.limits ?? clock.limits;
}

function faultOf(context: DataContext, name: string, limits: Limits): string | undefined {
  const at = name.lastIndexOf('.');
  const entry = context.registry.datasets.get(name.slice(0, at));
  if (!entry || !clocksOf(entry.dataset).some((clock) => clock.name === name.slice(at + 1))) return 'there is no such clock';
  for (const { within, where } of limits) {
    if (!readSpan(within)) return `${JSON.stringify(within)} is no length of time`;
    if (where === undefined) continue;
    try {
      const source = new Source(context, systemCaller, entry.name);
      readFilter({ filter: where as Filter, context, find: source.find, place: 'where' });
    } catch (error) {
      if (!(error instanceof HaidangError)) throw error;
      return `${error.code} ${JSON.stringify(error.details)}`;
    }
  }
  return undefined;
}
