import { describe, expect, it, test } from 'vitest';
import { systemCaller } from '../../../core/src/access/caller.ts';
import { patchRecord } from '../../../core/src/data/record.ts';
import { type WriteOutcome, writeRecords } from '../../../core/src/data/write.ts';
import { workflowFault } from '../../../core/src/workflow/faults.ts';
import { takeStep } from '../../../core/src/workflow/step.ts';
import { checkPlugin } from '../../../sdk/src/cli/check/plugin.ts';
import { Findings } from '../../../sdk/src/cli/findings.ts';
import { declare } from '../../../sdk/src/cli/manifest.ts';
import { counted, said } from '../../support/counts.ts';
import { describeDatabases } from '../../support/databases.ts';
import { centreOf } from './centre.ts';
import type { Facts } from './facts/shape.ts';
import { facts } from './facts.ts';
import { fixtures, isBrought } from './fixture.ts';
import { tryAll } from './trial.ts';

const own = facts.filter((part) => !isBrought(part));
const brought = facts.filter(isBrought);
const nameOf = ({ plugin, dataset }: Pick<Facts, 'plugin' | 'dataset'>) => `${plugin}/${dataset}`;

describe('the workflows of the domain', () => {
  test('are 19 with 128 states', () => {
    expect(new Set(facts.map(nameOf)).size).toBe(19);
    // The second field of a violation begins with a state of its own: nothing has been sent yet.
    const states = facts.flatMap((part) => Object.keys(part.states)).filter((state) => state !== 'not_sent');
    expect(states.length).toBe(128);
  });

  test.each([...fixtures()])('of %s are sound', (id, plugin) => {
    const findings = new Findings();
    checkPlugin({ ...declare({ ...plugin }, { id, version: '1.0.0', sdk: '^0.1.0' }, findings), findings });
    expect(findings.errors).toEqual([]);
    for (const dataset of Object.values(plugin.datasets)) expect(workflowFault(dataset)).toBeUndefined();
  });
});

