import { expect, test } from 'vitest';
import type { Result } from '../query.ts';
import type { PortData } from '../widget.ts';
import { failedPort, widgetState } from './port-state.ts';

const result = (rows: Result['rows']): Pick<PortData, 'result'> => ({ result: { fields: [], rows, trust: {} as Result['trust'] } });
const full = result([[1]]);
const none = result([]);

test('one port with data is enough to draw, whatever the others do', () => {
  expect(widgetState({ a: { state: 'error' }, b: { state: 'ready', ...full } })).toBe('ready');
  expect(widgetState({ a: { state: 'loading', ...full } })).toBe('ready');
  expect(widgetState({ a: { state: 'offline', ...full } })).toBe('ready');
});

test('without data the worst state counts', () => {
  expect(widgetState({ a: { state: 'empty', ...none }, b: { state: 'loading' } })).toBe('loading');
  expect(widgetState({ a: { state: 'loading' }, b: { state: 'denied' } })).toBe('denied');
  expect(widgetState({ a: { state: 'denied' }, b: { state: 'error' } })).toBe('error');
  expect(widgetState({ a: { state: 'offline', error: { code: 'network' } } })).toBe('error');
  expect(widgetState({ a: { state: 'unbound' }, b: { state: 'empty', ...none } })).toBe('empty');
  expect(widgetState({})).toBe('unbound');
});

test('an empty answer stays empty while the line is cut', () => {
  expect(widgetState({ a: { state: 'offline', ...none } })).toBe('empty');
});

test('a cut line alone is no failure', () => {
  expect(failedPort({ a: { state: 'offline', ...full } })).toBeUndefined();
  expect(failedPort({ a: { state: 'offline', ...full, error: { code: 'network' } } })?.error?.code).toBe('network');
  expect(failedPort({ a: { state: 'ready', ...full }, b: { state: 'error', error: { code: 'internal' } } })?.error?.code).toBe('internal');
});
