import { expect, it } from 'vitest';
import { type AuditRow, hashOf, type Mark, markOf } from '../../../core/src/audit/chain.ts';
import { readBlocks, readRows } from '../../../core/src/audit/log.ts';
import { auditedContext, sealAll, sealNow, writeReadings } from '../../../core/src/audit/testing.ts';
import { verifyAudit } from '../../../core/src/audit/verify.ts';
import type { DataContext } from '../../../core/src/data/context.ts';
import { auditColumns } from '../../../core/src/data/core-tables.ts';
import { describeDatabases } from '../../support/databases.ts';

/** Rows of the log, in three blocks. */
const rows = 1_200;

describeDatabases('a sealed audit log', (open) => {
  const start = async () => {
    const context = await auditedContext(await open());
    await writeReadings(context, { count: rows });
    await sealAll(context);
    const { head, faults } = await verifyAudit(context);
    expect(faults, 'nobody has touched it').toEqual([]);
    const ids: number[] = await context.database.read('audit').orderBy('id').pluck('id');
    const idAt = (index: number) => ids[index] ?? 0;
    return { context, head, idAt, audit: () => context.database.write('audit'), seals: () => context.database.write('audit_seal') };
  };
  const faultsOf = async ({ database }: DataContext) => (await verifyAudit({ database })).faults;

  it('names a row of which anything was edited', async () => {
    const { context, audit, idAt } = await start();
    const id = idAt(700);
    const { at, caller, action, kind, dataset, record, revision, fields } = await audit().where({ id }).first();
    const before = { at, caller, action, kind, dataset, record, revision, fields };
    const edits = {
      at: 1,
      caller: 'nobody',
      action: 'import',
      kind: 'changed',
      dataset: 'test/other',
      record: '4711',
      revision: 2,
      fields: '{}',
    };
    expect(Object.keys(edits)).toEqual(auditColumns.map(({ name }) => name));
    for (const [name, value] of Object.entries(edits)) {
      await audit()
        .where({ id })
        .update({ [name]: value });
      expect(await faultsOf(context), name).toEqual([{ kind: 'edited', row: id, block: 2 }]);
      await audit().where({ id }).update(before);
      expect(await faultsOf(context)).toEqual([]);
    }
  });

  it('names rows that were removed, the first one first', async () => {
    const { context, audit, idAt } = await start();
    await audit()
      .whereIn('id', [idAt(900), idAt(3)])
      .delete();
    expect(await faultsOf(context)).toEqual([
      { kind: 'removed', row: idAt(3), block: 1 },
      { kind: 'removed', row: idAt(900), block: 2 },
    ]);
  });

  it('names a row that was put among those that are sealed', async () => {
    const { context, audit, idAt } = await start();
    const row = await audit()
      .where({ id: idAt(40) })
      .first();
    await audit()
      .where({ id: idAt(41) })
      .delete();
    await sealAll(context);
    await audit().insert({ ...row, id: idAt(0) - 1, record: '-5' });
    expect(await faultsOf(context)).toEqual([
      { kind: 'removed', row: idAt(41), block: 1 },
      { kind: 'inserted', row: idAt(0) - 1 },
    ]);
  });

  it('names rows that were put before all, or after all that can be', async () => {
    const { context, audit, idAt } = await start();
    const {
      id: _,
      tx,
      ...row
    } = await audit()
      .where({ id: idAt(40) })
      .first();
    const isOrdered = context.database.dialect.changes.order.length > 1;
    const transactions = isOrdered ? [{ tx: '1' }, { tx: '0' }, { tx }] : [{}, {}, {}];
    const forged = [-(2 ** 40), -7, 0].map((id, index) => ({ ...row, ...transactions[index], id, record: `forged ${id}` }));
    await audit().insert(forged);
    await sealAll(context);
    expect(await faultsOf(context)).toEqual(forged.map(({ id }) => ({ kind: 'inserted', row: id })));
    await audit()
      .whereIn(
        'id',
        forged.map(({ id }) => id),
      )
      .delete();
    if (!isOrdered) return;
    await audit().insert({ ...row, id: 2 ** 40, tx: String(2 ** 60), record: 'forged' });
    await audit()
      .where({ id: idAt(50) })
      .update({ tx: String(2 ** 60) });
    await sealNow(context);
    expect(await faultsOf(context)).toEqual([
      { kind: 'inserted', row: 2 ** 40 },
      { kind: 'reordered', row: idAt(50) },
    ]);
  });

  it('names rows that were made as long as no driver can bring them together', async () => {
    const { context, audit, idAt } = await start();
    await audit()
      .whereBetween('id', [idAt(0), idAt(199)])
      .update({ fields: JSON.stringify({ x: 'x'.repeat(200_000) }) });
    const found = await faultsOf(context);
    expect(found).toEqual(Array.from({ length: 200 }, (_, index) => ({ kind: 'edited', row: idAt(index), block: 1 })));
  });

  it('names rows that have changed places, within a block and across', async () => {
    const { context, audit, idAt } = await start();
    const swap = async (one: number, other: number) => {
      await audit().where({ id: one }).update({ id: -1 });
      await audit().where({ id: other }).update({ id: one });
      await audit().where({ id: -1 }).update({ id: other });
    };
    await swap(idAt(10), idAt(11));
    await swap(idAt(20), idAt(1_100));
    expect(await faultsOf(context)).toEqual([
      { kind: 'reordered', row: idAt(10), block: 1 },
      { kind: 'reordered', row: idAt(11), block: 1 },
      { kind: 'reordered', row: idAt(20), block: 1 },
      { kind: 'reordered', row: idAt(1_100), block: 3 },
    ]);
  });

  it('names a block that was edited or removed', async () => {
    const { context, seals } = await start();
    await seals().where({ seq: 2 }).update({ at: 1 });
    expect(await faultsOf(context)).toEqual([{ kind: 'block-edited', block: 2 }]);
    await seals().where({ seq: 2 }).delete();
    expect(await faultsOf(context)).toEqual([{ kind: 'block-removed', block: 2 }]);
    await seals().where({ seq: 3 }).update({ marks: 'null' });
    expect(await faultsOf(context)).toContainEqual({ kind: 'block-edited', block: 3 });
  });

  it('shows that the log was said to be sealed less far, or farther, than it is', async () => {
    const { context, idAt, seals } = await start();
    await seals()
      .where({ seq: 3 })
      .update({ last_id: idAt(1_197), last_tx: '0' });
    await sealAll(context);
    const twice = await faultsOf(context);
    expect(new Set(twice.map(({ kind }) => kind))).toEqual(new Set(['sealed-twice']));
    await seals().where('seq', '>', 3).delete();
    await seals()
      .where({ seq: 3 })
      .update({ last_id: 2 ** 40, last_tx: String(2 ** 40) });
    await writeReadings(context, { from: rows, count: 1 });
    await sealAll(context);
    expect(await faultsOf(context)).toEqual([{ kind: 'inserted', row: idAt(rows - 1) + 1 }]);
  });

  it('shows that a row and its block were rewritten together: the next block does not follow', async () => {
    const { context, idAt } = await start();
    await rewrite(context, idAt(600), 1);
    expect(await faultsOf(context)).toEqual([{ kind: 'block-edited', block: 3 }]);
  });

  it('shows by a head that was kept elsewhere, and only by it, that the end was cut off or all rewritten', async () => {
    const { context, head, idAt, audit, seals } = await start();
    const { database } = context;
    await rewrite(context, idAt(600), 2);
    expect(await faultsOf(context)).toEqual([]);
    expect((await verifyAudit({ database, heads: [head] })).faults).toEqual([{ kind: 'head-missing', block: 3 }]);
    await audit().where('id', '>=', idAt(1_000)).delete();
    await seals().where({ seq: 3 }).delete();
    expect(await faultsOf(context)).toEqual([]);
    expect((await verifyAudit({ database, heads: [head] })).faults).toEqual([{ kind: 'head-missing', block: 3 }]);
  });
});

/** What somebody does who knows the chain: edits a row, and makes its block and so many after it fit again. */
async function rewrite({ database }: DataContext, id: number, blocks: number): Promise<void> {
  await database.write('audit').where({ id }).update({ caller: 'somebody' });
  const all = await readBlocks(database, 0, 10);
  const first = all.findIndex(({ marks }) => marks.some(([own]) => own === id));
  let previous = all[first - 1]?.hash ?? '';
  for (const block of all.slice(first, first + blocks)) {
    const rows: AuditRow[] = [];
    const ids = block.marks.map(([own]) => own);
    for await (const part of readRows(database, ids)) rows.push(...part);
    const hash = hashOf(previous, block, rows);
    const marks: readonly Mark[] = rows.map(markOf);
    await database
      .write('audit_seal')
      .where({ seq: block.seq })
      .update({ hash, marks: JSON.stringify(marks) });
    previous = hash;
  }
}
