import type { Condition, FieldRef, Term } from '../query/condition.ts';

/** A condition that depends on nothing but the row, written so that conditions which are the same have the same text. */
export interface RowTest {
  readonly text: string;
  readonly condition: Condition;
}

/** Writes a condition so; nothing where the clock, units or other rows decide it. `alias` is that of the row. */
export function rowTest(condition: Condition, alias: string): RowTest | undefined {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return joined(condition.kind, condition.of, alias);
    case 'not': {
      const test = rowTest(condition.of, alias);
      return test && { text: `not(${test.text})`, condition: { kind: 'not', of: test.condition } };
    }
    case 'compare': {
      const [left, right] = [termText(condition.left, alias), termText(condition.right, alias)];
      return left === undefined || right === undefined ? undefined : { text: `${left}${condition.operator}${right}`, condition };
    }
    case 'below':
    case 'during':
    case 'asking':
      return undefined;
    default: {
      const { ref, ...rest } = condition;
      const of = fieldText(ref, alias);
      return of === undefined ? undefined : { text: `${rest.kind}(${of},${JSON.stringify(rest)})`, condition };
    }
  }
}

/** The tests that have to hold together. */
export function parts(condition: Condition): readonly Condition[] {
  return condition.kind === 'all' ? condition.of.flatMap(parts) : [condition];
}

function joined(kind: 'all' | 'any', of: readonly Condition[], alias: string): RowTest | undefined {
  const tests = new Map<string, RowTest>();
  for (const part of of) {
    const test = rowTest(part, alias);
    if (!test) return undefined;
    // What stands in a list of the same kind belongs to the list.
    const inner = test.condition.kind === kind ? test.condition.of.map((each) => rowTest(each, alias)) : [test];
    for (const each of inner) if (each) tests.set(each.text, each);
  }
  const needed =
    kind === 'any' ? [...tests.values()].filter((test, _, all) => !all.some((other) => implies(test, other, alias))) : [...tests.values()];
  const [first, ...others] = needed.sort((a, b) => (a.text < b.text ? -1 : 1));
  if (first && others.length === 0) return first;
  return { text: `${kind}(${needed.map(({ text }) => text).join(',')})`, condition: { kind, of: needed.map((test) => test.condition) } };
}

/** Whether a test holds only where another, weaker one does: it asks all of that, and more. */
function implies(test: RowTest, other: RowTest, alias: string): boolean {
  const asked = (of: RowTest) => new Set(parts(of.condition).map((part) => rowTest(part, alias)?.text));
  const [all, some] = [asked(test), asked(other)];
  return all.size > some.size && [...some].every((text) => all.has(text));
}

function fieldText(ref: FieldRef, alias: string): string | undefined {
  return ref.alias === alias ? JSON.stringify(ref.path) : undefined;
}

function termText(term: Term, alias: string): string | undefined {
  switch (term.kind) {
    case 'constant':
      return JSON.stringify([term.value]);
    case 'field': {
      const of = fieldText(term.ref, alias);
      return of && `${of}+${term.plus ?? 0}`;
    }
    case 'duration': {
      const { from, to, unitMs, isWorking } = term.duration;
      const [start, end] = [fieldText(from, alias), fieldText(to, alias)];
      // Working time follows a calendar, which is written of too.
      return isWorking || start === undefined || end === undefined ? undefined : `(${end}-${start})/${unitMs}`;
    }
    default:
      return undefined;
  }
}
