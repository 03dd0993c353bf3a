import { day, localOf, nextMinute, startOfDay, utcOf } from './calendar.ts';
import type { Condition, Term } from './condition.ts';

/** The next instant at which conditions may hold for other rows though no row has changed: `now` each minute, days at midnight. */
export function movedAt(conditions: readonly (Condition | undefined)[], now: number): number | undefined {
  const steps = conditions.flatMap((condition) => (condition ? stepsOf(condition) : []));
  if (steps.includes('minute')) return nextMinute(now);
  return steps.includes('day') ? nextMidnight(now) : undefined;
}

export function nextMidnight(now: number): number {
  return utcOf(startOfDay(localOf(now)) + day);
}

type Step = 'minute' | 'day';

function stepsOf(condition: Condition): readonly Step[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap(stepsOf);
    case 'not':
      return stepsOf(condition.of);
    case 'compare':
      return [...ofTerm(condition.left), ...ofTerm(condition.right)];
    case 'during':
      return condition.period === 'period' ? [] : ['day'];
    default:
      return [];
  }
}

function ofTerm(term: Term): readonly Step[] {
  if (term.kind === 'moment') return [term.moment.base === 'now' ? 'minute' : 'day'];
  return term.kind === 'year' ? ['day'] : [];
}
