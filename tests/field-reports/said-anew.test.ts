import { expect, it } from 'vitest';
import { describeDatabases } from '../support/databases.ts';
import { openDesk } from './desk.ts';
import { answer, back, extension, invalid, refused, routed } from './said.ts';

const emergency = { emergency_handoff: 'Đã gọi 114' };
const reopened = { reopen_reason: 'Đèn lại tắt' };

describeDatabases('what a step asks for', (open) => {
  it('is asked for again the next time', async () => {
    const { report: send, take } = await openDesk(await open());
    const id = await send();
    const anew = async (role: 'operator' | 'citizen' | 'agency_officer' | 'agency_desk' | 'agency_head', step: string, given: object) => {
      for (const field of Object.keys(given)) {
        const without = Object.fromEntries(Object.entries(given).filter(([name]) => name !== field));
        await expect(take(id, role, step, without), `${step} without ${field}`).rejects.toEqual(invalid(field));
      }
      return take(id, role, step, { ...given });
    };
    await take(id, 'operator', 'assign', routed);
    await anew('agency_desk', 'return', back);
    await take(id, 'operator', 'reassign', { lead_agency: 'cap-nuoc' });
    await anew('agency_desk', 'return', back);
    await take(id, 'shift_lead', 'decide', routed);
    await take(id, 'agency_desk', 'accept');
    for (const _ of [1, 2]) {
      await anew('agency_officer', 'ask', { question: 'Cột đèn số mấy?' });
      await anew('citizen', 'supply', { reply: 'Cột 12' });
    }
    for (const _ of [1, 2]) {
      await anew('agency_officer', 'schedule', { planned_for: '2026-11-25T08:00:00+07:00', plan_reason: 'Chờ vật tư' });
      await take(id, 'agency_officer', 'start');
    }
    for (const [until, role, step] of [
      ['2026-12-04', 'agency_head', 'extend'],
      ['2026-12-11', 'operator', 'extend_further'],
    ] as const) {
      await anew('agency_officer', 'ask_extension', extension(until));
      await anew('operator', 'refuse_extension', { review_note: 'Chưa cần' });
      await anew('agency_officer', 'ask_extension', extension(until));
      await take(id, role, step);
    }
    for (const _ of [1, 2]) {
      for (const _ of [1, 2]) {
        await anew('agency_officer', 'answer', answer);
        await anew('operator', 'send_back', { review_note: 'Thiếu ảnh' });
      }
      await anew('agency_officer', 'answer', answer);
      await take(id, 'operator', 'approve');
      await anew('citizen', 'reopen', reopened);
      await take(id, 'agency_desk', 'take_up');
    }
    for (const _ of [1, 2]) {
      await anew('agency_desk', 'hand_to_emergency', emergency);
      await take(id, 'shift_lead', 'decide', routed);
    }
    await take(id, 'agency_desk', 'accept');
    await anew('agency_officer', 'answer', answer);
    await anew('agency_desk', 'hand_to_emergency', emergency);
    // What the agency answered is not what emergency services did.
    await anew('operator', 'end_emergency', { answer_text: answer.answer_text });
    await expect(take(id, 'operator', 'reopen_for')).rejects.toEqual(invalid('reopen_reason'));
  });

  it('may be asked for as often in a new leg as in the first', async () => {
    const { report: send, take } = await openDesk(await open());
    const id = await send();
    await take(id, 'operator', 'assign', routed);
    await take(id, 'agency_desk', 'accept');
    const leg = async (until: string) => {
      for (const question of ['Cột đèn số mấy?', 'Trước nhà số mấy?']) {
        await take(id, 'agency_officer', 'ask', { question });
        await take(id, 'citizen', 'supply', { reply: 'Cột 12' });
      }
      await expect(take(id, 'agency_officer', 'ask', { question: 'Mấy giờ?' })).rejects.toEqual(refused());
      await take(id, 'agency_officer', 'ask_extension', extension(until));
      await take(id, 'agency_head', 'extend');
      await take(id, 'agency_officer', 'answer', answer);
      await take(id, 'operator', 'approve');
    };
    await leg('2026-12-04');
    await take(id, 'citizen', 'reopen', reopened);
    await take(id, 'agency_desk', 'take_up');
    await leg('2026-12-11');
  });
});

