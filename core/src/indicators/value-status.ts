import type { ValueStatus } from '@haidang/sdk';
import { type Aggregate, type Aggregation, askAggregation } from '../data/query/aggregate.ts';
import { both, type Condition } from '../data/query/condition.ts';
import type { Moment } from '../data/query/moment.ts';
import type { Found, Reading } from '../data/query/reading.ts';

type Status = Exclude<ValueStatus, 'operational'>;

/** From the weakest to the firmest. */
const statuses: readonly Status[] = ['estimate', 'preliminary', 'official', 'revised'];

/** Plans to ask how firm the released values are that figures are made of; nothing when they are made of none. */
export function planStatus(
  aggregations: readonly Aggregation[],
): { ask(reading: Reading, at: Moment): (found: Found) => Status | undefined } | undefined {
  const plans = aggregations.filter(({ source }) => source.table.entry.name === 'core/indicator_value').map(ofValues);
  if (plans.length === 0) return undefined;
  return {
    ask(reading, at) {
      const asked = plans.map(({ aggregation, told }) => ({ figures: askAggregation(aggregation, reading, at), told }));
      return (found) => {
        const used = new Set(
          asked.flatMap(({ figures, told }) =>
            figures.groups(found).flatMap(({ values }) => values.map((value, index) => told[index]?.(value))),
          ),
        );
        return statuses.find((status) => used.has(status));
      };
    },
  };
}

/** Of a newest value its own status, of others every status that is among them. */
function ofValues({ source, groups, aggregates, where }: Aggregation): {
  readonly aggregation: Aggregation;
  readonly told: readonly ((value: unknown) => unknown)[];
} {
  const ref = source.resolve('value_status', 'trust');
  const parts = aggregates.flatMap((aggregate): readonly { aggregate: Aggregate; tell(value: unknown): unknown }[] => {
    const own = aggregate.where && { where: aggregate.where };
    if (aggregate.fn === 'last') return [{ aggregate: { fn: 'last', of: ref, ...own }, tell: (value) => value }];
    return statuses.map((status) => {
      const has: Condition = {
        kind: 'compare',
        left: { kind: 'field', ref },
        operator: '=',
        right: { kind: 'constant', value: status },
      };
      return {
        aggregate: { fn: 'count', where: both(aggregate.where, has) },
        tell: (value) => (Number(value) > 0 ? status : undefined),
      };
    });
  });
  return {
    aggregation: { source, groups, aggregates: parts.map(({ aggregate }) => aggregate), keepsEmpty: false, ...(where && { where }) },
    told: parts.map(({ tell }) => tell),
  };
}
