import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { generateSample } from './generate.ts';
import type { Row } from './plan.ts';
import { simulate } from './simulate.ts';
import { lamps } from './testing.ts';

const start = Date.parse('2026-09-16T15:00:00+07:00');
const clock = { now: () => Date.now() };

/** A table as the core keeps it: rows by code, `null` clears. */
class Kept {
  readonly rows = new Map<string, { [field: string]: unknown }>();
  writes = 0;
  readonly errors: unknown[] = [];
  isDown = false;

  constructor(rows: Iterable<Row> = []) {
    for (const row of rows) this.rows.set(String(row.code), { ...row });
  }

  readonly write = async (rows: readonly Row[]) => {
    if (this.isDown) throw new Error('down');
    this.writes++;
    for (const row of rows)
      this.rows.set(
        String(row.code),
        Object.fromEntries(Object.entries({ ...this.rows.get(String(row.code)), ...row }).filter(([, value]) => value !== null)),
      );
  };

  readonly failed = (error: unknown) => void this.errors.push(error);

  newest(): number {
    return Math.max(...[...this.rows.values()].map(({ at }) => Date.parse(String(at))));
  }
}

async function run(kept: Kept, seconds: number, more: { since?: number; filled?: number } = {}): Promise<void> {
  const stop = new AbortController();
  const end = simulate({
    stream: lamps,
    clock,
    since: kept.newest(),
    filled: start,
    signal: stop.signal,
    write: kept.write,
    failed: kept.failed,
    ...more,
  });
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  stop.abort();
  await end;
}

describe('a running centre', () => {
  let kept: Kept;
  beforeEach(() => {
    vi.useFakeTimers({ now: start });
    kept = new Kept(generateSample({ stream: lamps, to: start }));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('gets a row every few seconds, and steps of open ones', async () => {
    const before = kept.rows.size;
    await run(kept, 60);
    expect(kept.rows.size - before).toBeGreaterThanOrEqual(12);
    expect(kept.rows.size - before).toBeLessThanOrEqual(14);
    await run(kept, 1800);
    const fresh = [...kept.rows.values()].filter(({ at }) => Date.parse(String(at)) > start);
    expect(new Set(fresh.map(({ status }) => status))).toContain('done');
    expect(fresh.filter(({ status }) => status === 'new').length).toBeLessThan(fresh.length / 3);
    expect(kept.errors).toEqual([]);
  });

  test('leaves nothing in the future', async () => {
    await run(kept, 600);
    for (const row of kept.rows.values())
      for (const field of ['at', 'done']) if (row[field]) expect(Date.parse(String(row[field]))).toBeLessThanOrEqual(Date.now());
  });

  test('ends with its signal', async () => {
    await run(kept, 30);
    const { writes } = kept;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(kept.writes).toBe(writes);
  });

  test('writes again what could not be written', async () => {
    const other = new Kept(kept.rows.values() as Iterable<Row>);
    await run(other, 300);
    vi.setSystemTime(start);
    const stop = new AbortController();
    const end = simulate({
      stream: lamps,
      clock,
      since: kept.newest(),
      filled: start,
      signal: stop.signal,
      write: kept.write,
      failed: kept.failed,
    });
    kept.isDown = true;
    await vi.advanceTimersByTimeAsync(150_000);
    kept.isDown = false;
    await vi.advanceTimersByTimeAsync(150_000);
    stop.abort();
    await end;
    expect(kept.errors.length).toBeGreaterThan(20);
    expect([...kept.rows.entries()].sort()).toEqual([...other.rows.entries()].sort());
  });

  test('that was off makes up for the rows of the history, as if it had run', async () => {
    vi.setSystemTime(start + 3 * 86_400_000);
    await run(kept, 5);
    const expected = [...generateSample({ stream: lamps, to: Date.now() })].filter(
      ({ at }) => Date.parse(String(at)) > start - 30 * 86_400_000,
    );
    expect(expected.filter(({ at }) => Date.parse(String(at)) > start).length).toBeGreaterThan(80);
    for (const row of expected) expect(kept.rows.get(String(row.code))).toEqual(row);
  });

  test('started again finishes what the run before left open', async () => {
    await run(kept, 600);
    const left = [...kept.rows.values()].filter(
      ({ at, status }) => Date.parse(String(at)) > start && status !== 'done' && status !== 'refused',
    );
    expect(left.length).toBeGreaterThan(20);
    vi.setSystemTime(Date.now() + 7 * 86_400_000);
    await run(kept, 5);
    for (const { code } of left) expect(['done', 'refused']).toContain(kept.rows.get(String(code))?.status);
  });

  test('adds no rows of a run that never was', async () => {
    await run(kept, 7200);
    const history = new Set([...generateSample({ stream: lamps, from: start - 70 * 86_400_000, to: Date.now() })].map(({ code }) => code));
    const live = [...kept.rows.values()].filter(({ code }) => !history.has(String(code)));
    expect(live.every(({ at }) => Date.parse(String(at)) >= start)).toBe(true);
    expect(live.length).toBe(1440);
  });
});
