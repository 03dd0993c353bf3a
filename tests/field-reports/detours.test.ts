import { expect, it } from 'vitest';
import { systemCaller } from '../../core/src/access/caller.ts';
import { writeRecords } from '../../core/src/data/write.ts';
import { describeDatabases } from '../support/databases.ts';
import { type Desk, dataset, openDesk } from './desk.ts';
import { answer, back, refused, routed } from './said.ts';

/** Merges a report into the first one, and takes it apart again. */
async function mergeAndBack({ take, setNow }: Desk, id: number, away?: string, again?: string) {
  if (away) setNow(away);
  await take(id, 'operator', 'merge', { duplicate_of: 'PT-1' });
  if (again) setNow(again);
  return take(id, 'operator', 'unmerge');
}

/** Two reports, the second at work since Friday 20 November 2026, 10:00; it is due on the 27th, 17:00. */
async function atWork(desk: Desk) {
  await desk.report();
  const id = await desk.report();
  await desk.take(id, 'operator', 'assign', routed);
  await desk.take(id, 'agency_desk', 'accept');
  return id;
}

describeDatabases('reports that were merged and taken apart', (open) => {
  it('go on where they were, when the reporter replies and by themselves', async () => {
    const desk = await openDesk(await open());
    const { take, row, setNow, fire } = desk;
    const id = await atWork(desk);
    for (const question of ['Cột đèn số mấy?', 'Trước nhà số mấy?']) {
      await take(id, 'agency_officer', 'ask', { question });
      for (const _ of [1, 2]) expect(await mergeAndBack(desk, id)).toMatchObject({ status: 'info_requested' });
      if (question.startsWith('Cột'))
        expect(await take(id, 'citizen', 'supply', { reply: 'Cột 12' })).toMatchObject({ status: 'in_progress' });
    }
    setNow('2026-12-10T10:00');
    await fire();
    expect(await row(id)).toMatchObject({ status: 'in_progress' });
  });

  it('have the time that was left', async () => {
    const desk = await openDesk(await open());
    const id = await atWork(desk);
    // Eight working hours away.
    expect(await mergeAndBack(desk, id, '2026-11-24T10:00', '2026-11-25T10:00')).toMatchObject({
      due_at: '2026-11-30T17:00:00+07:00',
      original_due_at: '2026-11-27T17:00:00+07:00',
      expected_at: '2026-12-01T17:00:00+07:00',
    });
  });

  it('are as late as they were, and nobody is told again of what they were told', async () => {
    const desk = await openDesk(await open());
    const { context, setNow, fire, row } = desk;
    const id = await atWork(desk);
    const told = async () => {
      const notices = await context.database.read('d_core__notification').where('rule_id', `${dataset}.handling`).orderBy('_id');
      return notices.map((notice) => notice.recipient_role);
    };
    const untilDue = ['agency_desk', 'agency_officer', 'agency_desk', 'agency_officer', 'agency_desk', 'agency_head', 'citizen'];
    setNow('2026-11-30T10:00');
    await fire();
    expect(await told()).toEqual(untilDue);
    expect(await mergeAndBack(desk, id, '2026-11-30T10:00', '2026-11-30T14:00')).toMatchObject({
      status: 'in_progress',
      due_at: '2026-11-27T17:00:00+07:00',
      // What was promised was not past yet.
      expected_at: '2026-12-01T10:00:00+07:00',
    });
    await fire();
    expect(await told()).toEqual(untilDue);
    setNow('2026-12-31T10:00');
    await fire();
    expect(await told()).toEqual([...untilDue, 'shift_lead', 'leader']);
    expect(await row(id)).toMatchObject({ due_at: '2026-11-27T17:00:00+07:00' });
    const leg = await context.database.read('workflow_clock').where({ record: id, clock: 'handling' });
    expect(leg.map(({ overdue_at }) => Number(overdue_at))).toEqual([Date.parse('2026-11-27T17:00:00+07:00')]);
  });

  it('have no new leg after a review either', async () => {
    const desk = await openDesk(await open());
    const { take, setNow } = desk;
    const id = await atWork(desk);
    setNow('2026-11-27T16:00');
    await take(id, 'agency_officer', 'answer', answer);
    await mergeAndBack(desk, id, '2026-11-27T16:30', '2026-11-30T08:00');
    setNow('2026-11-30T10:00');
    expect(await take(id, 'operator', 'send_back', { review_note: 'Thiếu ảnh' })).toMatchObject({ due_at: '2026-11-30T11:00:00+07:00' });
  });
});