describeDatabases('an appeal', (open) => {
  it('comes once, is refused by the shift lead alone, and not by who rejected the report', async () => {
    const { report: send, take, row, setNow } = await openDesk(await open());
    const reason = { reject_reason: 'out_of_scope', reject_text: 'Gửi công an phường' };
    const appeal = { appeal_text: 'Xin xem lại' };
    const id = await send();
    await expect(take(id, 'operator', 'reject', { reject_reason: 'out_of_scope' })).rejects.toEqual(invalid('reject_text'));
    await expect(take(id, 'shift_lead', 'refuse_appeal', { review_note: 'Không' })).rejects.toMatchObject({ code: 'transition-refused' });
    expect(await take(id, 'shift_lead', 'reject', reason, 'an')).toMatchObject({ status: 'rejected', is_public: false });
    expect(await take(id, 'citizen', 'appeal', appeal)).toMatchObject({ status: 'held', appeal_count: 1, ...reason });
    for (const step of ['reject', 'reject_spam'])
      for (const role of ['moderator', 'shift_lead'] as const)
        await expect(take(id, role, step, step === 'reject' ? reason : {}), `${step} by ${role}`).rejects.toEqual(refused());
    const note = { review_note: 'Không thuộc thẩm quyền của trung tâm' };
    await expect(take(id, 'moderator', 'refuse_appeal', note)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(take(id, 'shift_lead', 'refuse_appeal', note, 'an')).rejects.toMatchObject({
      details: { notBy: ['reject', 'reject_spam'] },
    });
    await expect(take(id, 'shift_lead', 'refuse_appeal', {}, 'binh')).rejects.toEqual(invalid('review_note'));
    expect(await take(id, 'shift_lead', 'refuse_appeal', note, 'binh')).toMatchObject({ status: 'rejected', ...reason });
    await expect(take(id, 'citizen', 'appeal', appeal)).rejects.toEqual(refused());
    const spam = await send();
    expect(await take(spam, 'operator', 'reject_spam')).toMatchObject({ reject_reason: 'spam' });
    await take(spam, 'citizen', 'appeal', appeal);
    const shown = await take(spam, 'moderator', 'release');
    expect(shown).toMatchObject({ status: 'submitted', is_public: true });
    for (const field of ['reject_reason', 'reject_text', 'rejected_at']) expect(shown).not.toHaveProperty(field);
    const late = await send();
    await take(late, 'operator', 'reject', reason);
    setNow('2026-12-06T10:00');
    await expect(take(late, 'citizen', 'appeal', appeal)).rejects.toEqual(refused());
    expect(await row(late)).toMatchObject({ status: 'rejected' });
  });
});

describeDatabases('an extension', (open) => {
  it('is about the deadline that ran when it was asked for', async () => {
    const { report: send, take } = await openDesk(await open());
    const asked = async () => {
      const id = await send();
      await take(id, 'operator', 'assign', routed);
      await take(id, 'agency_desk', 'accept');
      await take(id, 'agency_officer', 'ask_extension', extension('2026-12-04'));
      return id;
    };
    const isOff = (id: number) => expect(take(id, 'agency_head', 'extend')).rejects.toEqual(refused());
    const returned = await asked();
    await take(returned, 'agency_desk', 'return', back);
    await take(returned, 'operator', 'reassign', { lead_agency: 'cap-nuoc' });
    await isOff(returned);
    const answered = await asked();
    await take(answered, 'agency_officer', 'answer', answer);
    await take(answered, 'operator', 'send_back', { review_note: 'Thiếu ảnh' });
    await isOff(answered);
    const waiting = await asked();
    await take(waiting, 'agency_officer', 'ask', { question: 'Cột đèn số mấy?' });
    await take(waiting, 'citizen', 'supply', { reply: 'Cột 12' });
    await isOff(waiting);
    const emergent = await asked();
    await take(emergent, 'agency_desk', 'hand_to_emergency', emergency);
    await take(emergent, 'operator', 'assign', routed);
    await isOff(emergent);
    const merged = await asked();
    await take(merged, 'operator', 'merge', { duplicate_of: 'PT-1' });
    await take(merged, 'operator', 'unmerge');
    await isOff(merged);
  });

  it('is not granted to a day that is past', async () => {
    const { report: send, take, setNow } = await openDesk(await open());
    const id = await send();
    await take(id, 'operator', 'assign', routed);
    await take(id, 'agency_officer', 'ask_extension', extension('2026-12-04'));
    setNow('2026-12-04T17:01');
    await expect(take(id, 'agency_head', 'extend')).rejects.toEqual(refused());
    // Asked for in time, decided a little later.
    setNow('2026-11-27T18:00');
    expect(await take(id, 'agency_head', 'extend')).toMatchObject({ due_at: '2026-12-04T17:00:00+07:00' });
    await take(id, 'agency_officer', 'ask_extension', extension('2026-12-11'));
    setNow('2026-12-12T10:00');
    await expect(take(id, 'operator', 'extend_further')).rejects.toEqual(refused());
  });

  it('moves what the reporter was promised, and never back', async () => {
    const { report: send, take } = await openDesk(await open());
    const id = await send();
    await take(id, 'operator', 'assign', routed);
    await expect(take(id, 'agency_officer', 'ask_extension', extension('2026-11-28'))).rejects.toEqual(refused());
    await take(id, 'agency_officer', 'ask_extension', extension('2026-12-15'));
    expect(await take(id, 'agency_head', 'extend')).toMatchObject({
      due_at: '2026-12-15T17:00:00+07:00',
      expected_at: '2026-12-15T17:00:00+07:00',
      original_due_at: '2026-11-27T17:00:00+07:00',
      original_expected_at: '2026-11-30T17:00:00+07:00',
    });
  });
});

describeDatabases('the promise to the reporter', (open) => {
  it('is a working day more than what the agency has, also when a report is reopened', async () => {
    const { report: send, take, row } = await openDesk(await open());
    const promised = async (severity_level: string) => {
      const id = await send({ severity_level });
      const { expected_at: first } = await row(id);
      const { due_at: due } = await take(id, 'operator', 'assign', routed);
      await take(id, 'agency_desk', 'accept');
      await take(id, 'agency_officer', 'answer', answer);
      await take(id, 'operator', 'approve');
      const again = await take(id, 'citizen', 'reopen', reopened);
      return [due, first, again.due_at, again.expected_at].map((instant) => String(instant).slice(5, 16));
    };
    expect(await promised('urgent')).toEqual(['11-23T17:00', '11-24T17:00', '11-23T17:00', '11-24T17:00']);
    expect(await promised('quick')).toEqual(['11-25T17:00', '11-26T17:00', '11-23T15:30', '11-24T15:30']);
    expect(await promised('normal')).toEqual(['11-27T17:00', '11-30T17:00', '11-24T15:30', '11-25T15:30']);
    expect(await promised('complex')).toEqual(['12-04T17:00', '12-07T17:00', '11-27T17:00', '11-30T17:00']);
  });
});
