import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dataset, defineDataset, schema } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { localCaller } from '../../../core/src/access/caller.ts';
import { testRecords } from '../../../core/src/indicators/testing.ts';
import { takeStep } from '../../../core/src/workflow/step.ts';
import { checkWorkflows } from '../../../sdk/src/cli/check/workflow.ts';
import { Findings } from '../../../sdk/src/cli/findings.ts';
import { describeDatabases } from '../../support/databases.ts';

const guide = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'plugins.md'), 'utf8');
const [declared = ''] = /^const request = defineDataset\(.*?^\}\);$/ms.exec(guide) ?? [];
const request: Dataset = new Function('defineDataset', 'schema', `${declared}\nreturn request;`)(defineDataset, schema);

it('the workflow of the guide is sound', () => {
  const findings = new Findings();
  checkWorkflows({ manifest: { id: 'trees', datasets: { request } } as never, broken: new Set(), findings }, request, []);
  expect(findings.errors).toEqual([]);
});

describeDatabases('the workflow of the guide', (open) => {
  it('moves a request as it is told there', async () => {
    const { context, write } = await testRecords(await open(), { datasets: { 'trees/request': request } });
    await write('core/agency', [{ agency_code: 'doi-1', name_vi: 'Đội 1' }]);
    await write('trees/request', [{ code: 'a', received_at: '2026-11-21T08:00:00+07:00' }], localCaller());
    const take = (transition: string, given = {}) =>
      takeStep(context, { dataset: 'trees/request', id: 1, transition, given, caller: localCaller() });
    await expect(take('finish')).rejects.toMatchObject({ code: 'transition-refused', details: { allowed: ['assign', 'refuse'] } });
    expect((await take('assign', { team: 'doi-1' })).record).toMatchObject({ state: 'at_work', due_at: '2026-11-25T17:00:00+07:00' });
    await take('ask', { reason: 'Cây nào?' });
    expect((await take('remind')).record).toMatchObject({ state: 'waiting', reminders: 1 });
    const { record } = await take('hear');
    expect(record).toMatchObject({ state: 'at_work' });
    expect(record).not.toHaveProperty('reason');
    expect((await take('finish')).record).toMatchObject({ state: 'done', done_at: '2026-11-21T14:32:07+07:00' });
  });
});
