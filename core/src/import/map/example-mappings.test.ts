import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Json, Mapping } from '@haidang/sdk';
import { describe, expect, it } from 'vitest';
import { readMapping } from './mapping-file.ts';

const folder = fileURLToPath(new URL('../../../../examples/mappings/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

const codesOf = (mapping: Mapping, field: string): Json[] => {
  const rule = mapping.fields[field];
  if (rule && 'value' in rule) return [rule.value];
  return rule && 'codes' in rule ? Object.values(rule.codes ?? {}) : [];
};
const keysOf = (mapping: Mapping, dataset: string, field: string) =>
  new Set((mapping.records?.[dataset] ?? []).map((record) => record[field]));

describe.each(files)('the example mapping %s', (name) => {
  it('is a mapping', async () => {
    await expect(readMapping(folder + name)).resolves.toHaveProperty('fields');
  });

  it('brings every category, agency and unit that its code tables name, and no other', async () => {
    const mapping = await readMapping(folder + name);
    expect(new Set(codesOf(mapping, 'category_code'))).toEqual(keysOf(mapping, 'field-reports/category', 'category_code'));
    expect(new Set(codesOf(mapping, 'lead_agency'))).toEqual(keysOf(mapping, 'core/agency', 'agency_code'));
    const units = Object.keys(mapping.brings ?? {});
    expect(new Set(codesOf(mapping, 'ward').map((code) => `${code}@${mapping.units}`))).toEqual(new Set(units));
  });

  it('names every record in Vietnamese and English', async () => {
    const mapping = await readMapping(folder + name);
    for (const record of Object.values(mapping.records ?? {}).flat()) {
      expect(String(record.name_vi).trim().length, JSON.stringify(record)).toBeGreaterThan(2);
      expect(String(record.name_en).trim().length, JSON.stringify(record)).toBeGreaterThan(1);
      expect(record.name_vi).toBe(String(record.name_vi).normalize('NFC'));
    }
  });
});

it('the mapping for Boston brings 134 categories and 23 units, one of them for reports without a neighbourhood and without a point', async () => {
  const { records, brings } = await readMapping(`${folder}boston-311.json`);
  expect(records?.['field-reports/category']).toHaveLength(134);
  expect(Object.keys(brings ?? {})).toHaveLength(23);
  expect(Object.values(brings ?? {}).filter(({ point }) => !point)).toEqual([
    { title: { vi: 'Không rõ địa bàn', en: 'Neighbourhood unknown' } },
  ]);
});