describeDatabases('reports are merged only', (open) => {
  it('into one that is open or closed with an answer within 30 days', async () => {
    const { report: send, take, setNow } = await openDesk(await open());
    const child = await send({ report_code: 'B' });
    const parents = { R: 'rejected', W: 'withdrawn', D: 'duplicate', A: 'archived' };
    const closed_at = '2026-11-19T10:00:00+07:00';
    for (const [report_code, status] of Object.entries(parents)) {
      await send({ report_code, status, closed_at }, systemCaller);
      await expect(take(child, 'operator', 'merge', { duplicate_of: report_code }), status).rejects.toEqual(refused());
    }
    for (const [report_code, status] of Object.entries({ C: 'resolved', N: 'closed_no_action' })) {
      await send({ report_code, status, closed_at }, systemCaller);
      expect(await take(child, 'operator', 'merge', { duplicate_of: report_code })).toMatchObject({ duplicate_of: report_code });
      await take(child, 'operator', 'unmerge');
    }
    setNow('2026-12-19T10:01');
    await expect(take(child, 'operator', 'merge', { duplicate_of: 'C' })).rejects.toEqual(refused());
  });

  it('into one that is not merged into another, or into them, whatever another system says', async () => {
    const { report: send, take } = await openDesk(await open());
    const parent = await send({ report_code: 'A' });
    await send({ report_code: 'closed', status: 'duplicate', duplicate_of: 'A', closed_at: '2026-11-19T10:00:00+07:00' }, systemCaller);
    await send({ report_code: 'open', status: 'assigned', duplicate_of: 'A' }, systemCaller);
    for (const duplicate_of of ['closed', 'open'])
      await expect(take(parent, 'operator', 'merge', { duplicate_of }), duplicate_of).rejects.toEqual(refused());
  });
});

describeDatabases('an agency that gave a report back', (open) => {
  it('does not get it by way of emergency services either, unless the shift lead decides so', async () => {
    const { report: send, take } = await openDesk(await open());
    const id = await send();
    await take(id, 'operator', 'assign', routed);
    await take(id, 'agency_desk', 'return', back);
    const emergency = { emergency_handoff: 'Đã gọi 114' };
    await take(id, 'operator', 'hand_to_emergency', emergency);
    await expect(take(id, 'operator', 'assign', routed)).rejects.toEqual(refused());
    await take(id, 'operator', 'assign', { lead_agency: 'cap-nuoc' });
    await take(id, 'agency_desk', 'return', back);
    await take(id, 'operator', 'hand_to_emergency', emergency);
    for (const lead_agency of ['cap-nuoc', 'dien-luc'])
      await expect(take(id, 'operator', 'assign', { lead_agency })).rejects.toEqual(refused());
    expect(await take(id, 'shift_lead', 'decide', routed)).toMatchObject({ status: 'assigned', lead_agency: 'dien-luc' });
  });
});

describeDatabases('reports that another system brought', (open) => {
  it('may be passed on by the agency that has them, and nobody passes one on to who is no longer in office', async () => {
    const { context, report: send, take } = await openDesk(await open());
    const brought = await send({ status: 'assigned', lead_agency: 'dien-luc', accepted_at: '2026-11-20T10:00:00+07:00' }, systemCaller);
    expect(await take(brought, 'agency_desk', 'forward', { lead_agency: 'doi-1' })).toMatchObject({ lead_agency: 'doi-1' });
    const former = { agency_code: 'doi-cu', name_vi: 'Đội cũ', parent_code: 'dien-luc', valid_to: '2025-06-30' };
    await writeRecords(context, { dataset: 'core/agency', rows: [{ line: 1, row: former }], caller: systemCaller });
    const own = await send();
    await take(own, 'operator', 'assign', routed);
    for (const id of [brought, own]) await expect(take(id, 'agency_desk', 'forward', { lead_agency: 'doi-cu' })).rejects.toEqual(refused());
  });

  it('may be rated for 15 days after they were closed, and are due by when the agency got them', async () => {
    const { report: send, take, row, setNow } = await openDesk(await open());
    const reported_at = '2026-11-01T10:00:00+07:00';
    const closed = {
      status: 'resolved',
      reported_at,
      closed_at: '2026-11-19T10:00:00+07:00',
      lead_agency: 'dien-luc',
      resolution_type: 'fixed',
    };
    const [id, ended] = [await send(closed, systemCaller), await send({ ...closed, closed_at: '2026-11-04T10:00:00+07:00' }, systemCaller)];
    expect(await row(id)).toMatchObject({ rating_until: '2026-12-04T10:00:00+07:00' });
    expect(await row(ended)).not.toHaveProperty('rating_until');
    setNow('2026-12-04T09:59');
    expect(await take(id, 'citizen', 'reopen', { reopen_reason: 'Đèn lại tắt' })).toMatchObject({ status: 'reopened' });
    const assigned = await send({ status: 'assigned', reported_at, accepted_at: '2026-12-02T10:00:00+07:00' }, systemCaller);
    expect(await row(assigned)).toMatchObject({ due_at: '2026-12-09T17:00:00+07:00', expected_at: '2026-11-09T17:00:00+07:00' });
  });
});
