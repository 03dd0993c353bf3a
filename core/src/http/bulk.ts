import { Readable } from 'node:stream';
import { HaidangError } from '@haidang/sdk';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../access/policy.ts';
import type { Row } from '../data/cells.ts';
import type { DataContext } from '../data/context.ts';
import type { RefusedRow } from '../data/write.ts';
import { BulkReceipts } from '../ingest/bulk-receipts.ts';
import { Intake } from '../ingest/intake.ts';
import { isKept, keptAnswer } from '../receipts/once.ts';
import { type BulkLine, readNdjson } from './ndjson.ts';
import { askedOf, keyOf, markReplayed } from './receipts.ts';

/** Rows in one transaction. */
const batchRows = 4000;
/** Largest JSON array, which is held in memory as a whole; NDJSON has no limit but that of a line. Bytes. */
const mostJson = 16 * 1024 * 1024;
/** Refused rows that an answer lists; the rest is only counted. */
const mostRefused = 10_000;

/** What became of all rows. */
interface Total {
  added: number;
  changed: number;
  same: number;
  readonly refused: RefusedRow[];
  refusedCount: number;
}

type Receipts = BulkReceipts<Total>;

interface Place<Params> {
  readonly route: string;
  readonly config: { readonly access: Access };
  /** Name of the dataset. */
  name(params: Params): string;
}

/** Rows of a dataset as one request: a JSON array, or NDJSON as a stream. */
export function bulkRoute<Params>(app: FastifyInstance, context: DataContext, { route, config, name }: Place<Params>): void {
  // A scope of its own: no other route takes a stream.
  app.register(async (scope) => {
    scope.addContentTypeParser('application/x-ndjson', (_request, payload, done) => done(null, payload));
    scope.post(route, { config, bodyLimit: mostJson }, async (request, reply) => {
      const key = keyOf(request);
      const receipts: Receipts | undefined = key && new BulkReceipts(key, askedOf(request));
      const delivery = { dataset: name(request.params as Params), caller: request.caller, way: 'bulk', ...(key && { id: key.id }) };
      const intake = new Intake(context, delivery);
      return key && receipts && (await isKept(context.database, key.name))
        ? again(context, request, reply, receipts)
        : deliver(context, request, reply, { intake, receipts });
    });
  });
}

/** Reads a delivery that has ended before, to see whether it is the same, and gives the first answer. */
async function again({ database }: DataContext, request: FastifyRequest, reply: FastifyReply, receipts: Receipts): Promise<Total> {
  for await (const lines of bulkLines(request)) receipts.next(lines);
  const total = await keptAnswer(database, receipts.whole());
  markReplayed(reply, true);
  return total;
}

interface Delivery {
  readonly intake: Intake;
  readonly receipts: Receipts | undefined;
}

async function deliver(
  { database }: DataContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { intake, receipts }: Delivery,
): Promise<Total> {
  try {
    const total = await take(request, { intake, receipts });
    await intake.end(undefined, receipts?.ended(database, total));
    // It was sent twice, and the other was quicker.
    markReplayed(reply, receipts?.first !== undefined);
    return receipts?.first ?? total;
  } catch (error) {
    // What stopped the delivery is told, also when not even that can be noted.
    await intake.end(error, receipts?.stopped()).catch((cause) => request.log.error(cause));
    throw error;
  }
}

async function take(request: FastifyRequest, { intake, receipts }: Delivery): Promise<Total> {
  const total: Total = { added: 0, changed: 0, same: 0, refused: [], refusedCount: 0 };
  let before = Promise.resolve();
  try {
    for await (const lines of bulkLines(request)) {
      const batch = write(lines, before);
      ignore(batch);
      const last = before;
      before = batch;
      await last;
    }
    await before;
  } finally {
    // Nothing is under way any more when the answer is given, whatever it is.
    await before.catch(() => {});
  }
  return total;

  /** Writes one batch; it is checked while the one before is being kept, and counted after it. */
  async function write(lines: readonly BulkLine[], before: Promise<void>): Promise<void> {
    const writing = intake.write(lines, receipts?.next(lines));
    ignore(writing);
    await before;
    const { added, changed, same, refused } = await writing;
    total.added += added;
    total.changed += changed;
    total.same += same;
    refuse(refused);
  }

  function refuse(more: readonly RefusedRow[]) {
    total.refusedCount += more.length;
    if (total.refused.length < mostRefused) total.refused.push(...more);
  }
}

/** Marks a failure as handled: whoever waits for the work is told of it. */
function ignore(work: Promise<unknown>): void {
  work.catch(() => {});
}

async function* bulkLines(request: FastifyRequest): AsyncGenerator<BulkLine[]> {
  const { body } = request;
  if (Array.isArray(body)) {
    for (let start = 0; start < body.length; start += batchRows) {
      yield body
        .slice(start, start + batchRows)
        .map((value: unknown, index) =>
          isRow(value) ? { line: start + index + 1, row: value } : { line: start + index + 1, reason: 'not-an-object' },
        );
    }
    return;
  }
  if (body instanceof Readable) yield* readNdjson(body, batchRows);
  else throw new HaidangError('bad-request', { reason: 'JSON array or application/x-ndjson' });
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
