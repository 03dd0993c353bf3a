import type { Trust } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import { mayReadDataset } from '../data/query/authorise.ts';
import { columnOf } from '../data/query/compile-condition.ts';
import { fromWhere } from '../data/query/compile-source.ts';
import { both, type Condition } from '../data/query/condition.ts';
import type { Moment } from '../data/query/moment.ts';
import type { Found, Reading } from '../data/query/reading.ts';
import { Source } from '../data/query/source.ts';
import { sql } from '../data/query/sql.ts';
import type { IndicatorEntry } from '../registry.ts';

/** The revision under which an indicator is computed, and how far it has been decided. */
export interface DefinitionInForce {
  readonly revision: number;
  readonly state: NonNullable<Trust['source']['state']>;
  /** Legal basis, where the definition has one: it goes before that of the plugin. */
  readonly legal?: string;
}

/** Where the definition of an indicator is found: the newest revision whose formula is the one that runs. Nothing where the caller may not know it. */
export interface DefinitionPlan {
  readonly source: Source;
  ask(reading: Reading, at: Moment): (found: Found) => DefinitionInForce | undefined;
}

const dataset = 'core/indicator_definition';

/** The revisions of an indicator that have the formula which runs. */
export function definitionWhere(source: Source, { name, indicator }: IndicatorEntry): Condition {
  const is = (field: string, value: string): Condition => ({
    kind: 'compare',
    left: { kind: 'field', ref: source.resolve(field, field) },
    operator: '=',
    right: { kind: 'constant', value },
  });
  return both(is('indicator_code', name), is('formula', indicator.formula));
}

/** Plans to look up the definition of an indicator. */
export function planDefinition(context: DataContext, caller: Caller, indicator: IndicatorEntry): DefinitionPlan | undefined {
  const entry = context.registry.datasets.get(dataset);
  if (!entry || !mayReadDataset(entry, caller)) return undefined;
  const source = new Source(context, caller, dataset);
  const where = definitionWhere(source, indicator);
  const revision = columnOf(source.resolve('revision', 'revision'));
  const state = columnOf(source.resolve('state', 'state'));
  const legal = columnOf(source.resolve('legal_basis', 'legal'));
  return {
    source,
    ask(reading, at) {
      const selected = reading.select({
        columns: [
          { name: 'revision', store: 'integer' },
          { name: 'state', store: 'text' },
          { name: 'legal', store: 'text' },
        ],
        statement: sql`SELECT ${revision} AS revision, ${state} AS state, ${legal} AS legal ${fromWhere(source, where, at)} ORDER BY ${revision} DESC LIMIT 1`,
      });
      return (found) => {
        const [row] = selected.rows(found);
        return (
          row && {
            revision: Number(row[0]),
            state: row[1] as DefinitionInForce['state'],
            ...(typeof row[2] === 'string' && { legal: row[2] }),
          }
        );
      };
    },
  };
}
