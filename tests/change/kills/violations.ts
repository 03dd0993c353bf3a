import type { Database } from '../../../core/src/data/database.ts';
import type { Acknowledged } from './writers.ts';

/** What a database breaks of the promise of a dataset: all that was acknowledged is there, and of every record change and audit log tell each revision once. */
export async function violations({ read }: Database, dataset: string, acknowledged: Acknowledged): Promise<readonly string[]> {
  const found: string[] = [];
  const name = `tasks/${dataset}`;
  const records: { id: number; code: string; rev: number }[] = await read(`d_tasks__${dataset}`).select({
    id: '_id',
    code: 'code',
    rev: '_rev',
  });
  const byCode = new Map(records.map((record) => [record.code, record]));
  for (const [code, revision] of acknowledged) {
    const record = byCode.get(code);
    if (!record) found.push(`${code} was acknowledged and is not there`);
    else if (record.rev < revision) found.push(`${code} was acknowledged at ${revision} and is at ${record.rev}`);
  }
  const audit: { record: string; revision: number }[] = await read('audit')
    .where('dataset', name)
    .orderBy('id')
    .select('record', 'revision');
  const changes: { record: number }[] = await read('change').where('dataset', name).select('record');
  const told = new Map<number, { audit: number[]; changes: number }>(records.map(({ id }) => [Number(id), { audit: [], changes: 0 }]));
  for (const { record, revision } of audit) {
    const of = told.get(Number(record));
    if (of) of.audit.push(revision);
    else found.push(`audit of ${record}, which is not there`);
  }
  for (const { record } of changes) {
    const of = told.get(Number(record));
    if (of) of.changes++;
    else found.push(`change of ${record}, which is not there`);
  }
  for (const { id, code, rev } of records) {
    const { audit: revisions, changes: count } = told.get(Number(id)) ?? { audit: [], changes: 0 };
    const expected = Array.from({ length: rev }, (_, index) => index + 1);
    if (revisions.join() !== expected.join()) found.push(`${code} is at ${rev}, audited at ${revisions.join()}`);
    if (count !== rev) found.push(`${code} is at ${rev} and has ${count} changes`);
  }
  const open: { name: string }[] = await read('receipt').whereNull('answer').select('name');
  for (const receipt of open) found.push(`receipt ${receipt.name} without an answer`);
  return found;
}
