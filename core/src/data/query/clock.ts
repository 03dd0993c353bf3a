import { day, localOf, nextMinute, startOfDay, utcOf } from './calendar.ts';
import type { Condition, Term } from './condition.ts';

/** The next instant at which conditions may hold for other rows though no row has changed: `now` each minute, days at midnight. */
export function movedAt(conditions: readonly (Condition | undefined)[], now: number, moves?: Step): number | undefined {
  const steps = [...conditions.flatMap((condition) => (condition ? stepsOf(condition) : [])), moves];
  if (steps.includes('minute')) return nextMinute(now);
  return steps.includes('day') ? nextMidnight(now) : undefined;
}

export function nextMidnight(now: number): number {
  return utcOf(startOfDay(localOf(now)) + day);
}

/** What of the clock conditions are compiled with: the instant itself, the day, or nothing. */
export function clockOf(conditions: readonly Condition[], now: number, moves?: Step): number | undefined {
  const steps = [...conditions.flatMap(stepsOf), moves];
  if (steps.includes('minute')) return now;
  return steps.includes('day') ? startOfDay(localOf(now)) : undefined;
}

/** Units of which conditions take all that lies below. */
export function unitsBelow(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
    case 'asking':
      return condition.of.flatMap(unitsBelow);
    case 'not':
      return unitsBelow(condition.of);
    case 'below':
      return [condition.unit];
    default:
      return [];
  }
}

/** How often the clock alone changes what is asked. */
export type Step = 'minute' | 'day';

function stepsOf(condition: Condition): readonly Step[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
    case 'asking':
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
