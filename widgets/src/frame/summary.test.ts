import type { PortData, Trust } from '@haidang/sdk';
import { describe, expect, test } from 'vitest';
import { summary } from './summary.ts';

const unknown = { grade: 'unknown' } as const;
const trust = (more: Partial<Trust> = {}): Trust => ({
  asOf: '2026-11-20T14:32:01+07:00',
  receivedAt: '2026-11-20T14:32:02+07:00',
  freshness: 'live',
  status: 'operational',
  quality: { correct: unknown, complete: unknown, clean: unknown, live: unknown },
  source: { owner: 'A', system: 'S' },
  ...more,
});
const port = (state: PortData['state'], more?: Partial<Trust>): PortData => (more ? { state, trust: trust(more) } : { state });

describe('a frame of several ports', () => {
  test('one port speaks for itself', () => {
    expect(summary({ main: port('ready', { n: 3 }) })).toEqual({ state: 'ready', trust: trust({ n: 3 }) });
    expect(summary({})).toEqual({ state: 'unbound', trust: undefined });
  });

  test('is as late, as old and as failed as its worst port', () => {
    const both = summary({
      a: port('ready', { freshness: 'live' }),
      b: port('error', { freshness: 'late', dueAt: '2026-11-18T17:00:00+07:00', asOf: '2026-11-17T00:00:00+07:00' }),
    });
    expect(both.state).toBe('error');
    expect(both.trust).toMatchObject({ freshness: 'late', dueAt: '2026-11-18T17:00:00+07:00', asOf: '2026-11-17T00:00:00+07:00' });
  });

  test('adds rows and illustrative rows, and keeps both absent where there are none', () => {
    expect(summary({ a: port('ready', { n: 3 }), b: port('ready', { n: 4, sample: 2 }) }).trust).toMatchObject({ n: 7, sample: 2 });
    expect(summary({ a: port('ready', { n: 3 }), b: port('ready', {}) }).trust).toMatchObject({ n: undefined, sample: undefined });
  });

  test('a grade that nobody assessed is not hidden by a good one', () => {
    const good = { grade: 'good', value: 0.95 } as const;
    const poor = { grade: 'poor', value: 0.2 } as const;
    const quality = { correct: good, complete: good, clean: good, live: good };
    const both = summary({ a: port('ready', { quality }), b: port('ready', { quality: { ...quality, complete: poor, live: unknown } }) });
    expect(both.trust?.quality).toEqual({ correct: good, complete: poor, clean: good, live: unknown });
  });

  test('what may not be read says nothing of itself', () => {
    expect(summary({ a: port('denied', {}), b: port('ready', {}) })).toEqual({ state: 'denied' });
  });
});
