import type { ResultField } from '@haidang/sdk';
import { describe, expect, test } from 'vitest';
import { field, ready } from '../../testing.ts';
import { town, wardKey } from '../testing.ts';
import { unitModel } from './units.ts';

const told = (type: ResultField['type'], vars = {}, next?: string) => {
  const areas = ready(
    [field('ward', { type: 'unit' }), field('value', { type })],
    [[wardKey('101'), 12]],
    next === undefined ? {} : { next },
  );
  const { units } = unitModel({ areas }, town(), { options: {}, locale: 'vi', today: '2026-11-20', vars });
  return (code: string) => {
    const unit = units.find(({ key }) => key === wardKey(code));
    return [unit?.value, unit?.gap, unit?.cells[0]];
  };
};

describe('a unit without a row', () => {
  test('has none of what is counted', () => {
    expect(told('integer')('102')).toEqual([0, undefined, '0']);
  });

  test('has no figure where a rate is told, where more rows are to come, or where the page asks for others', () => {
    for (const unit of [told('number'), told('integer', {}, 'more'), told('integer', { ward: [wardKey('101')] })])
      expect(unit('102').slice(0, 2)).toEqual([undefined, 'no-data']);
    expect(told('integer', { ward: [wardKey('101'), wardKey('102')] })('102')[0]).toBe(0);
    expect(told('integer', { category: ['waste'] })('102')[0]).toBe(0);
  });
});