describeDatabases('the 19 workflows', (open) => {
  it('let every role take from every state the steps that are theirs, and no other', async () => {
    const centre = await centreOf(await open());
    const { kind } = centre.context.database.dialect;
    const nth = kind === 'sqlite' ? 1 : counted('workflows on PostgreSQL: one of so many attempts', { usual: 13, full: 1 });
    let count = 0;
    for (const part of own) {
      const { tried, mismatches } = await tryAll(centre, part, { wanted: (number) => number % nth === 0 });
      expect(mismatches, nameOf(part)).toEqual([]);
      count += tried;
    }
    said(`workflows on ${kind}: ${count} attempts of a role to take a step from a state`);
    expect(count * nth).toBeGreaterThan(5_000);
  }, 300_000);

  it('are measured by a table that notices when a role may more, or a state leads elsewhere', async () => {
    const centre = await centreOf(await open());
    const part = facts.find(({ dataset }) => dataset === 'outbreak');
    const [setBy = [], next = []] = part?.states.controlled ?? [];
    if (!part) throw new Error('no outbreaks');
    const changed = (state: readonly [readonly string[], readonly string[]]) => [
      { ...part, states: { ...part.states, controlled: state } },
    ];
    const tables = [changed([[...setBy, 'public'], next]), changed([setBy.slice(1), next]), changed([setBy, next.slice(1)])];
    for (const table of tables) expect((await tryAll(centre, part, { table })).mismatches).not.toEqual([]);
    expect((await tryAll(centre, part)).mismatches).toEqual([]);
  });

  it('let a record begin in the first state only, and no write move it on', async () => {
    const { context, somebody, put } = await centreOf(await open());
    for (const { field, states, ...part } of own) {
      const dataset = nameOf(part);
      const all = Object.keys(states);
      const [initial = ''] = all;
      const caller = somebody([], [`${dataset}.source`]);
      const begun = await writeRecords(context, {
        dataset,
        rows: all.map((state, index) => ({ line: index + 1, row: { code: state, [field]: state } })),
        caller,
      });
      expect([begun.added, refusals(begun)], dataset).toEqual([1, all.slice(1).map((state) => [all.indexOf(state) + 1, field, 'by-step'])]);
      const moved = await writeRecords(context, {
        dataset,
        rows: all.map((state, index) => ({ line: index + 1, row: { code: initial, [field]: state } })),
        caller,
      });
      expect([moved.same, refusals(moved)], dataset).toEqual([1, all.slice(1).map((state) => [all.indexOf(state) + 1, field, 'by-step'])]);
      const [id = 0] = await put(dataset, [{ [field]: initial }]);
      const patch = { [field]: all[1] ?? '' };
      const allowed = (states[initial]?.[1] ?? []).map((next) => `${initial}_to_${next}`);
      const others =
        field === 'review_status'
          ? ['not_sent_to_notified']
          : field === 'process_status'
            ? ['pending_to_confirmed', 'pending_to_rejected']
            : [];
      const everyone = { ...somebody([]), can: () => true };
      const refused = await patchRecord(context, { dataset, id, revision: 1, patch, caller: everyone }).catch(
        (error: { details?: unknown }) => error.details,
      );
      const details = expect.objectContaining({
        state: initial,
        allowed: expect.toSatisfy((list: readonly string[]) => [...list].sort().join() === [...allowed, ...others].sort().join()),
      });
      expect(refused, dataset).toEqual({ refused: [{ line: 1, field, reason: 'by-step', details }] });
    }
  });

  it('let whoever brings what another system holds set its states, and nobody else', async () => {
    const { context, somebody } = await centreOf(await open());
    for (const { field, states, ...part } of brought) {
      const dataset = nameOf(part);
      const all = Object.keys(states);
      const [initial = ''] = all;
      const source = somebody([], [`${dataset}.source`]);
      const rows = (code: string) => all.map((state, index) => ({ line: index + 1, row: { code: code || state, [field]: state } }));
      expect(await writeRecords(context, { dataset, rows: rows(''), caller: source })).toMatchObject({ added: all.length, refused: [] });
      // Of several rows of one record each follows the one before.
      expect(await writeRecords(context, { dataset, rows: rows('moving'), caller: source })).toMatchObject({ added: 1, refused: [] });
      const writer = somebody([]);
      const others = all.slice(1).map((state) => [all.indexOf(state) + 1, field, 'by-step']);
      expect(refusals(await writeRecords(context, { dataset, rows: rows('mine'), caller: writer }))).toEqual(others);
      for (const caller of [source, writer, systemCaller]) {
        const step = { dataset, id: 1, transition: `${initial}_to_${all[1]}`, given: {}, caller };
        const code = caller.isSystem ? 'transition-refused' : 'forbidden';
        await expect(takeStep(context, step), caller.id).rejects.toMatchObject({ code });
      }
    }
  });

  it('keep the two fields of one record apart, and a condition of one on the other', async () => {
    const { context, somebody, put } = await centreOf(await open());
    const dataset = 'traffic/violation';
    const caller = somebody(['police_reviewer']);
    const [pending = 0, confirmed = 0] = await put(dataset, [
      { review_status: 'pending', process_status: 'not_sent' },
      { review_status: 'confirmed', process_status: 'not_sent' },
    ]);
    const take = (id: number, transition: string) => takeStep(context, { dataset, id, transition, given: {}, caller });
    await expect(take(pending, 'not_sent_to_notified')).rejects.toMatchObject({
      code: 'transition-refused',
      details: { must: { review_status: 'confirmed' } },
    });
    expect((await take(confirmed, 'not_sent_to_notified')).record).toMatchObject({
      review_status: 'confirmed',
      process_status: 'notified',
    });
    await take(pending, 'pending_to_confirmed');
    expect((await take(pending, 'not_sent_to_notified')).record).toMatchObject({ review_status: 'confirmed', process_status: 'notified' });
  });
});

function refusals({ refused }: WriteOutcome): readonly unknown[] {
  return refused.map(({ line, field, reason }) => [line, field, reason]);
}
