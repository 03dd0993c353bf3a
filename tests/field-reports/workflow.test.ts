import { expect, it, test } from 'vitest';
import { actionsOf } from '../../core/src/workflow/actions.ts';
import { stepsFor } from '../../core/src/workflow/refused.ts';
import { report } from '../../plugins/field-reports/datasets/report.ts';
import { roles } from '../../plugins/field-reports/roles.ts';
import { describeDatabases } from '../support/databases.ts';
import { dataset, openDesk, type Role } from './desk.ts';
import { answer, extension as asked, back, invalid, refused, routed } from './said.ts';

/** Who may do what from where. The shift lead may do what an operator may. */
const steps: { readonly [step: string]: readonly [from: string, who: string] } = {
  hold: ['submitted', 'moderator shift_lead'],
  release: ['held', 'moderator shift_lead'],
  reject: ['submitted held', 'operator moderator'],
  reject_spam: ['submitted held', 'operator moderator'],
  appeal: ['rejected', 'citizen'],
  refuse_appeal: ['held', 'shift_lead'],
  assign: ['submitted emergency', 'operator'],
  reassign: ['returned reopened', 'operator'],
  decide: ['returned reopened emergency', 'shift_lead'],
  accept: ['assigned', 'agency_desk agency_officer'],
  return: ['assigned in_progress', 'agency_desk'],
  forward: ['assigned in_progress', 'agency_desk'],
  schedule: ['in_progress', 'agency_officer'],
  start: ['scheduled', 'agency_officer'],
  ask: ['in_progress', 'agency_officer operator'],
  supply: ['info_requested', 'citizen hotline_agent operator'],
  ask_extension: ['assigned in_progress scheduled', 'agency_officer'],
  extend: ['assigned in_progress scheduled', 'agency_head'],
  extend_further: ['assigned in_progress scheduled', 'operator'],
  refuse_extension: ['assigned in_progress scheduled', 'agency_head operator'],
  answer: ['in_progress scheduled', 'agency_officer agency_head'],
  send_back: ['answered', 'operator'],
  approve: ['answered', 'operator'],
  close: ['answered', 'operator'],
  merge: ['submitted held assigned in_progress scheduled info_requested returned answered emergency reopened', 'operator'],
  unmerge: ['duplicate', 'operator'],
  hand_to_emergency: [
    'submitted held assigned in_progress scheduled info_requested returned answered reopened',
    'hotline_agent operator moderator agency_desk agency_officer agency_head',
  ],
  end_emergency: ['emergency', 'operator'],
  withdraw: ['submitted held assigned', 'citizen'],
  reopen: ['resolved closed_no_action', 'citizen'],
  reopen_for: ['resolved closed_no_action', 'operator'],
  take_up: ['reopened', 'agency_desk agency_officer'],
  remind: ['submitted held assigned in_progress scheduled info_requested returned answered emergency reopened', 'leader shift_lead'],
};

