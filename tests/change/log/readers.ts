import type { Position } from '@haidang/sdk';
import { headPosition } from '../../../core/src/data/changes.ts';
import type { Database } from '../../../core/src/data/database.ts';
import { readFeed } from '../../../core/src/data/feed/feed.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Somebody who reads the log on, until he is stopped. */
export interface LogReader {
  /** What he has been told, in order. */
  readonly told: string[];
  readonly cuts: number;
  /** Ends once there is nothing more to read. */
  stop(): Promise<void>;
}

/** Reads row by row, and is cut again and again: what was under way is lost, and he goes on from the last row that he has dealt with. */
export async function feedReader(database: Database): Promise<LogReader> {
  let at: Position = await headPosition(database);
  let isOver = false;
  const reader = { told: [] as string[], cuts: 0, stop: async () => {} };
  const reading = (async () => {
    for (let isLast = false; !isLast; ) {
      isLast = isOver;
      const rows = await readFeed(database, { after: at, limit: 1 + Math.floor(Math.random() * 500) });
      if (rows === 'resync') throw new Error(`nothing is known of ${at}`);
      if (Math.random() < 0.2) reader.cuts++;
      else {
        const dealt = Math.random() < 0.2 ? rows.slice(0, Math.floor(Math.random() * rows.length)) : rows;
        if (dealt.length < rows.length) reader.cuts++;
        for (const { position } of dealt) reader.told.push(position);
        at = dealt.at(-1)?.position ?? at;
      }
      if (rows.length > 0) isLast = false;
      else await pause(Math.random() * 20);
    }
  })();
  reader.stop = () => {
    isOver = true;
    return reading;
  };
  return reader;
}

/** Reads as many an outbox is read: on from the highest number that was seen. */
export async function naiveReader(database: Database): Promise<LogReader> {
  const newest = await database.read('change').max({ id: 'id' }).first();
  let last = Number(newest?.id ?? 0);
  let isOver = false;
  const told: string[] = [];
  const reading = (async () => {
    for (let isLast = false; !isLast; ) {
      isLast = isOver;
      const ids: number[] = await database.read('change').where('id', '>', last).orderBy('id').limit(500).pluck('id');
      for (const id of ids) told.push(String(id));
      last = ids.at(-1) ?? last;
      if (ids.length > 0) isLast = false;
      else await pause(Math.random() * 20);
    }
  })();
  return {
    told,
    cuts: 0,
    stop() {
      isOver = true;
      return reading;
    },
  };
}
