import { HaidangError } from '../errors.ts';
import type { WriteReport } from '../handlers.ts';
import type { Json } from '../schema.ts';
import { type OnceRequest, sendOnce } from '../send-once.ts';
import { NetworkError, type Requester, refusalOf } from './request.ts';

/** Fields of a record as they are sent. */
export interface RecordFields {
  readonly [field: string]: Json;
}

/** A record as it then stands, with its number `_id`, and its revision for the next change. */
export interface WrittenRecord {
  readonly record: RecordFields;
  readonly revision: number;
}

/** One record of a dataset ("field-reports/report") by its number. */
export interface RecordPlace {
  readonly dataset: string;
  readonly id: number;
}

/** Writes records, each write once however often the connection is lost. Rejects with a `HaidangError` when the core refuses, with a `NetworkError` when it could not be reached in several tries: whether the write has happened is then open. */
export interface RecordWriter {
  /** Adds a record, or lays the fields over the one with its key. */
  post(dataset: string, fields: RecordFields): Promise<WrittenRecord>;
  /** Sets fields, `null` clears; refused with `stale-revision` when the record is no longer at `revision`. */
  patch(place: RecordPlace & { readonly revision: number }, fields: RecordFields): Promise<WrittenRecord>;
  remove(place: RecordPlace & { readonly revision: number }): Promise<void>;
  /** Takes a step of the workflow with the fields that it asks for; at `revision` only when that is given. */
  step(place: RecordPlace & { readonly transition: string; readonly revision?: number }, fields?: RecordFields): Promise<WrittenRecord>;
  /** Writes rows by their key. Refused rows are in the report. */
  bulk(dataset: string, rows: readonly RecordFields[]): Promise<WriteReport>;
}

/** A try is given up after so many milliseconds. */
const limit = 30_000;

export function recordWriter({ base, fetch, language }: Requester): RecordWriter {
  const send = async (path: string, method: OnceRequest['method'], given: { readonly body?: unknown; readonly revision?: number }) => {
    const headers = {
      accept: 'application/json',
      ...(language && { 'accept-language': language() }),
      ...(given.body !== undefined && { 'content-type': 'application/json' }),
      ...(given.revision !== undefined && { 'if-match': `"${given.revision}"` }),
    };
    const body = given.body === undefined ? {} : { body: JSON.stringify(given.body) };
    try {
      const response = await sendOnce(`${base}/api/records/${path}`, { method, headers, ...body }, { fetch, limit });
      if (response.ok) return response;
      throw refusalOf(await response.json()) ?? new TypeError(`${path} answered ${response.status}`);
    } catch (error) {
      if (error instanceof HaidangError) throw error;
      throw new NetworkError({ cause: error });
    }
  };
  const write = async (...request: Parameters<typeof send>): Promise<WrittenRecord> => {
    const response = await send(...request);
    const revision = Number(response.headers.get('etag')?.replaceAll('"', ''));
    return { record: (await response.json()) as RecordFields, revision };
  };
  return {
    post: (dataset, body) => write(dataset, 'POST', { body }),
    patch: ({ dataset, id, revision }, body) => write(`${dataset}/${id}`, 'PATCH', { body, revision }),
    async remove({ dataset, id, revision }) {
      await send(`${dataset}/${id}`, 'DELETE', { revision });
    },
    step: ({ dataset, id, transition, revision }, body) =>
      write(`${dataset}/${id}/actions/${transition}`, 'POST', { body: body ?? {}, ...(revision !== undefined && { revision }) }),
    bulk: async (dataset, body) => (await (await send(`${dataset}/bulk`, 'POST', { body })).json()) as WriteReport,
  };
}
