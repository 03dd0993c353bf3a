import { HaidangError } from '@haidang/sdk';
import type { FastifyInstance } from 'fastify';
import type { DataContext } from '../data/context.ts';
import { tableFor } from '../data/write.ts';
import { formatInstant } from '../data/zone.ts';
import { reasonText } from '../quarantine/reasons.ts';
import type { RefusedFault, RefusedRow } from '../quarantine/refused.ts';
import { askedBy, fieldsFor, seenBy } from '../quarantine/seen.ts';
import { countOpen, openRows } from '../quarantine/store.ts';
import { takeBack } from '../quarantine/take-back.ts';
import { mostRows, refusedWorkbook } from '../quarantine/workbook.ts';
import { attachment } from './attachment.ts';
import { answerOnce } from './receipts.ts';

interface Params {
  readonly plugin: string;
  readonly dataset: string;
}

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Largest workbook that is taken back, bytes. */
const mostBytes = 10 * 1024 * 1024;

const page = {
  type: 'object',
  additionalProperties: false,
  properties: {
    limit: { type: 'string', pattern: '^\\d{1,3}$' },
    after: { type: 'string', pattern: '^\\d{1,15}$' },
    lang: { type: 'string' },
  },
};

/** Rows that deliveries brought and that were refused: to list, to mend as a workbook, and to take back. */
export function quarantineRoutes(app: FastifyInstance, context: DataContext): void {
  const config = { access: 'may:{plugin}/{dataset}.write' } as const;
  const route = '/api/quarantine/:plugin/:dataset';
  const entryOf = ({ plugin, dataset }: Params) => tableFor(context, `${plugin}/${dataset}`).entry;

  app.get<{ Params: Params; Querystring: { limit?: string; after?: string } }>(
    route,
    { config, schema: { querystring: page } },
    async ({ params, query, caller }) => {
      const entry = entryOf(params);
      const asked = askedBy(entry, caller);
      const limit = Math.max(1, Number(query.limit ?? 100));
      const rows = await openRows(context, asked, { after: Number(query.after ?? 0), limit: limit + 1 });
      const shown = rows.slice(0, limit).map((row) => seenBy(entry, caller, row));
      const last = shown.at(-1);
      return {
        open: await countOpen(context, asked),
        rows: shown.map((row) => viewOf(row, caller.language)),
        ...(rows.length > limit && last && { next: String(last.id) }),
      };
    },
  );

  app.get<{ Params: Params }>('/api/quarantine/:plugin/:dataset.xlsx', { config }, async ({ params, caller }, reply) => {
    const entry = entryOf(params);
    const rows = (await openRows(context, askedBy(entry, caller), { limit: mostRows })).map((row) => seenBy(entry, caller, row));
    const { language } = caller;
    const title = entry.label[language] ?? entry.label.vi;
    const bytes = await refusedWorkbook(entry, { rows, fields: fieldsFor(entry, caller, rows), language });
    return reply
      .type(xlsxType)
      .header('cache-control', 'no-store')
      .header('content-disposition', attachment(`${title} - ${language === 'vi' ? 'cần sửa' : 'to mend'}.xlsx`))
      .send(bytes);
  });

  app.register(async (scope) => {
    scope.addContentTypeParser(
      [xlsxType, 'application/octet-stream'],
      { parseAs: 'buffer', bodyLimit: mostBytes },
      (_request, body, done) => done(null, body),
    );
    scope.post<{ Params: Params }>(route, { config, bodyLimit: mostBytes }, async (request, reply) => {
      const { params, body, caller } = request;
      if (!Buffer.isBuffer(body)) throw new HaidangError('unsupported-media', { expected: xlsxType });
      const dataset = entryOf(params).name;
      const taken = await answerOnce(context, request, reply, () => takeBack(context, { dataset, caller, bytes: body }));
      return {
        ...taken,
        refused: taken.refused.map((row) => ({ ...row, faults: row.faults.map((fault) => said(fault, caller.language)) })),
      };
    });
  });
}

function viewOf({ id, run, line, given, held, faults, receivedAt }: RefusedRow, language: 'vi' | 'en') {
  return {
    id,
    ...(run !== undefined && { run }),
    line,
    received_at: formatInstant(receivedAt),
    row: given,
    ...(held.length > 0 && { held }),
    faults: faults.map((fault) => said(fault, language)),
  };
}

function said(fault: RefusedFault, language: 'vi' | 'en') {
  const { field, reason, details } = fault;
  return { ...(field !== undefined && { field }), reason, ...(details && { details }), message: reasonText(fault, language) };
}
