import { defineDataset, schema } from '@haidang/sdk';
import fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { type Caller, localCaller } from '../access/caller.ts';
import { bringDefinitions } from '../indicators/bring-definitions.ts';
import { place, testRecords } from '../indicators/testing.ts';
import { answerError } from './errors.ts';
import { explainRoute } from './explain.ts';
import { recordRoutes } from './records.ts';
import { guardRoutes } from './routes.ts';

const report = defineDataset({
  row: schema({
    required: ['code', 'at'],
    properties: {
      code: { type: 'string', format: 'code' },
      at: { type: 'string', format: 'date-time' },
      ward: { type: 'string', format: 'unit' },
      done: { type: 'boolean' },
      hours: { type: 'number' },
    },
  }),
  key: ['code'],
  time: 'at',
  unit: 'ward',
});
const received = 'count(report where at in period)';
const done = 'count(report where at in period and done)';
const indicators = {
  received: { formula: received, unit: '1', frequency: 'month' },
  rate: { formula: `100*${done}/indicator(received)`, unit: '%', frequency: 'month', legal: 'Quyết định 766/QĐ-TTg' },
  each: { formula: `${received}/communes_total`, unit: '1', frequency: 'month' },
} as const;

/** Sees only what is done. */
const limited: Caller = { ...localCaller(), id: 'limited', rows: (dataset) => (dataset === 'test/report' ? { done: true } : undefined) };

