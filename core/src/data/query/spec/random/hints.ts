import { spec } from '../fixture.ts';
import { treeOf } from '../naive/answer.ts';
import { figuresIn, testsIn } from '../naive/tree.ts';
import { placeOf, type SpecWorld } from '../naive/world.ts';
import { emptyWorld } from '../places.ts';

/** What the formulas test a field for: values that decide something are drawn more often than others. */
export interface Hints {
  readonly values: (string | number)[];
  /** So much more or less than now. */
  readonly moments: { readonly by: number; readonly unit: string }[];
  /** Fields of the same row that it is compared with. */
  readonly fields: string[];
  /** A field of the same row, and a time after it that decides something, ms. */
  readonly after: { readonly field: string; readonly ms: number }[];
  isYear: boolean;
}

const msOf: { readonly [unit: string]: number } = { seconds: 1000, minutes: 60_000, hours: 3_600_000, whours: 3_600_000, days: 86_400_000 };

/** By dataset and field. */
export const hints: ReadonlyMap<string, Hints> = readHints();

function readHints(): ReadonlyMap<string, Hints> {
  const found = new Map<string, Hints>();
  const world = emptyWorld as SpecWorld;
  const hintsOf = (name: string, dataset: string): Hints => {
    const [field, through] = placeOf(name, dataset, world);
    const home = through === undefined ? dataset : (world.models[dataset]?.refs[through] ?? '');
    const known = found.get(`${home}.${field}`) ?? { values: [], moments: [], fields: [], after: [], isYear: false };
    found.set(`${home}.${field}`, known);
    return known;
  };
  const figures = Object.keys(spec.indicators).flatMap((name) => figuresIn(treeOf(name, spec.indicators, world)));
  for (const { dataset, where } of figures) {
    for (const test of testsIn(where)) {
      if (test.kind === 'in') hintsOf(test.left, dataset).values.push(...test.values);
      if (test.kind === 'helper' && test.name === 'in_alert_area') hintAtWarnings(hintsOf);
      if (test.kind !== 'compare') continue;
      const { left, right } = test;
      if (typeof left === 'object') {
        hintsOf(left.to, dataset).after.push({ field: left.from, ms: Number(right.value) * (msOf[left.unit] ?? 1) });
        continue;
      }
      const hint = hintsOf(left, dataset);
      if (typeof right.value === 'string' || typeof right.value === 'number') hint.values.push(right.value);
      else if (right.name === 'this_year') hint.isYear = true;
      else if (right.name === 'now' || right.name === 'today') hint.moments.push(right.plus ?? { by: 0, unit: 's' });
      else if (right.name !== undefined && world.models[dataset]?.fields[right.name]) hint.fields.push(right.name);
    }
  }
  return found;
}

/** Most warnings are real and in force, and some of them called off. */
function hintAtWarnings(hintsOf: (name: string, dataset: string) => Hints): void {
  const [alert, span] = ['public-alerts/alert', { by: 3, unit: 'd' }];
  hintsOf('cap_status', alert).values.push('Actual', 'Actual');
  hintsOf('msg_type', alert).values.push('Cancel', 'Update');
  hintsOf('expires', alert).moments.push(span, span);
}
