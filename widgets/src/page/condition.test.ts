import type { Condition, PortData, Trust } from '@haidang/sdk';
import { describe, expect, test } from 'vitest';
import { type Facts, holds } from './condition.ts';

const unknown = { grade: 'unknown' } as const;
const trust = (freshness: Trust['freshness']): Trust => ({
  asOf: '2026-11-20T14:32:01+07:00',
  receivedAt: '2026-11-20T14:32:01+07:00',
  freshness,
  status: 'operational',
  quality: { correct: unknown, complete: unknown, clean: unknown, live: unknown },
  source: { owner: 'IOC', system: 'Test' },
});
const port = (state: PortData['state'], freshness: Trust['freshness'] = 'live', value?: number): PortData => {
  const result = {
    fields: [{ name: 'value', type: 'number' as const, label: { vi: 'Giá trị' } }],
    rows: value === undefined ? [] : [[value]],
    trust: trust(freshness),
  };
  return { state, result, trust: result.trust };
};
const facts = (more: Partial<Facts> = {}): Facts => ({ profile: 'desk', vars: {}, now: Date.parse('2026-11-20T14:32:00+07:00'), ...more });
const check = (condition: Condition, more?: Partial<Facts>) => holds(condition, facts(more));

describe('condition', () => {
  test('none shows always', () => expect(holds(undefined, facts())).toBe(true));

  test('profile', () => {
    expect(check({ profile: ['desk', 'wall'] })).toBe(true);
    expect(check({ profile: ['phone'] })).toBe(false);
    expect(check({ not: { profile: ['phone'] } })).toBe(true);
  });

  test('variable set, or one of some values whether text or number', () => {
    expect(check({ var: 'ward', is: 'set' })).toBe(false);
    expect(check({ var: 'ward', is: 'set' }, { vars: { ward: ['22918@2025-07-01'] } })).toBe(true);
    expect(check({ var: 'limit', is: [10] }, { vars: { limit: ['10'] } })).toBe(true);
    expect(check({ var: 'limit', is: [10] }, { vars: { limit: ['11'] } })).toBe(false);
  });

  test('all and any', () => {
    const yes: Condition = { profile: ['desk'] };
    const no: Condition = { profile: ['phone'] };
    expect(check({ all: [yes, no] })).toBe(false);
    expect(check({ any: [yes, no] })).toBe(true);
  });

  test('port empty, stale, or beyond a limit', () => {
    expect(check({ port: 'main', is: 'empty' }, { ports: { main: port('empty') } })).toBe(true);
    expect(check({ port: 'main', is: 'empty' }, { ports: { main: port('ready', 'live', 1) } })).toBe(false);
    expect(check({ port: 'main', is: 'stale' }, { ports: { main: port('ready', 'late', 1) } })).toBe(true);
    expect(check({ port: 'main', is: 'stale' }, { ports: { main: port('ready', 'due', 1) } })).toBe(false);
    expect(check({ port: 'main', is: '>=95' }, { ports: { main: port('ready', 'live', 95) } })).toBe(true);
    expect(check({ port: 'main', is: '<95' }, { ports: { main: port('ready', 'live', 95) } })).toBe(false);
    expect(check({ port: 'main', is: '70-95' }, { ports: { main: port('ready', 'live', 70) } })).toBe(true);
    expect(check({ port: 'main', is: '>0' })).toBe(false);
  });

  test('hours of the jurisdiction, past midnight too, and the day they began on', () => {
    // 2026-11-20 is a Friday.
    expect(check({ hours: ['14:00', '15:00'], days: [5] })).toBe(true);
    expect(check({ hours: ['14:00', '15:00'], days: [6] })).toBe(false);
    expect(check({ hours: ['14:32', '14:33'] })).toBe(true);
    expect(check({ hours: ['14:00', '14:32'] })).toBe(false);
    const night: Condition = { hours: ['22:00', '06:00'], days: [5] };
    expect(check(night, { now: Date.parse('2026-11-21T01:00:00+07:00') })).toBe(true);
    expect(check(night, { now: Date.parse('2026-11-20T01:00:00+07:00') })).toBe(false);
  });
});