describeDatabases('why this number', (open) => {
  const app = fastify();
  beforeAll(async () => {
    app.setErrorHandler(answerError);
    const { context, write } = await testRecords(await open(), { datasets: { report }, indicators });
    await guardRoutes(app, ({ headers }) =>
      headers['x-as'] === 'limited' ? limited : localCaller(headers['x-as'] === 'en' ? 'en' : 'vi'),
    );
    explainRoute(app, context);
    recordRoutes(app, context);
    await bringDefinitions(context, '');
    const row = (code: string, day: string, isDone: boolean) => ({ code, at: `${day}T08:00:00+07:00`, ward: place.key, done: isDone });
    await write('test/report', [
      row('a', '2026-11-03', true),
      row('b', '2026-11-05', true),
      row('c', '2026-11-07', true),
      row('d', '2026-11-09', false),
      row('e', '2026-10-09', false),
    ]);
    await write('core/agency', [{ agency_code: 'ubnd', name_vi: 'UBND phường' }]);
    await write('core/plan_target', [
      { indicator_code: 'test/rate', year: 2026, unit: place.key, target_value: 95, target_kind: 'at_least' },
    ]);
  });
  afterAll(() => app.close());

  const why = async (indicator: string, query = '?time=month', as = '') =>
    (await app.inject({ url: `/api/indicators/test/${indicator}/explain${query}`, headers: { 'x-as': as } })).json();

  test('is answered with the formula, its parts with values and rows, period, plan, law and trust', async () => {
    expect(await why('rate')).toMatchObject({
      indicator: 'test/rate',
      formula: indicators.rate.formula,
      field: { unit: '%' },
      value: 75,
      n: 4,
      parts: [
        { text: done, dataset: 'test/report', label: { vi: 'report' }, value: 3, n: 3, asOf: '2026-11-09T08:00:00+07:00' },
        { text: received, indicator: 'test/received', dataset: 'test/report', value: 4, n: 4 },
      ],
      definition: { revision: 1, state: 'draft', isApproved: false, legal: 'Quyết định 766/QĐ-TTg' },
      legal: 'Quyết định 766/QĐ-TTg',
      plan: 95,
      period: { from: '2026-11-01T00:00:00+07:00', to: '2026-12-01T00:00:00+07:00' },
      trust: { status: 'operational', source: { indicator: 'test/rate', revision: 1, state: 'draft' } },
    });
  });

  test('is told of the rows and the period that are asked for, in the words of a query', async () => {
    const period = encodeURIComponent(JSON.stringify({ from: '2026-10-01', to: '2026-11-01' }));
    expect(await why('rate', `?time=${period}`)).toMatchObject({
      value: 0,
      parts: [
        { value: 0, n: 0 },
        { value: 1, n: 1 },
      ],
    });
    const where = encodeURIComponent(JSON.stringify({ done: false }));
    expect(await why('rate', `?time=month&where=${where}`)).toMatchObject({ value: 0, parts: [{ value: 0 }, { value: 1 }] });
    expect(await why('each')).toMatchObject({ value: null, parts: [{ value: 4 }, { text: 'communes_total', value: 0 }] });
  });

  test('is told within the rows of the caller', async () => {
    expect(await why('rate', '?time=month', 'limited')).toMatchObject({ value: 100, n: 3, parts: [{ value: 3 }, { value: 3, n: 3 }] });
  });

  test('names owner, method and state once the definition is approved, step by step over HTTP', async () => {
    const found = (await app.inject({ url: '/api/records/core/indicator_definition?limit=10' })).json();
    const codes = found.rows.map(
      (row: readonly string[]) => row[found.fields.findIndex(({ name }: { name: string }) => name === 'indicator_code')],
    );
    const id = codes.indexOf('test/rate') + 1;
    const step = (transition: string, payload?: object, lang = 'vi') =>
      app.inject({
        method: 'POST',
        url: `/api/records/core/indicator_definition/${id}/actions/${transition}?lang=${lang}`,
        ...(payload && { payload }),
      });
    const early = await step('publish');
    expect([early.statusCode, early.json().error]).toMatchObject([
      409,
      {
        code: 'transition-refused',
        message: expect.stringContaining('Các bước được phép từ trạng thái này: review'),
        details: { allowed: ['review'] },
      },
    ]);
    expect((await step('publish', undefined, 'en')).json().error.message).toContain('Steps that are allowed from this state: review');
    expect((await step('review')).statusCode).toBe(400);
    const fields = { concept_vi: 'Khái niệm', method_vi: 'Số đã xong chia số tiếp nhận', owner_agency_code: 'ubnd' };
    expect((await step('review', fields)).json()).toMatchObject({ state: 'reviewed' });
    expect((await step('approve', { regime: 'administrative_report', release_authority: 'ubnd' })).json()).toMatchObject({
      state: 'approved',
    });
    expect(await why('rate')).toMatchObject({
      regime: 'administrative',
      definition: { state: 'approved', isApproved: true, method: fields.method_vi, owner: { code: 'ubnd', name: 'UBND phường' } },
      trust: { source: { state: 'approved' } },
    });
    const bad = await app.inject({
      method: 'POST',
      url: '/api/records/core/indicator_definition',
      payload: {
        indicator_code: 'test/new',
        revision: 1,
        name_vi: 'Mới',
        calculation: 'automatic',
        unit: '1',
        formula: 'count(report where att in period)',
      },
    });
    expect([bad.statusCode, bad.json().error.details.refused]).toMatchObject([
      400,
      [
        {
          field: 'formula',
          reason: 'bad-formula',
          details: { at: 19, vi: expect.stringContaining('Ký tự thứ 20'), en: expect.any(String) },
        },
      ],
    ]);
  });

  test('levels of a definition that cannot be told are refused with their place', async () => {
    const refused = await app.inject({
      method: 'POST',
      url: '/api/records/core/indicator_definition',
      payload: {
        indicator_code: 'test/levels',
        revision: 1,
        name_vi: 'Mới',
        calculation: 'manual',
        unit: '1',
        thresholds: { green: '>=plan', amber: '>=0.9*plann' },
      },
    });
    expect([refused.statusCode, refused.json().error.details.refused]).toMatchObject([
      400,
      [{ field: 'thresholds', reason: 'bad-formula', details: { at: 6, vi: expect.stringContaining('Ký tự thứ 7: "plann"') } }],
    ]);
  });

  test('is refused as a query is', async () => {
    expect((await why('nothing')).error).toMatchObject({ code: 'unknown-dataset' });
    expect((await why('rate', '')).error).toMatchObject({ code: 'bad-request' });
    expect((await why('rate', '?time=month&where=%7B%22nothing%22:1%7D')).error).toMatchObject({ code: 'unknown-field' });
  });
});
