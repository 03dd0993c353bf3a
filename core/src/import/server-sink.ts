import { type ErrorReply, errors, HaidangError, type OnceRequest, sendOnce } from '@haidang/sdk';
import { chunks } from '../data/dialect/statement.ts';
import type { Unit } from '../data/units.ts';
import type { WriteOutcome } from '../data/write.ts';
import { bring } from './brought.ts';
import type { MappedRecord } from './map/mapper.ts';
import type { Sink } from './sink.ts';

/** Refused rows in one request. */
const mostTold = 500;

/** Sends to the bulk routes of a running server, so that its watchers see the rows come in. */
export function serverSink({
  url,
  dataset,
  language,
}: {
  readonly url: string;
  readonly dataset: string;
  readonly language: string;
}): Sink {
  const post = async (path: string, type: string, body: string) => {
    const request: OnceRequest = { method: 'POST', headers: { 'content-type': type, 'accept-language': language }, body };
    return answer(await reached(url, sendOnce(`${url}${path}`, request)));
  };
  let run: string | undefined;
  const tell = (path: string, body: object) => post(`/api/ingest/${dataset}${path}`, 'application/json', JSON.stringify(body));
  const write = async (into: string, rows: readonly MappedRecord[]) =>
    (await post(
      `/api/records/${into}/bulk`,
      'application/x-ndjson',
      `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`,
    )) as WriteOutcome;
  return {
    async begin(file) {
      ({ run } = (await tell('', { file })) as { readonly run: string });
    },
    bring: (brought) =>
      bring(brought, {
        units: async (units) => ((await post('/api/units', 'application/json', JSON.stringify({ units }))) as { changed: number }).changed,
        records: write,
      }),
    write: async (rows, lines) =>
      (await tell(`/${run}/rows`, { rows: rows.map((row, index) => ({ line: lines[index] ?? 0, row })) })) as WriteOutcome,
    async refuse(rows) {
      for (const part of chunks(rows, mostTold)) await tell(`/${run}/refused`, { rows: part });
    },
    async end(error) {
      await tell(`/${run}/end`, { outcome: error === undefined ? 'done' : 'failed' });
    },
    close: async () => undefined,
  };
}

/** The units that a server has, all of them or those in force on a day. */
export async function unitsOf(url: string, day?: string): Promise<readonly Unit[]> {
  const query = day === undefined ? '' : `?on=${day}`;
  const { units } = (await answer(await reached(url, fetch(`${url}/api/units${query}`)))) as { readonly units: readonly Unit[] };
  return units;
}

async function reached(url: string, reply: Promise<Response>): Promise<Response> {
  try {
    return await reply;
  } catch (cause) {
    const reason = {
      vi: `Mất kết nối với máy chủ ${url}. Những hàng đã nhận vẫn còn; hãy chạy lại lệnh này.`,
      en: `The server ${url} cannot be reached any more. Rows taken in so far are kept; run this command again.`,
    };
    throw new HaidangError('not-ready', { url, reason }, { cause });
  }
}

async function answer(reply: Response): Promise<unknown> {
  const body: unknown = await reply.json().catch(() => undefined);
  if (reply.ok) return body;
  const error = (body as Partial<ErrorReply> | undefined)?.error;
  const code = error && error.code in errors ? error.code : 'internal';
  throw new HaidangError(code, { status: reply.status, reason: error?.message ?? reply.statusText, details: error?.details });
}
