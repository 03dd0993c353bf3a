import { expect, it } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { localCaller, systemCaller } from '../access/caller.ts';
import { getRecord, patchRecord } from '../data/record.ts';
import { testRecords } from '../indicators/testing.ts';

const dataset = 'core/notification';

describeDatabases('a notice', (open) => {
  it('is seen and acknowledged by people; nobody silences it, or says that it is settled', async () => {
    const { context, write } = await testRecords(await open());
    await write(
      dataset,
      [
        {
          notification_id: 'n1',
          rule_id: 'test/matter.assign',
          severity: 'high',
          created_at: '2026-11-20T10:00:00+07:00',
          channel: 'in_app',
          recipient_role: 'desk',
          state: 'queued',
          dedupe_key: 'n1',
        },
      ],
      systemCaller,
    );
    const one = { dataset, id: 1, caller: localCaller() };
    const patch = async (state: string, caller = localCaller()) => {
      const { revision } = await getRecord(context, one);
      return (await patchRecord(context, { ...one, caller, revision, patch: { state } })).record.state;
    };
    const details = { allowed: ['seen', 'acknowledged'] };
    for (const state of ['muted', 'resolved', 'failed', 'sent']) {
      const refused = [expect.objectContaining({ field: 'state', value: state, reason: 'by-system', details })];
      await expect(patch(state), state).rejects.toMatchObject({ details: { refused } });
    }
    expect((await getRecord(context, one)).record.state).toBe('queued');
    for (const state of ['queued', 'seen', 'acknowledged']) expect(await patch(state)).toBe(state);
    expect(await patch('resolved', systemCaller)).toBe('resolved');
  });
});
