import { expect, it } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { createTables } from './schema.ts';
import { unitFault } from './unit-fault.ts';
import { UnitStore } from './unit-store.ts';
import type { Unit, UnitLink } from './units.ts';

const unit = (key: string, level: Unit['level'], title: string, parent?: string): Unit => {
  const [code = '', version = ''] = key.split('@');
  return { key, code, version, level, title: { vi: title }, validFrom: version, ...(parent && { parent }) };
};

const units: readonly Unit[] = [
  unit('60@2025-03-01', 'province', 'Tỉnh Bình Thuận'),
  unit('593@2025-03-01', 'district', 'Thành phố Phan Thiết', '60@2025-03-01'),
  {
    ...unit('22918@2025-03-01', 'ward', 'Phường Hàm Tiến', '593@2025-03-01'),
    validTo: '2025-06-30',
    point: [108.21, 10.95],
    pointKm: 2,
    legal: '1',
  },
  unit('68@2025-07-01', 'province', 'Tỉnh Lâm Đồng'),
  { ...unit('22918@2025-07-01', 'ward', 'Phường Mũi Né', '68@2025-07-01'), title: { vi: 'Phường Mũi Né', en: 'Mui Ne Ward' } },
  unit('22945@2025-07-01', 'ward', 'Phường Phan Thiết', '68@2025-07-01'),
];
const links: readonly UnitLink[] = [{ from: '22918@2025-03-01', to: '22918@2025-07-01', sharePopulation: 1 }];

