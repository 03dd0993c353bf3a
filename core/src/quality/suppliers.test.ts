import { expect, test } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { parseLocal } from '../data/query/calendar.ts';
import { testContext } from '../data/testing.ts';
import { supplierUnits, unitsOn, validityOf } from './suppliers.ts';
import { unit } from './testing.ts';

const province = unit('68', 'province');
const [stays, merged] = [unit('20001', 'ward', province.key), unit('20002', 'ward', province.key)];
const both = unit('20003', 'ward', province.key, undefined, '2026-04-30');

describeDatabases('wards that deliver', (open) => {
  test('one that went into another delivers until that begins, though no end is written', async () => {
    const { units } = await testContext(await open(), {
      datasets: {},
      units: [province, stays, merged, both],
      links: [{ from: merged.key, to: both.key }],
    });
    const end = parseLocal('2026-04-30');
    expect(supplierUnits(units, province.key).map((each) => [each.key, validityOf(each, units).to])).toEqual([
      [stays.key, Number.POSITIVE_INFINITY],
      [merged.key, end],
      [both.key, Number.POSITIVE_INFINITY],
    ]);
    expect(unitsOn(units, province.key, end - 1)).toEqual([stays.key, merged.key]);
    expect(unitsOn(units, province.key, end)).toEqual([stays.key, both.key]);
  });
});
