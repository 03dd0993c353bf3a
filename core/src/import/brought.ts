import { HaidangError } from '@haidang/sdk';
import type { Unit } from '../data/units.ts';
import type { WriteOutcome } from '../data/write.ts';
import type { MappedRecord } from './map/mapper.ts';
import { refusalText } from './refusal-text.ts';
import type { Brought, BroughtReport } from './sink.ts';

interface Ways {
  units(units: readonly Unit[]): Promise<number>;
  records(dataset: string, rows: readonly MappedRecord[]): Promise<WriteOutcome>;
}

/** Takes in what the mapping brings along, units first because records may stand on them. Nothing is imported while one of them is refused. */
export async function bring({ brings = {}, records = {} }: Brought, ways: Ways): Promise<BroughtReport> {
  const units = unitsOf(brings);
  const report: { units: BroughtReport['units']; records: { [dataset: string]: { all: number; changed: number } } } = {
    units: { all: units.length, changed: units.length > 0 ? await ways.units(units) : 0 },
    records: {},
  };
  for (const [dataset, rows] of Object.entries(records)) {
    const { added, changed, refused } = await ways.records(dataset, rows);
    const [first] = refused;
    if (first) {
      const path = `/records/${dataset}/${first.line - 1}${first.field ? `/${first.field}` : ''}`;
      const text = refusalText(first.reason, first.details);
      const { vi, en } = typeof text === 'string' ? { vi: text, en: text } : text;
      throw new HaidangError('validation-failed', {
        path,
        reason: { vi: `Bản ánh xạ, ${path}: ${vi}`, en: `The mapping, ${path}: ${en}` },
      });
    }
    report.records[dataset] = { all: rows.length, changed: added + changed };
  }
  return report;
}

function unitsOf(brings: NonNullable<Brought['brings']>): Unit[] {
  return Object.entries(brings).map(([key, { title, point }]) => {
    const at = key.lastIndexOf('@');
    const version = key.slice(at + 1);
    return { key, code: key.slice(0, at), version, level: 'ward', title, validFrom: version, ...(point && { point }) };
  });
}
