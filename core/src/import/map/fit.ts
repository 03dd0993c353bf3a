import { HaidangError, type Mapping } from '@haidang/sdk';
import { isZone } from '../../data/zone.ts';
import type { DatasetEntry, Field, Registry } from '../../registry.ts';
import type { Reason } from '../read/bad-file.ts';
import { nearest } from './nearest.ts';

/** Checks what a mapping names: zone, datasets, fields. Throws `validation-failed` with the path inside the mapping. */
export function checkFit(mapping: Mapping, entry: DatasetEntry, registry: Registry): void {
  if (mapping.zone !== undefined && !isZone(mapping.zone)) {
    throw misfit(['zone'], { vi: `không có múi giờ "${mapping.zone}".`, en: `there is no time zone "${mapping.zone}".` });
  }
  for (const dataset of Object.keys(mapping.records ?? {})) {
    if (!registry.datasets.has(dataset)) {
      throw misfit(['records', dataset], unknownName('tập dữ liệu', 'dataset', dataset, [...registry.datasets.keys()]));
    }
  }
  for (const field of Object.keys(mapping.ignore ?? {})) {
    const rule = mapping.fields[field];
    if (!rule || !('from' in rule))
      throw misfit(['ignore', field], { vi: 'trường này không đọc từ cột nào.', en: 'this field is read from no column.' });
  }
  if (mapping.hash !== undefined) fieldOf(entry, mapping.hash, ['hash']);
  const needed = new Set([...entry.dataset.key, ...[...entry.fields.values()].filter(({ required }) => required).map(({ name }) => name)]);
  for (const field of needed) {
    if (mapping.fields[field] || mapping.hash === field) continue;
    throw misfit(['fields'], { vi: `thiếu trường bắt buộc "${field}".`, en: `the required field "${field}" is missing.` });
  }
}

/** A field of the dataset, by the name that stands at a path of the mapping. */
export function fieldOf(entry: DatasetEntry, name: string, path: readonly string[]): Field {
  const field = entry.fields.get(name);
  if (!field) throw misfit(path, unknownName('trường', 'field', name, [...entry.fields.keys()]));
  return field;
}

/** What is wrong with a mapping, and where in it. */
export function misfit(path: readonly string[], reason: Reason): HaidangError {
  const pointer = `/${path.join('/')}`;
  return new HaidangError('validation-failed', {
    path: pointer,
    reason: { vi: `Bản ánh xạ, ${pointer}: ${reason.vi}`, en: `The mapping, ${pointer}: ${reason.en}` },
  });
}

/** Columns that a message names; more would not be read. */
const mostNamed = 20;

/** A column that the file does not have, with those that it has. */
export function unknownColumn(field: string, column: string, columns: readonly string[]): HaidangError {
  const reason = unknownName('cột', 'column', column, columns);
  const there = columns.slice(0, mostNamed).join(', ');
  const details = { column, field, near: nearest(column, columns) };
  return new HaidangError('unknown-field', {
    ...details,
    reason: { vi: `Trường "${field}": ${reason.vi} Tệp có: ${there}.`, en: `Field "${field}": ${reason.en} The file has: ${there}.` },
  });
}

/** A name that is not there, with those that may have been meant. */
export function unknownName(vi: string, en: string, name: string, names: readonly string[]): Reason {
  const near = nearest(name, names)
    .map((candidate) => `"${candidate}"`)
    .join(', ');
  return {
    vi: `không có ${vi} "${name}"${near ? `; gần nhất: ${near}` : ''}.`,
    en: `there is no ${en} "${name}"${near ? `; the nearest: ${near}` : ''}.`,
  };
}
