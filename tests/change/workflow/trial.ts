import { systemCaller } from '../../../core/src/access/caller.ts';
import { takeStep } from '../../../core/src/workflow/step.ts';
import { HaidangError } from '../../../sdk/src/errors.ts';
import type { Centre } from './centre.ts';
import type { Facts } from './facts/shape.ts';
import { facts } from './facts.ts';

/** One attempt: somebody in this role takes this step on a record in this state. */
interface Attempt {
  readonly state: string;
  readonly step: string;
  readonly role: string;
}

/** An attempt, or a record after it, that is not as the table says. */
export interface Mismatch extends Attempt {
  readonly expected: string;
  readonly actual: string;
}

/** Somebody who sets no state of the domain. */
const outsider = 'public';
/** Where the other field of a record stands that has two. */
const meanwhile: { readonly [field: string]: string } = { review_status: 'confirmed', process_status: 'not_sent' };

/** What the table says of an attempt. It knows nothing of transitions: a step is two states, and whoever sets the second may take it from the first. */
function expectedOf(table: readonly Facts[], field: string, { state, step, role }: Attempt): string {
  const may = ({ states }: Facts, to: string) => role === 'system' || states[to]?.[0].includes(role) === true;
  const [from = '', to = ''] = step.split('_to_');
  if (!table.some((part) => part.field === field && may(part, to))) return 'forbidden';
  if (from === state) return `now ${to}`;
  const allowed = table.flatMap((part) => {
    const here = part.field === field ? state : (meanwhile[part.field] ?? '');
    return (part.states[here]?.[1] ?? []).filter((next) => may(part, next)).map((next) => `${here}_to_${next}`);
  });
  return `allowed are ${allowed.sort().join(' ')}`;
}

/** Tries every state × step × role of one field, as far as they are `wanted`; gives how many, and what ended otherwise than the table says. */
export async function tryAll(
  centre: Centre,
  { plugin, dataset, field, states }: Facts,
  { table = facts, wanted = () => true }: { readonly table?: readonly Facts[]; readonly wanted?: (number: number) => boolean } = {},
): Promise<{ readonly tried: number; readonly mismatches: readonly Mismatch[] }> {
  const name = `${plugin}/${dataset}`;
  const parts = table.filter((part) => part.plugin === plugin && part.dataset === dataset);
  const steps = Object.entries(states).flatMap(([from, [, next]]) => next.map((to) => `${from}_to_${to}`));
  const roles = new Set([...Object.values(states).flatMap(([setBy]) => setBy), 'system', outsider]);
  const attempts = Object.keys(states)
    .flatMap((state) => steps.flatMap((step) => [...roles].map((role): Attempt => ({ state, step, role }))))
    .filter((_, index) => wanted(index));
  const rest = Object.fromEntries(parts.filter((part) => part.field !== field).map((part) => [part.field, meanwhile[part.field] ?? '']));
  const ids = await centre.put(
    name,
    attempts.map(({ state }) => ({ ...rest, [field]: state })),
  );
  const mismatches: Mismatch[] = [];
  for (const [index, attempt] of attempts.entries()) {
    const caller = attempt.role === 'system' ? systemCaller : centre.somebody([attempt.role]);
    const taken = { dataset: name, id: ids[index] ?? 0, transition: attempt.step, given: {}, caller };
    const actual = await outcomeOf(async () => (await takeStep(centre.context, taken)).record[field]);
    const expected = expectedOf(parts, field, attempt);
    if (actual !== expected) mismatches.push({ ...attempt, expected, actual });
  }
  const now = await centre.statesOf(name, field);
  for (const [index, attempt] of attempts.entries()) {
    const outcome = expectedOf(parts, field, attempt);
    const expected = outcome.startsWith('now ') ? outcome.slice('now '.length) : attempt.state;
    const actual = now.get(ids[index] ?? 0) ?? 'gone';
    if (actual !== expected) mismatches.push({ ...attempt, expected: `left in ${expected}`, actual: `left in ${actual}` });
  }
  return { tried: attempts.length, mismatches };
}

async function outcomeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    return `now ${await work()}`;
  } catch (error) {
    if (!(error instanceof HaidangError)) throw error;
    if (error.code !== 'transition-refused') return error.code;
    const { allowed } = error.details;
    return Array.isArray(allowed) ? `allowed are ${[...allowed].sort().join(' ')}` : error.code;
  }
}
