import { expect, it } from 'vitest';
import { localCaller } from '../../../core/src/access/caller.ts';
import type { Database } from '../../../core/src/data/database.ts';
import { getRecord } from '../../../core/src/data/record.ts';
import { testContext } from '../../../core/src/data/testing.ts';
import { writeRecords } from '../../../core/src/data/write.ts';
import { counted } from '../../support/counts.ts';
import { describeDatabases } from '../../support/databases.ts';
import { generate } from './generate.ts';

const migrations = counted('generated changes of datasets, for each database', { usual: 20, full: 200 });

describeDatabases('changes at random', (open) => {
  it('make of the rows what they say', async () => {
    let database = await open();
    for (let seed = 1; seed <= migrations; seed++) {
      if (seed % 20 === 0) database = await open();
      const name = `d${seed}`;
      const { before, after, rows, expected } = generate(seed);
      const old = await testContext(database, { datasets: { [name]: before } });
      const written = await writeRecords(old, {
        dataset: `test/${name}`,
        rows: rows.map((row, index) => ({ line: index + 1, row })),
        caller: localCaller(),
      });
      expect({ seed, ...written }).toMatchObject({ seed, added: rows.length });
      await forget(database);
      const context = await testContext(database, { datasets: { [name]: after } });
      for (const [index, { row, revision }] of expected.entries()) {
        const found = await getRecord(context, { dataset: `test/${name}`, id: index + 1, caller: localCaller() });
        const { _id, _received_at, ...record } = found.record;
        expect({ seed, index, record, revision: found.revision, changes: after.changes }).toEqual({
          seed,
          index,
          record: row,
          revision,
          changes: after.changes,
        });
      }
      const again = expected.map(({ row }, index) => ({ line: index + 1, row }));
      expect(await writeRecords(context, { dataset: `test/${name}`, rows: again, caller: localCaller() })).toMatchObject({
        same: rows.length,
      });
    }
  }, 280_000);
});

/** The program that changes data is another one than that which wrote them: it has prepared no statements yet. */
async function forget({ read, write }: Database): Promise<void> {
  for (const pool of [read, write]) {
    await pool.destroy();
    pool.initialize();
  }
}
