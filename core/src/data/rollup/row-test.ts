import type { Condition, FieldRef, Term } from '../query/condition.ts';

/** A condition that depends on nothing but the row, written so that conditions which are the same have the same text. */
export interface RowTest {
  readonly text: string;
  readonly condition: Condition;
}

/** How fields of the row are found and told apart. */
export interface RowNames {
  readonly alias: string;
  nameOf(path: string): string;
}

/** Writes a condition so; nothing where the clock, units or other rows decide it. */
export function rowTest(condition: Condition, names: RowNames): RowTest | undefined {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return joined(condition.kind, condition.of, names);
    case 'not': {
      const test = rowTest(condition.of, names);
      return test && { text: `not(${test.text})`, condition: { kind: 'not', of: test.condition } };
    }
    case 'compare': {
      const [left, right] = [termText(condition.left, names), termText(condition.right, names)];
      return left === undefined || right === undefined ? undefined : { text: `${left}${condition.operator}${right}`, condition };
    }
    case 'below':
    case 'during':
    case 'asking':
      return undefined;
    default: {
      const { ref, ...rest } = condition;
      const of = fieldText(ref, names);
      return of === undefined ? undefined : { text: `${rest.kind}(${of},${JSON.stringify(rest)})`, condition };
    }
  }
}

/** The tests that have to hold together. */
export function parts(condition: Condition): readonly Condition[] {
  return condition.kind === 'all' ? condition.of.flatMap(parts) : [condition];
}

function joined(kind: 'all' | 'any', of: readonly Condition[], names: RowNames): RowTest | undefined {
  const tests = new Map<string, RowTest>();
  for (const part of of) {
    const test = rowTest(part, names);
    if (!test) return undefined;
    // What stands in a list of the same kind belongs to the list.
    const inner = test.condition.kind === kind ? test.condition.of.map((each) => rowTest(each, names)) : [test];
    for (const each of inner) if (each) tests.set(each.text, each);
  }
  const needed =
    kind === 'any' ? [...tests.values()].filter((test, _, all) => !all.some((other) => implies(test, other, names))) : [...tests.values()];
  const [first, ...others] = needed.sort((a, b) => (a.text < b.text ? -1 : 1));
  if (first && others.length === 0) return first;
  return { text: `${kind}(${needed.map(({ text }) => text).join(',')})`, condition: { kind, of: needed.map((test) => test.condition) } };
}

/** Whether a test holds only where another, weaker one does: it asks all of that, and more. */
function implies(test: RowTest, other: RowTest, names: RowNames): boolean {
  const asked = (of: RowTest) => new Set(parts(of.condition).map((part) => rowTest(part, names)?.text));
  const [all, some] = [asked(test), asked(other)];
  return all.size > some.size && [...some].every((text) => all.has(text));
}

function fieldText(ref: FieldRef, { alias, nameOf }: RowNames): string | undefined {
  return ref.alias === alias ? JSON.stringify(nameOf(ref.path)) : undefined;
}

function termText(term: Term, names: RowNames): string | undefined {
  switch (term.kind) {
    case 'constant':
      return JSON.stringify([term.value]);
    case 'field': {
      const of = fieldText(term.ref, names);
      return of && `${of}+${term.plus ?? 0}`;
    }
    case 'duration': {
      const { from, to, unitMs, isWorking } = term.duration;
      const [start, end] = [fieldText(from, names), fieldText(to, names)];
      // Working time follows a calendar, which is written of too.
      return isWorking || start === undefined || end === undefined ? undefined : `(${end}-${start})/${unitMs}`;
    }
    default:
      return undefined;
  }
}
