import { expect, test } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { emptyWorld } from './query/oracle/centre.ts';
import { testContext } from './testing.ts';
import { unitsInReach } from './unit-reach.ts';

// Two wards that became one, one that was divided, and a province that took up another.
describeDatabases('the units that an office answers for', (open) => {
  test('are its own in every version, those below, and of before those that went wholly into them', async () => {
    const { units } = await testContext(await open(), { datasets: {}, units: emptyWorld.units, links: emptyWorld.links });
    const reach = (key: string) => [...unitsInReach(units, key)].sort();
    const muiNe = ['22915@2025-03-01', '22918@2025-03-01', '22918@2025-07-01', '22918@2026-07-01'];
    for (const key of muiNe) expect(reach(key)).toEqual(muiNe);
    // The old ward was divided: neither part has it, the whole has both.
    expect(reach('24769@2025-07-01')).toEqual(['24769@2025-07-01']);
    expect(reach('24781@2025-07-01')).toEqual(['24781@2025-07-01']);
    expect(reach('24769@2025-03-01')).toEqual(['24769@2025-03-01', '24769@2025-07-01', '24781@2025-07-01']);
    expect(reach('68@2025-07-01')).toEqual(
      expect.arrayContaining(['672@2025-03-01', '24769@2025-03-01', '24781@2025-07-01', '68@2025-03-01']),
    );
    // What lies above it is not in reach, though the ward is all that is known of it.
    expect(reach('22918@2026-07-01')).not.toContain('68@2026-07-01');
    expect(reach('99999@2025-07-01')).toEqual([]);
  });

  test('follow the units as they are read again', async () => {
    const { units } = await testContext(await open(), { datasets: {}, units: emptyWorld.units, links: emptyWorld.links });
    expect(unitsInReach(units, '23000@2025-03-01')).toEqual(['23000@2025-03-01']);
    const before = unitsInReach(units, '22918@2025-07-01');
    expect(unitsInReach(units, '22918@2025-07-01')).toBe(before);
    await units.reload();
    expect(unitsInReach(units, '22918@2025-07-01')).toEqual(before);
    expect(unitsInReach(units, '22918@2025-07-01')).not.toBe(before);
  });
});