describeDatabases('units', (open) => {
  const start = async () => {
    const database = await open();
    await createTables(database, []);
    const store = new UnitStore(database, { now: () => 1 });
    await store.load(units, links);
    return { database, store };
  };

  it('are kept by code and version, since one code names two places', async () => {
    const { store } = await start();
    expect(store.all()).toHaveLength(6);
    expect(store.byCode('22918').map(({ title }) => title.vi)).toEqual(['Phường Hàm Tiến', 'Phường Mũi Né']);
    expect(store.get('22918@2025-03-01')).toEqual(units[2]);
    expect(store.get('22918@2025-07-01')).toEqual(units[4]);
  });

  it('hold all below them and what these became', async () => {
    const { store } = await start();
    expect(store.within('593@2025-03-01')).toEqual(['593@2025-03-01', '22918@2025-03-01', '22918@2025-07-01']);
    expect(store.within('22945@2025-07-01')).toEqual(['22945@2025-07-01']);
    expect(store.within('nowhere@2025-07-01')).toEqual([]);
  });

  it('know their ancestor at a level', async () => {
    const { store } = await start();
    expect(store.at('22918@2025-03-01', 'province')).toBe('60@2025-03-01');
    expect(store.at('22918@2025-07-01', 'ward')).toBe('22918@2025-07-01');
    expect(store.at('593@2025-03-01', 'ward')).toBeUndefined();
  });

  it('say in the log that links have changed, and only then', async () => {
    const { database, store } = await start();
    const told = () => database.read('audit').where({ dataset: 'unit', record: 'links' }).orderBy('id').pluck('kind');
    expect(await told()).toEqual(['changed']);
    await store.load(units, [...links]);
    expect(await told()).toEqual(['changed']);
    const elsewhere = new UnitStore(database, { now: () => 1 });
    await elsewhere.load(units, []);
    expect(await told()).toEqual(['changed', 'changed']);
    expect(store.within('593@2025-03-01')).toContain('22918@2025-07-01');
    await store.reload();
    expect(store.within('593@2025-03-01')).not.toContain('22918@2025-07-01');
  });

  it('are taken over again without a change when nothing is new, and brought up to date otherwise', async () => {
    const { database, store } = await start();
    const audits = async () => Number((await database.read('audit').count({ n: '*' }).first())?.n);
    // The links are one entry together.
    expect(await audits()).toBe(7);
    await store.load(units, links);
    expect(await audits()).toBe(7);
    await store.load([unit('68@2025-07-01', 'province', 'Tỉnh Lâm Đồng mới')], []);
    expect(await audits()).toBe(9);
    expect(store.get('68@2025-07-01')?.title.vi).toBe('Tỉnh Lâm Đồng mới');
    expect(store.get('22945@2025-07-01')).toBeDefined();
    expect(store.within('593@2025-03-01')).toEqual(['593@2025-03-01', '22918@2025-03-01']);
  });

  it('can be brought along, audited, without touching those that are known', async () => {
    const { database, store } = await start();
    const brought = unit('allston@2011-07-01', 'ward', 'Allston');
    expect(await store.bring([brought, brought, { ...unit('22945@2025-07-01', 'ward', 'Tên khác') }], 'local')).toBe(1);
    expect(await store.bring([brought], 'local')).toBe(0);
    expect(store.get('allston@2011-07-01')).toEqual(brought);
    expect(store.get('22945@2025-07-01')?.title.vi).toBe('Phường Phan Thiết');
    expect(await database.read('audit').where({ action: 'import' }).select('caller', 'record', 'kind', 'dataset')).toEqual([
      { caller: 'local', record: 'allston@2011-07-01', kind: 'added', dataset: 'unit' },
    ]);
  });

  it("end somewhere even when they are each other's parents", async () => {
    const { store } = await start();
    await store.bring([unit('1@2025-01-01', 'ward', 'Một', '2@2025-01-01'), unit('2@2025-01-01', 'ward', 'Hai', '1@2025-01-01')], 'local');
    expect(store.at('1@2025-01-01', 'province')).toBeUndefined();
    expect(store.within('1@2025-01-01')).toEqual(['1@2025-01-01', '2@2025-01-01']);
  });

  it('are seen by another store after it has read them again', async () => {
    const { database, store } = await start();
    const other = new UnitStore(database);
    await other.reload();
    await store.bring([unit('allston@2011-07-01', 'ward', 'Allston')], 'local');
    expect(other.get('allston@2011-07-01')).toBeUndefined();
    await other.reload();
    expect(other.get('allston@2011-07-01')?.title.vi).toBe('Allston');
  });

  it('are not guessed from a code without version; the answer names the places', async () => {
    const { store } = await start();
    expect(unitFault('ward', '22918', store)).toEqual({
      field: 'ward',
      value: '22918',
      reason: 'unit-version-missing',
      details: {
        versions: [
          { key: '22918@2025-03-01', title: 'Phường Hàm Tiến' },
          { key: '22918@2025-07-01', title: 'Phường Mũi Né' },
        ],
      },
    });
    expect(unitFault('ward', '1@2025-07-01', store)).toEqual({ field: 'ward', value: '1@2025-07-01', reason: 'unknown-unit' });
    expect(unitFault('ward', '22918@2025-07-01', store)).toBeUndefined();
  });

  it('keep what they are called by law, their people and surface; links keep what happened', async () => {
    const { store, database } = await start();
    const unit: Unit = { ...(units[4] as Unit), type: 'phuong', population: 41_000, areaKm2: 78.5 };
    await store.load([unit], [{ from: '22918@2025-03-01', to: '22918@2025-07-01', change: 'merged_into', resolution: '1671/NQ-UBTVQH15' }]);
    expect(store.get(unit.key)).toEqual(unit);
    expect(await database.read('unit_link').select('change_type', 'resolution')).toEqual([
      { change_type: 'merged_into', resolution: '1671/NQ-UBTVQH15' },
    ]);
  });

  it('of an older database gain the columns that they did not have', async () => {
    const { database } = await start();
    for (const [table, columns] of [
      ['unit', ['type', 'population', 'area_km2']],
      ['unit_link', ['change_type', 'resolution']],
    ] as const)
      for (const column of columns) await database.write.raw('ALTER TABLE ?? DROP COLUMN ??', [table, column]);
    await database.write.raw('DROP TABLE unit_share');
    await createTables(database, []);
    await createTables(database, []);
    const store = new UnitStore(database, { now: () => 1 });
    await store.load([{ ...(units[4] as Unit), population: 7 }], links);
    expect(store.get('22918@2025-07-01')?.population).toBe(7);
    expect(store.get('22918@2025-03-01')).toEqual(units[2]);
  });

  it('below one that only changed its name or type go on in its new version', async () => {
    const { store } = await start();
    const city = unit('68@2026-04-30', 'province', 'Thành phố Lâm Đồng');
    await store.load([city], [...links, { from: '68@2025-07-01', to: city.key, change: 'retyped' }]);
    expect(store.within(city.key)).toContain('22918@2025-07-01');
    await store.load([], [...links, { from: '68@2025-07-01', to: city.key, change: 'merged_into' }]);
    expect(store.within(city.key)).not.toContain('22918@2025-07-01');
  });

  it('tell which boundaries count on a day, and until when', async () => {
    const { store } = await start();
    const at = (day: string) => store.inForceAt(Date.parse(`${day}T00:00:00+07:00`));
    expect(at('2025-06-30')).toEqual({ since: '2025-06-30', version: '2025-03-01', until: '2025-07-01' });
    expect(at('2025-03-01')).toEqual({ since: '2025-03-01', version: '2025-03-01', until: '2025-06-30' });
    expect(at('2026-11-22')).toEqual({ since: '2025-07-01', version: '2025-07-01' });
    expect(at('2024-01-01')).toEqual({ since: '', version: '', until: '2025-03-01' });
  });
});
