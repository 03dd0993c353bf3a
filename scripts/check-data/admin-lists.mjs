// The public lists of units as a locality has them, put together by code of its own.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { countBy, readCsv } from './csv.mjs';

export const versions = { hue: '2023-04-01', before: '2025-03-01', after: '2025-07-01' };

/** @type {Record<string, string>} */
const types = {
  Tỉnh: 'tinh',
  'Thành phố trực thuộc trung ương': 'thanh_pho_tw',
  Quận: 'quan',
  Huyện: 'huyen',
  'Thị xã': 'thi_xa',
  'Thành phố thuộc tỉnh': 'thanh_pho_tinh',
  'Thành phố thuộc thành phố trực thuộc trung ương': 'thanh_pho_thuoc_tp',
  Xã: 'xa',
  Phường: 'phuong',
  'Thị trấn': 'thi_tran',
  'Đặc khu': 'dac_khu',
};

/** @param {string} folder DIR of the data */
export function readLists(folder) {
  const csv = (/** @type {string} */ name) => readCsv(join(folder, 'admin', name));
  const seeds = JSON.parse(readFileSync(join(folder, 'geo', 'districts_pre2025_seeds.geojson'), 'utf8'));
  return {
    before: { provinces: csv('pre2025_provinces.csv'), districts: csv('pre2025_districts.csv'), wards: csv('pre2025_wards.csv.gz') },
    after: { provinces: csv('post2025_provinces.csv'), wards: csv('post2025_wards.csv.gz') },
    wardLinks: csv('ward_old_to_new.csv.gz'),
    provinceLinks: csv('province_old_to_new.csv'),
    people: csv('post2025_ward_population.csv'),
    /** @type {{ code: string, name: string }[]} */
    hue: seeds.features
      .map((/** @type {{ properties: { code: string, name: string, province_code: string } }} */ { properties }) => properties)
      .filter((/** @type {{ province_code: string }} */ { province_code }) => province_code === '46'),
  };
}

/** @typedef {ReturnType<typeof readLists>} Lists */

/** Writes a locality of all lists. Where a table of the folder is wrong, what it says is left as it stands: the centre has to cope.
 * @param {string} place @param {Lists} lists */
export function writeLocality(place, lists) {
  for (const name of ['units', 'unit_links']) mkdirSync(join(place, name), { recursive: true });
  const ioc = {
    kind: 'ioc',
    format: 1,
    title: { vi: 'Kiểm tra danh mục' },
    unit: `46@${versions.after}`,
    languages: ['vi'],
    home: 'pg_home0001',
  };
  writeFileSync(join(place, 'ioc.json'), JSON.stringify({ ...ioc, plugins: { 'field-reports': '*' } }));
  const columns = ['code', 'version', 'level', 'type', 'name', 'name_en', 'parent', 'valid_to', 'population', 'area_km2', 'legal'];
  const { hue, before, after } = versions;
  const unit = (/** @type {Record<string, string>} */ row, /** @type {string} */ level, /** @type {Record<string, string>} */ more) => ({
    code: row.code,
    level,
    type: types[row.unit_type ?? ''],
    name: row.full_name,
    name_en: row.full_name_en,
    ...more,
  });
  const ended = { version: before, valid_to: after };
  const people = new Map(lists.people.map((row) => [row.code, row]));
  const write = (/** @type {string} */ name, /** @type {Record<string, string | undefined>[]} */ rows) =>
    writeFileSync(join(place, 'units', name), name.endsWith('.gz') ? gzipSync(table(columns, rows)) : table(columns, rows));
  write(`${hue}.csv`, [
    { code: '46', version: hue, level: 'province', type: 'tinh', name: 'Tỉnh Thừa Thiên Huế' },
    ...lists.hue.map(({ code, name }) => ({ code, version: hue, level: 'district', name, parent: '46' })),
  ]);
  write(`${before}.csv.gz`, [
    ...lists.before.provinces.map((row) => unit(row, 'province', ended)),
    ...lists.before.districts.map((row) => unit(row, 'district', { ...ended, parent: row.province_code ?? '' })),
    ...lists.before.wards.map((row) => unit(row, 'ward', { ...ended, parent: row.district_code ?? '' })),
  ]);
  write(`${after}.csv.gz`, [
    ...lists.after.provinces.map((row) => unit(row, 'province', { version: after, legal: '19/2025/QĐ-TTg' })),
    ...lists.after.wards.map((row) => {
      const { population = '', area_km2 = '' } = people.get(row.code ?? '') ?? {};
      return unit(row, 'ward', { version: after, legal: '19/2025/QĐ-TTg', parent: row.province_code ?? '', population, area_km2 });
    }),
  ]);
  const link = (/** @type {string} */ from, /** @type {string} */ to, /** @type {string} */ change_type) => ({ from, to, change_type });
  const linked = (/** @type {string} */ name, /** @type {Record<string, string>[]} */ rows) =>
    writeFileSync(join(place, 'unit_links', name), table(['from', 'to', 'change_type'], rows));
  const sameCode = lists.hue
    .filter(({ code }) => code !== '474' && code !== '483')
    .map(({ code }) => link(`${code}@${hue}`, `${code}@${before}`, 'unchanged'));
  linked(`${before}.csv`, [
    link(`46@${hue}`, `46@${before}`, 'retyped'),
    ...sameCode,
    link(`474@${hue}`, `474@${before}`, 'split_into'),
    link(`474@${hue}`, `475@${before}`, 'split_into'),
    link(`483@${hue}`, `482@${before}`, 'merged_into'),
  ]);
  linked(`${after}.csv`, [
    ...lists.provinceLinks.map(({ old_code, new_code }) => link(`${old_code}@${before}`, `${new_code}@${after}`, 'merged_into')),
    // Five islands had a district and no ward.
    ...lists.wardLinks.map((row) =>
      link(
        `${row.old_ward_code || row.old_district_code}@${before}`,
        `${row.new_ward_code}@${after}`,
        row.is_divided === '1' ? 'split_into' : 'merged_into',
      ),
    ),
  ]);
}

