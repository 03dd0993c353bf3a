import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../database.ts';
import { openSqlite } from './open-sqlite.ts';

let folder: string;
let database: Database;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-quiet-'));
  database = await openSqlite({ folder, readOnly: false });
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Tells what happens, in order. */
function story() {
  const events: string[] = [];
  const note = (event: string) => () => void events.push(event);
  const { dialect, write } = database;
  return { events, note, makeWay: () => dialect.makeWay(write).then(note('quiet')) };
}

test('waits for a delivery of several transactions with pauses between them', async () => {
  const { events, note, makeWay } = story();
  const deliver = async () => {
    for (let part = 1; part <= 3; part++) {
      await database.write.transaction(() => setTimeout(50)).then(note(`part ${part}`));
      await setTimeout(5);
    }
  };
  const delivering = deliver();
  await Promise.all([makeWay(), delivering]);
  expect(events).toEqual(['part 1', 'part 2', 'part 3', 'quiet']);
});

test('does not wait for ever', async () => {
  const { events, note, makeWay } = story();
  const long = database.write.transaction(() => setTimeout(2500)).then(note('end'));
  await Promise.all([makeWay(), long]);
  expect(events).toEqual(['quiet', 'end']);
});
