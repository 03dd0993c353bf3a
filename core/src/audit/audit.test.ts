import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, test, vi } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import type { DataContext } from '../data/context.ts';
import { blockSize, headText } from './chain.ts';
import { headsFile, notedHeads, noteHead } from './heads.ts';
import { readSealed } from './log.ts';
import { sealOnce } from './seal.ts';
import { AuditSealer } from './sealer.ts';
import { auditedContext, sealAll, sealNow, untilSettled, writeReadings } from './testing.ts';
import { verifyAudit } from './verify.ts';

describeDatabases('the audit chain', (open) => {
  const start = async () => auditedContext(await open());
  const verify = ({ database }: DataContext) => verifyAudit({ database });

  it('seals rows as they come and finds them as they were', async () => {
    const context = await start();
    expect(await verify(context)).toMatchObject({ blocks: 0, rows: 0, unsealed: 0, faults: [] });
    await writeReadings(context, { count: 1_200 });
    expect(await verify(context)).toMatchObject({ blocks: 0, rows: 0, unsealed: 1_200, faults: [] });
    await sealAll(context);
    await writeReadings(context, { from: 100, count: 700, value: 9 });
    await sealAll(context);
    const found = await verify(context);
    const blocks = Math.ceil(1_200 / blockSize) + Math.ceil(700 / blockSize);
    expect(found).toMatchObject({ blocks, rows: 1_900, unsealed: 0, faults: [], head: { seq: blocks } });
    expect(await sealOnce(context.database, context.clock)).toEqual({ by: 'nobody', head: expect.objectContaining(found.head) });
  });

  it('seals each row once, also when several do it while others write', async () => {
    const context = await start();
    let isWriting = true;
    const seal = async () => {
      while (isWriting) await sealOnce(context.database, context.clock);
    };
    const sealers = [seal(), seal(), seal()];
    await Promise.all([0, 1, 2].map((writer) => writeMany(context, writer)));
    isWriting = false;
    await Promise.all(sealers);
    await sealAll(context);
    expect(await verify(context)).toMatchObject({ rows: 300, unsealed: 0, faults: [] });
  });

  it('asks one thing while nothing comes, and is told what others sealed', async () => {
    const context = await start();
    const { database, clock } = context;
    await writeReadings(context, { count: 3 });
    await sealAll(context);
    const known = await readSealed(database.read);
    const asked = vi.spyOn(database.read.client, 'acquireConnection');
    expect(await sealOnce(database, clock, known)).toEqual({ by: 'nobody', head: known });
    expect(asked).toHaveBeenCalledTimes(1);
    asked.mockRestore();
    await writeReadings(context, { from: 3, count: 2 });
    await sealAll(context);
    const others = await readSealed(database.read);
    expect(others.seq).toBeGreaterThan(known.seq);
    expect(await sealOnce(database, clock, known)).toEqual({ by: 'nobody', head: others });
    await writeReadings(context, { from: 5, count: 2 });
    await untilSettled(context);
    expect(await sealOnce(database, clock, known)).toMatchObject({ by: 'us', head: { seq: others.seq + 1 } });
    expect(await verify(context)).toMatchObject({ rows: 7, unsealed: 0, faults: [] });
  });

  it('seals at its end also what a transaction that is open keeps back for a moment', async () => {
    const context = await start();
    const { database, clock } = context;
    const sealer = new AuditSealer({
      database,
      clock,
      data: mkdtempSync(join(tmpdir(), 'haidang-audit-')),
      onError: (error) => expect.unreachable(error.message),
    });
    let release = () => {};
    let holding: Promise<unknown> = Promise.resolve();
    if (database.kind === 'postgres')
      await new Promise<void>((opened) => {
        holding = database.write.transaction(async (connection) => {
          await connection('meta').insert({ name: 'held', value: '' });
          opened();
          await new Promise<void>((done) => {
            release = done;
          });
        });
      });
    await writeReadings(context, { count: 3 });
    const stopped = sealer.stop();
    await new Promise((resolve) => setTimeout(resolve, 200));
    release();
    await Promise.all([stopped, holding]);
    expect(await verify(context)).toMatchObject({ rows: 3, unsealed: 0, faults: [] });
  });

  it('leaves out what is not committed, and takes it when it is, though later rows were sealed before', async () => {
    const context = await start();
    const { database } = context;
    if (database.kind === 'sqlite') return;
    const early = await database.write.transaction();
    await early('audit').insert({ at: 1, caller: 'early', action: 'write', kind: 'added', dataset: 'd', record: '1' });
    await writeReadings(context, { count: 5 });
    await sealNow(context);
    expect(await verify(context)).toMatchObject({ rows: 0, unsealed: 5 });
    await early.commit();
    await sealAll(context);
    expect(await verify(context)).toMatchObject({ rows: 6, unsealed: 0, faults: [] });
  });

  it('seals rows that no driver can bring together', async () => {
    const context = await start();
    const { database } = context;
    const fields = JSON.stringify({ note: ['x'.repeat(200_000), '"'] });
    const row = { at: 1, caller: 'a', action: 'write', kind: 'changed', dataset: 'd', fields };
    for (let from = 0; from < 200; from += 50)
      await database.write('audit').insert(Array.from({ length: 50 }, (_, index) => ({ ...row, record: String(from + index) })));
    await untilSettled(context);
    expect(await sealOnce(database, context.clock)).toMatchObject({ by: 'us', hasMore: true });
    const { rows, unsealed } = await verify(context);
    expect(rows * fields.length).toBeLessThan(40_000_000);
    expect(rows + unsealed).toBe(200);
    await sealAll(context);
    expect(await verify(context)).toMatchObject({ rows: 200, unsealed: 0, faults: [] });
  });

  it('is sealed within a second by a server, and noted beside the database', async () => {
    const context = await start();
    const data = mkdtempSync(join(tmpdir(), 'haidang-audit-'));
    const faults: Error[] = [];
    const sealer = new AuditSealer({ ...context, data, onError: (error) => faults.push(error) });
    try {
      sealer.start();
      await writeReadings(context, { count: 3 });
      await vi.waitFor(async () => expect(await verify(context)).toMatchObject({ rows: 3, unsealed: 0 }), { timeout: 10_000 });
      await writeReadings(context, { from: 3, count: 2 });
      await untilSettled(context);
      await sealer.stop();
      const { head } = await verify(context);
      expect(await verify(context)).toMatchObject({ rows: 5, unsealed: 0, faults: [] });
      expect(readFileSync(join(data, 'audit-heads.log'), 'utf8')).toContain(` ${headText(head)}\n`);
      expect((await notedHeads(data)).at(-1)).toEqual(head);
      expect(faults).toEqual([]);
      await noteHead(data, head, { at: 0, isRestored: true });
      expect(await notedHeads(data)).toEqual([head]);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
});

test('heads that were noted and cannot be read are told of, and no file is one without heads', async () => {
  const data = mkdtempSync(join(tmpdir(), 'haidang-heads-'));
  try {
    expect(await notedHeads(data)).toEqual([]);
    mkdirSync(join(data, headsFile));
    await expect(notedHeads(data)).rejects.toMatchObject({
      code: 'bad-file',
      details: { reason: { en: expect.stringContaining(headsFile) } },
    });
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});

async function writeMany(context: DataContext, writer: number): Promise<void> {
  for (let batch = 0; batch < 10; batch++) await writeReadings(context, { from: writer * 1000 + batch * 10, count: 10 });
}