/** Faults of the folder that the lists themselves show.
 * @param {Lists} lists */
export function faultsOf(lists) {
  const oldNames = new Map(lists.before.wards.map(({ code, full_name }) => [code, full_name]));
  const newNames = new Map(lists.after.wards.map(({ code, full_name }) => [code, full_name]));
  const withWards = new Set(lists.before.wards.map(({ district_code }) => district_code));
  const divided = countBy(lists.wardLinks.filter(({ old_ward_code }) => old_ward_code).map(({ old_ward_code = '' }) => old_ward_code));
  const knownPeople = lists.people.filter(({ code }) => newNames.has(code));
  return {
    'province 46 already bears its later name': lists.before.provinces.find(({ code }) => code === '46')?.full_name,
    'districts without wards': lists.before.districts.filter(({ code }) => !withWards.has(code)).length,
    'rows of the links to a ward that no list has': lists.wardLinks.filter(({ new_ward_code }) => !newNames.has(new_ward_code)).length,
    'rows of the links without an old ward': lists.wardLinks.filter(({ old_ward_code }) => !old_ward_code).length,
    'old wards that are named otherwise in the links': new Set(
      lists.wardLinks
        .filter((row) => row.old_ward_code && oldNames.get(row.old_ward_code) !== row.old_ward_name)
        .map((row) => row.old_ward_code),
    ).size,
    'new wards that are named otherwise in the links': new Set(
      lists.wardLinks
        .filter((row) => newNames.has(row.new_ward_code) && newNames.get(row.new_ward_code) !== row.new_ward_name)
        .map((row) => row.new_ward_code),
    ).size,
    'old wards in several new ones, without shares': Object.values(divided).filter((count) => count > 1).length,
    'people: rows without a code': lists.people.filter(({ code }) => !code).length,
    'people: rows with a code that no list has': lists.people.filter(({ code }) => code && !newNames.has(code)).length,
    'people: wards without a number': knownPeople.filter(({ population }) => !population).length,
    'people: wards that are not there': newNames.size - new Set(knownPeople.map(({ code }) => code)).size,
  };
}

/** @param {string[]} columns @param {Record<string, string | undefined>[]} rows */
export function table(columns, rows) {
  const quoted = (/** @type {string} */ cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return [columns.join(','), ...rows.map((row) => columns.map((column) => quoted(row[column] ?? '')).join(',')), ''].join('\n');
}
