import { expect, it } from 'vitest';
import type { Row } from '../../../core/src/data/cells.ts';
import { postRecord } from '../../../core/src/data/post.ts';
import { getRecord, patchRecord } from '../../../core/src/data/record.ts';
import { writeRecords } from '../../../core/src/data/write.ts';
import { dataset, openDesk, type Role } from '../../field-reports/desk.ts';
import { describeDatabases } from '../../support/databases.ts';

const sent = {
  report_code: 'C-1',
  channel: 'web',
  title: 'Mất đèn',
  category_code: 'lighting',
  severity_level: 'normal',
  ward: '22945@2025-07-01',
  is_public: true,
  reported_at: '2026-11-20T09:00:00+07:00',
};
const refused = (reason: string, field?: string) => ({
  code: 'validation-failed',
  details: { refused: [expect.objectContaining({ reason, ...(field && { field }) })] },
});

describeDatabases('reports', (open) => {
  it('are sent by people and partners, who change none', async () => {
    const { context, somebody, take, row } = await openDesk(await open());
    for (const role of ['citizen', 'partner'] as const) {
      const caller = somebody(role);
      const own = { ...sent, report_code: role };
      const post = (fields: Row = {}) => postRecord(context, { dataset, row: { ...own, ...fields }, caller });
      const first = await post();
      const id = Number(first.record._id);
      expect(first).toEqual({ record: { _id: id, _received_at: '2026-11-20T10:00:00+07:00' }, revision: 1, isNew: true });
      expect(await post()).toMatchObject({ isNew: false, revision: 1 });
      await take(id, 'operator', 'assign', { lead_agency: 'dien-luc' });
      const before = await row(id);
      const over = { ...own, lead_agency: 'cap-nuoc', severity_level: 'complex', return_count: 9 };
      expect(await writeRecords(context, { dataset, rows: [{ line: 1, row: over }], caller })).toMatchObject({
        changed: 0,
        ...refused('outside-scope').details,
      });
      await expect(post({ title: 'Khác' })).rejects.toMatchObject({ code: 'validation-failed' });
      expect(await row(id)).toEqual(before);
    }
  });

  it('have what agencies are measured by from steps alone', async () => {
    const { context, somebody, report, take, row } = await openDesk(await open());
    const id = await report();
    await take(id, 'operator', 'assign', { lead_agency: 'dien-luc' });
    const before = await row(id);
    const patch = async (role: Role, fields: Row) => {
      const caller = somebody(role);
      const { revision } = await getRecord(context, { dataset, id, caller: somebody('operator') });
      return patchRecord(context, { dataset, id, revision, patch: fields, caller });
    };
    const instant = '2026-11-20T09:30:00+07:00';
    for (const field of ['accepted_at', 'taken_up_at', 'answered_at', 'closed_at', 'rejected_at', 'merged_at', 'extension_until'])
      await expect(patch('operator', { [field]: instant }), field).rejects.toMatchObject(refused('by-step', field));
    for (const field of ['return_count', 'reopen_count', 'appeal_count', 'question_count', 'extension_count', 'reminder_count'])
      await expect(patch('shift_lead', { [field]: 7 }), field).rejects.toMatchObject(refused('by-step', field));
    for (const field of ['lead_agency', 'assigned_agency', 'returned_by'])
      await expect(patch('hotline_agent', { [field]: 'cap-nuoc' }), field).rejects.toMatchObject(refused('by-step', field));
    await expect(patch('citizen', { reopen_count: 0 })).rejects.toMatchObject(refused('outside-scope'));
    expect(await row(id)).toEqual(before);
    await patch('operator', { title: 'Mất đèn cả phố' });
    expect(await row(id)).toEqual({ ...before, title: 'Mất đèn cả phố' });
  });
});
