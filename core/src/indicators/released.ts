import type { Caller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import type { Aggregation } from '../data/query/aggregate.ts';
import { columnOf } from '../data/query/compile-condition.ts';
import { fromWhere } from '../data/query/compile-source.ts';
import type { Condition } from '../data/query/condition.ts';
import type { Moment } from '../data/query/moment.ts';
import type { Found, Reading } from '../data/query/reading.ts';
import { Source } from '../data/query/source.ts';
import { sql } from '../data/query/sql.ts';
import { type Regime, regimeWords } from './regimes.ts';

/** Plans to ask under which law the values were released that figures are made of: that of the definitions of the codes which their conditions name. */
export function planReleased(
  context: DataContext,
  caller: Caller,
  aggregations: readonly Aggregation[],
): { readonly source: Source; ask(reading: Reading, at: Moment): (found: Found) => ReadonlyMap<Regime, string> } | undefined {
  const codes = new Set(
    aggregations
      .filter(({ source }) => source.table.entry.name === 'core/indicator_value')
      .flatMap(({ aggregates, where }) =>
        [where, ...aggregates.map((aggregate) => aggregate.where)].flatMap((condition) => codesIn(condition)),
      ),
  );
  if (codes.size === 0 || !context.tables.has('core/indicator_definition')) return undefined;
  const source = new Source(context, caller, 'core/indicator_definition', 'scope');
  const code = source.resolve('indicator_code', 'regime');
  const regime = source.resolve('regime', 'regime');
  const where: Condition = {
    kind: 'all',
    of: [
      { kind: 'one-of', ref: code, values: [...codes] },
      { kind: 'not', of: { kind: 'empty', ref: regime } },
      { kind: 'not', of: { kind: 'one-of', ref: source.resolve('state', 'regime'), values: ['superseded', 'retired'] } },
    ],
  };
  return {
    source,
    ask(reading, at) {
      const selected = reading.select({
        columns: [
          { name: 'code', store: 'text' },
          { name: 'regime', store: 'text' },
        ],
        statement: sql`SELECT DISTINCT ${columnOf(code)} AS code, ${columnOf(regime)} AS regime ${fromWhere(source, where, at)} ORDER BY 1, 2`,
      });
      return (found) => {
        const laws = new Map<Regime, string>();
        for (const [by, law] of selected.rows(found)) {
          const known = regimeWords[String(law)];
          if (known && !laws.has(known)) laws.set(known, String(by));
        }
        return laws;
      };
    },
  };
}

/** Codes that a condition asks for by name. */
function codesIn(condition: Condition | undefined): readonly string[] {
  if (!condition) return [];
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.flatMap(codesIn);
  if (condition.kind === 'one-of') return condition.ref.path === 'indicator_code' ? condition.values.map(String) : [];
  if (condition.kind !== 'compare' || condition.operator !== '=' || condition.left.kind !== 'field') return [];
  const { left, right } = condition;
  return left.ref.path === 'indicator_code' && right.kind === 'constant' ? [String(right.value)] : [];
}
