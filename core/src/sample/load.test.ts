import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HaidangError } from '@haidang/sdk';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readSample } from './load.ts';
import { lamps } from './testing.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-sample-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, content: unknown): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
}

async function reasonOf(content: unknown): Promise<string> {
  put('sample/street-lights/lamp.json', content);
  const error = await readSample(folder).catch((reason: unknown) => reason);
  if (!(error instanceof HaidangError)) throw new Error(`no HaidangError but ${String(error)}`);
  expect(error.code).toBe('bad-file');
  expect(error.details.file).toBe(join(folder, 'sample', 'street-lights', 'lamp.json'));
  return String(error.details.reason);
}

describe('what a locality brings to begin with', () => {
  test('is found by the names of plugin and dataset', async () => {
    put('sample/street-lights/lamp.json', lamps);
    put('sample/README.md', 'not a stream');
    put('records/street-lights/kind.json', [{ code: 'led' }]);
    const { records, streams } = await readSample(folder);
    expect([...streams]).toEqual([['street-lights/lamp', lamps]]);
    expect([...records]).toEqual([['street-lights/kind', [{ code: 'led' }]]]);
  });

  test('may be nothing', async () => {
    const { records, streams } = await readSample(folder);
    expect(records.size + streams.size).toBe(0);
  });

  test('with a fault is refused, naming file and place', async () => {
    expect(await reasonOf('{')).toMatch(/JSON/);
    expect(await reasonOf({ ...lamps, arrivals: { ...lamps.arrivals, hours: [1, 2] } })).toBe(
      '/arrivals/hours: must NOT have fewer than 24 items',
    );
    expect(await reasonOf({ ...lamps, run: 'rm' })).toMatch(/additional properties/);
    expect(await reasonOf({ ...lamps, fields: { code: { script: 'process.exit()' } } })).toMatch(/^\/fields\/code/);
    expect(await reasonOf({ ...lamps, places: lamps.places.map((place) => ({ ...place, names: {} })) })).toMatch(/no place has the words/);
    expect(await reasonOf({ ...lamps, lives: { done: { weight: 0, steps: [] } } })).toBe('nothing to choose from');
  });
});
