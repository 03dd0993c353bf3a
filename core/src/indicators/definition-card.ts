import type { ExplainedDefinition } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import { mayReadDataset } from '../data/query/authorise.ts';
import { columnOf } from '../data/query/compile-condition.ts';
import { fromWhere } from '../data/query/compile-source.ts';
import type { Moment } from '../data/query/moment.ts';
import type { Found, Reading } from '../data/query/reading.ts';
import { Source } from '../data/query/source.ts';
import { join, sql } from '../data/query/sql.ts';
import type { IndicatorEntry } from '../registry.ts';
import { definitionWhere } from './definition-in-force.ts';

/** What a definition says of itself, and its regime as definitions name it. */
export interface DefinitionCard {
  readonly definition: ExplainedDefinition;
  readonly regime?: string;
}

const fields = ['state', 'concept_vi', 'method_vi', 'legal_basis', 'effective_from', 'regime', 'owner_agency_code'] as const;

/** Plans to read the definition in force whole, with the name of its owner. Nothing where the caller may not. */
export function planCard(
  context: DataContext,
  caller: Caller,
  entry: IndicatorEntry,
): ((reading: Reading, at: Moment) => (found: Found) => DefinitionCard | undefined) | undefined {
  const dataset = context.registry.datasets.get('core/indicator_definition');
  const agency = context.registry.datasets.get('core/agency');
  if (!dataset || !mayReadDataset(dataset, caller)) return undefined;
  const source = new Source(context, caller, dataset.name);
  const names = [...fields, ...(agency && mayReadDataset(agency, caller) ? ['owner_agency_code.name_vi'] : [])];
  const revision = columnOf(source.find('revision', 'revision'));
  const columns = names.map((name, index) => ({ name: `c${index}`, store: 'text' as const, of: columnOf(source.find(name, name)) }));
  const where = definitionWhere(source, entry);
  return (reading, at) => {
    const list = join(
      columns.map(({ name, of }) => sql`${of} AS ${{ sql: name, values: [] }}`),
      ', ',
    );
    const selected = reading.select({
      columns: [...columns, { name: 'revision', store: 'integer' }],
      statement: sql`SELECT ${list}, ${revision} AS revision ${fromWhere(source, where, at)} ORDER BY ${revision} DESC LIMIT 1`,
    });
    return (found) => {
      const [row] = selected.rows(found);
      if (!row) return undefined;
      const of = (name: string) => {
        const value = row[names.indexOf(name)];
        return value === null || value === undefined ? undefined : String(value);
      };
      const state = of('state') as ExplainedDefinition['state'];
      const [concept, method, legal, effectiveFrom, regime, code, name] = [
        'concept_vi',
        'method_vi',
        'legal_basis',
        'effective_from',
        'regime',
        'owner_agency_code',
        'owner_agency_code.name_vi',
      ].map(of);
      return {
        definition: {
          revision: Number(row[columns.length]),
          state,
          isApproved: state === 'approved' || state === 'published',
          ...(concept !== undefined && { concept }),
          ...(method !== undefined && { method }),
          ...(legal !== undefined && { legal }),
          ...(code !== undefined && { owner: { code, ...(name !== undefined && { name }) } }),
          ...(effectiveFrom !== undefined && { effectiveFrom }),
        },
        ...(regime !== undefined && { regime }),
      };
    };
  };
}