describeDatabases('reports', (open) => {
  test('may be moved from each state by each role as the table has it', async () => {
    const { context, somebody } = await openDesk(await open());
    const table = context.tables.get(dataset);
    if (!table) throw new Error('no reports');
    for (const state of report.row.properties.status?.enum ?? [])
      for (const role of Object.keys(roles) as Role[]) {
        const expected = Object.entries(steps).filter(([, [from, who]]) => {
          const may = who.split(' ');
          return from.split(' ').includes(String(state)) && (may.includes(role) || (role === 'shift_lead' && may.includes('operator')));
        });
        expect([...stepsFor(table, { status: state }, somebody(role))].sort(), `${role} from ${state}`).toEqual(
          expected.map(([name]) => name).sort(),
        );
      }
  });

  it('go from the sender to the answer, with their deadlines', async () => {
    const { context, somebody, report: send, take, row, setNow } = await openDesk(await open());
    const id = await send();
    expect(await row(id)).toMatchObject({ status: 'submitted', expected_at: '2026-11-30T17:00:00+07:00' });
    setNow('2026-11-20T11:00');
    // Five working days from Friday; the day of receipt does not count.
    const assigned = await take(id, 'operator', 'assign', routed);
    expect(assigned).toMatchObject({
      status: 'assigned',
      accepted_at: '2026-11-20T11:00:00+07:00',
      due_at: '2026-11-27T17:00:00+07:00',
      original_due_at: '2026-11-27T17:00:00+07:00',
    });
    await take(id, 'agency_desk', 'accept');
    await expect(
      take(id, 'agency_officer', 'schedule', { planned_for: '2026-11-28T08:00:00+07:00', plan_reason: 'Chờ vật tư' }),
    ).rejects.toEqual(refused());
    await take(id, 'agency_officer', 'schedule', { planned_for: '2026-11-25T08:00:00+07:00', plan_reason: 'Chờ vật tư' });
    await take(id, 'agency_officer', 'start');
    // Two working days later asked, two more without a reply: the time that was left stays.
    setNow('2026-11-24T11:00');
    await take(id, 'agency_officer', 'ask', { question: 'Cột đèn số mấy?' });
    setNow('2026-11-26T11:00');
    expect(await take(id, 'citizen', 'supply', { reply: 'Cột 12' })).toMatchObject({
      status: 'in_progress',
      due_at: '2026-12-01T17:00:00+07:00',
      original_due_at: '2026-11-27T17:00:00+07:00',
    });
    await expect(take(id, 'agency_officer', 'answer', { ...answer, answer_text: 'Đã xong.' })).rejects.toEqual(invalid('answer_text'));
    await expect(take(id, 'agency_officer', 'answer', { ...answer, answer_text: `${answer.answer_text} {{ngày}}` })).rejects.toEqual(
      invalid('answer_text'),
    );
    await take(id, 'agency_officer', 'answer', answer);
    expect(await take(id, 'operator', 'send_back', { review_note: 'Thiếu ảnh' })).not.toHaveProperty('answered_at');
    setNow('2026-11-27T09:00');
    expect(await take(id, 'agency_officer', 'answer', answer, 'an')).toMatchObject({ answered_at: '2026-11-27T09:00:00+07:00' });
    await expect(take(id, 'operator', 'close')).rejects.toEqual(refused());
    const closed = await take(id, 'operator', 'approve');
    expect(closed).toMatchObject({ status: 'resolved', closed_at: '2026-11-27T09:00:00+07:00', rating_until: '2026-12-12T09:00:00+07:00' });
    const actions = await actionsOf(context, { dataset, id, caller: somebody('operator') });
    expect(actions.steps.map(({ name, label }) => [name, label.vi])).toEqual([['reopen_for', 'Mở lại thay người dân']]);
    expect(actions.clocks.find(({ name }) => name === 'handling')).toMatchObject({
      state: 'stopped',
      original: '2026-11-27T17:00:00+07:00',
    });
  });

  it('do not go to an agency that is not there, is no longer in office, or has just sent them back', async () => {
    const { report: send, take } = await openDesk(await open());
    const id = await send();
    for (const lead_agency of ['khong-co', 'so-cu'])
      await expect(take(id, 'operator', 'assign', { lead_agency })).rejects.toEqual(refused());
    await expect(take(id, 'operator', 'assign')).rejects.toEqual(invalid('lead_agency'));
    await take(id, 'operator', 'assign', routed);
    await expect(take(id, 'agency_desk', 'return', { return_reason: 'not_our_area' })).rejects.toEqual(invalid('suggested_agency'));
    const returned = await take(id, 'agency_desk', 'return', back);
    expect(returned).toMatchObject({ status: 'returned', return_count: 1, returned_by: 'dien-luc' });
    expect(returned).not.toHaveProperty('lead_agency');
    await expect(take(id, 'operator', 'reassign', routed)).rejects.toEqual(refused());
    await take(id, 'operator', 'reassign', { lead_agency: 'cap-nuoc' });
    await take(id, 'agency_desk', 'return', back);
    // What came back twice is for the shift lead, also to the agency that sent it back.
    await expect(take(id, 'operator', 'reassign', routed)).rejects.toEqual(refused());
    await expect(take(id, 'operator', 'decide', routed)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await take(id, 'shift_lead', 'decide', { lead_agency: 'cap-nuoc' })).toMatchObject({ status: 'assigned', return_count: 2 });
  });

  it('are passed on inside what was given to the agency, and keep their deadline', async () => {
    const { report: send, take, setNow } = await openDesk(await open());
    const id = await send();
    const { due_at = '' } = await take(id, 'operator', 'assign', routed);
    setNow('2026-11-23T10:00');
    await expect(take(id, 'agency_desk', 'forward', { lead_agency: 'cap-nuoc' })).rejects.toEqual(refused());
    expect(await take(id, 'agency_desk', 'forward', { lead_agency: 'doi-1' })).toMatchObject({ lead_agency: 'doi-1', due_at });
    await take(id, 'agency_desk', 'accept');
    expect(await take(id, 'agency_desk', 'forward', routed)).toMatchObject({ status: 'assigned', lead_agency: 'dien-luc', due_at });
  });

  it('are extended before the deadline, once by the agency, by somebody else than who asked; the first deadline stays', async () => {
    const { report: send, take, setNow } = await openDesk(await open());
    const id = await send();
    await take(id, 'operator', 'assign', routed);
    await expect(take(id, 'agency_head', 'extend')).rejects.toEqual(refused());
    await expect(take(id, 'agency_officer', 'ask_extension', asked('2026-11-26'))).rejects.toEqual(refused());
    await take(id, 'agency_officer', 'ask_extension', asked('2026-12-04'), 'an');
    await expect(take(id, 'agency_head', 'extend', {}, 'an')).rejects.toMatchObject({
      code: 'forbidden',
      details: { notBy: ['ask_extension'] },
    });
    const extended = await take(id, 'agency_head', 'extend');
    expect(extended).toMatchObject({
      status: 'assigned',
      due_at: '2026-12-04T17:00:00+07:00',
      original_due_at: '2026-11-27T17:00:00+07:00',
      extension_count: 1,
    });
    expect(extended).not.toHaveProperty('extension_until');
    await take(id, 'agency_officer', 'ask_extension', asked('2026-12-11'));
    await expect(take(id, 'agency_head', 'extend')).rejects.toEqual(refused());
    expect(await take(id, 'operator', 'refuse_extension', { review_note: 'Không có lý do mới' })).toMatchObject({
      due_at: '2026-12-04T17:00:00+07:00',
    });
    await take(id, 'agency_officer', 'ask_extension', asked('2026-12-11'));
    expect(await take(id, 'operator', 'extend_further')).toMatchObject({ due_at: '2026-12-11T17:00:00+07:00', extension_count: 2 });
    setNow('2026-12-12T08:00');
    await expect(take(id, 'agency_officer', 'ask_extension', asked('2026-12-18'))).rejects.toEqual(refused());
  });

  it('are reopened while they may be rated, twice by the reporter, with half the time', async () => {
    const { report: send, take, row, setNow } = await openDesk(await open());
    const id = await send();
    await take(id, 'operator', 'assign', routed);
    await take(id, 'agency_desk', 'accept');
    const done = async () => {
      await take(id, 'agency_officer', 'answer', answer);
      await take(id, 'operator', 'approve');
    };
    await done();
    await expect(take(id, 'citizen', 'reopen')).rejects.toEqual(invalid('reopen_reason'));
    setNow('2026-12-01T10:00');
    const again = await take(id, 'citizen', 'reopen', { reopen_reason: 'Đèn lại tắt' });
    // Twenty working hours from Tuesday 10:00.
    expect(again).toMatchObject({
      status: 'reopened',
      reopen_count: 1,
      due_at: '2026-12-03T15:30:00+07:00',
      original_due_at: '2026-11-27T17:00:00+07:00',
    });
    for (const field of ['answered_at', 'closed_at', 'resolution_type']) expect(again).not.toHaveProperty(field);
    await take(id, 'agency_desk', 'take_up');
    await done();
    await take(id, 'citizen', 'reopen', { reopen_reason: 'Đèn lại tắt' });
    await take(id, 'operator', 'reassign', routed);
    await take(id, 'agency_desk', 'accept');
    await done();
    await expect(take(id, 'citizen', 'reopen', { reopen_reason: 'Đèn lại tắt' })).rejects.toEqual(refused());
    setNow('2026-12-20T10:00');
    await expect(take(id, 'operator', 'reopen_for', { reopen_reason: 'Đèn lại tắt' })).rejects.toEqual(refused());
    expect(await row(id)).toMatchObject({ status: 'resolved', reopen_count: 2 });
  });

  it('are merged into another that is no duplicate itself, and taken apart again to where they were', async () => {
    const { report: send, take, setNow } = await openDesk(await open());
    const [parent, child, third] = [await send({ report_code: 'A' }), await send({ report_code: 'B' }), await send({ report_code: 'C' })];
    await take(child, 'operator', 'assign', routed);
    await expect(take(child, 'operator', 'merge', { duplicate_of: 'B' })).rejects.toEqual(refused());
    await expect(take(child, 'operator', 'merge', { duplicate_of: 'Z' })).rejects.toEqual(refused());
    expect(await take(child, 'operator', 'merge', { duplicate_of: 'A' })).toMatchObject({ status: 'duplicate', duplicate_of: 'A' });
    await expect(take(third, 'operator', 'merge', { duplicate_of: 'B' })).rejects.toEqual(refused());
    const apart = await take(child, 'operator', 'unmerge');
    expect(apart).toMatchObject({ status: 'assigned' });
    expect(apart).not.toHaveProperty('duplicate_of');
    await take(third, 'operator', 'merge', { duplicate_of: 'A' });
    setNow('2026-12-25T10:00');
    await expect(take(third, 'operator', 'unmerge')).rejects.toEqual(refused());
    await take(parent, 'citizen', 'withdraw');
  });

  it('go to emergency services out of sight, and not back to the sender once an agency is at work', async () => {
    const { report: send, take } = await openDesk(await open());
    const id = await send({ category_code: 'wires', severity_level: 'urgent' });
    // Round the clock: a day, at night and at the weekend too.
    expect(await take(id, 'operator', 'assign', routed)).toMatchObject({ due_at: '2026-11-21T10:00:00+07:00' });
    await expect(take(id, 'agency_desk', 'hand_to_emergency')).rejects.toEqual(invalid('emergency_handoff'));
    expect(await take(id, 'agency_desk', 'hand_to_emergency', { emergency_handoff: 'Đã gọi 114' })).toMatchObject({
      status: 'emergency',
      is_public: false,
    });
    await take(id, 'operator', 'assign', routed);
    await take(id, 'agency_desk', 'accept');
    await expect(take(id, 'citizen', 'withdraw')).rejects.toEqual(refused());
    await take(id, 'agency_desk', 'hand_to_emergency', { emergency_handoff: 'Đã gọi 114' });
    expect(await take(id, 'operator', 'end_emergency', { answer_text: answer.answer_text })).toMatchObject({
      status: 'closed_no_action',
      resolution_type: 'handed_over_emergency',
    });
  });

  it('go on by themselves when the reporter does not reply, and lose the reporter in the archive', async () => {
    const { report: send, take, row, fire, setNow } = await openDesk(await open());
    const id = await send({ reporter_name: 'Người gửi', reporter_phone: '0900000000' });
    await take(id, 'operator', 'assign', routed);
    await take(id, 'agency_desk', 'accept');
    await take(id, 'agency_officer', 'ask', { question: 'Cột đèn số mấy?' });
    setNow('2026-11-27T16:59');
    await fire();
    expect(await row(id)).toMatchObject({ status: 'info_requested' });
    setNow('2026-11-27T17:00');
    await fire();
    expect(await row(id)).toMatchObject({ status: 'in_progress' });
    await take(id, 'agency_officer', 'answer', answer);
    await take(id, 'operator', 'approve');
    setNow('2027-11-27T17:01');
    await fire();
    const archived = await row(id);
    expect(archived).toMatchObject({ status: 'archived', closed_at: '2026-11-27T17:00:00+07:00' });
    for (const field of ['reporter_name', 'reporter_phone']) expect(archived).not.toHaveProperty(field);
    const gone = await send({ reporter_name: 'Người gửi' });
    await take(gone, 'citizen', 'withdraw');
    setNow('2027-12-05T17:01');
    await fire();
    expect(await row(gone)).toMatchObject({ status: 'withdrawn' });
    expect(await row(gone)).not.toHaveProperty('reporter_name');
  });

  it('escalate as they grow late, each step once', async () => {
    const { context, report: send, take, fire, setNow } = await openDesk(await open());
    const id = await send();
    await take(id, 'operator', 'assign', routed);
    setNow('2026-12-31T10:00');
    await fire();
    await fire();
    const told = async () =>
      (await context.database.read('d_core__notification').where('rule_id', `${dataset}.handling`).orderBy('_id')).map(
        (row) => row.recipient_role,
      );
    const ladder = [
      'agency_desk',
      'agency_officer',
      'agency_desk',
      'agency_officer',
      'agency_desk',
      'agency_head',
      'citizen',
      'shift_lead',
      'leader',
    ];
    expect(await told()).toEqual(ladder);
    setNow('2027-06-01T10:00');
    await fire();
    expect(await told()).toEqual(ladder);
  });
});
