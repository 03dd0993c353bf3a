import { readFileSync } from 'node:fs';
import { type Mend, mends } from './mends.ts';

/** What the specification says of a field: "enum! a|b", "code ref category", "string[]"; `!` is a field that every row has. */
export interface SpecField {
  readonly type: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
  readonly values?: readonly string[];
  /** Qualified name of the dataset whose key it holds. */
  readonly ref?: string;
}

export interface SpecDataset {
  readonly plugin: string;
  readonly fields: { readonly [field: string]: SpecField };
  readonly key: readonly string[];
  readonly time?: string;
  readonly geo?: string;
  readonly unit?: string;
  readonly expects?: { readonly every: string; readonly from: string; readonly among: { readonly [field: string]: string } };
}

export interface SpecIndicator {
  readonly plugin: string;
  readonly formula: string;
  readonly unit: string;
  readonly frequency: readonly string[];
  readonly direction: string;
  /** Green, amber and red; none where it is for information only. */
  readonly levels: readonly string[];
}

/** The specification with its mends, by qualified names. */
export interface Spec {
  readonly datasets: { readonly [name: string]: SpecDataset };
  readonly indicators: { readonly [name: string]: SpecIndicator };
}

interface Noted {
  readonly [plugin: string]: {
    readonly datasets: { readonly [name: string]: NotedDataset };
    readonly indicators: { readonly [name: string]: NotedIndicator };
  };
}

interface NotedDataset {
  readonly key: readonly string[];
  readonly time?: string;
  readonly geo?: string;
  readonly fields: { readonly [field: string]: string };
}

type NotedIndicator = Omit<SpecIndicator, 'plugin'>;

/** The specification as it was written, word by word. */
export const noted: Noted = JSON.parse(readFileSync(new URL('fixture.json', import.meta.url), 'utf8'));

/** What stands at the place of a mend in the specification as it was written. */
export function writtenAt({ at: [plugin, list, id, part] }: Mend): string | undefined {
  if (list === 'indicators') {
    const indicator = noted[plugin]?.indicators[id];
    return part === 'formula' ? indicator?.formula : indicator?.levels.join('|');
  }
  const dataset = noted[plugin]?.datasets[id];
  if (part.startsWith('fields.')) return dataset?.fields[part.slice('fields.'.length)];
  return part === 'time' ? dataset?.time : undefined;
}

const mended = (plugin: string, list: 'datasets' | 'indicators', id: string) =>
  new Map(mends.filter(({ at }) => at[0] === plugin && at[1] === list && at[2] === id).map((mend) => [mend.at[3], mend]));

/** Records of the core that formulas name, by the same notation. */
const ofTheCore: { readonly [name: string]: NotedDataset } = {
  agency: { key: ['agency_code'], fields: { agency_code: 'code!', name_vi: 'string!' } },
  indicator_value: {
    key: ['indicator_code', 'period_type', 'period_start', 'unit', 'breakdown', 'vintage'],
    time: 'period_end',
    fields: {
      indicator_code: 'code!',
      period_type: 'enum! month|quarter|half_year|nine_months|year',
      period_start: 'date!',
      period_end: 'date!',
      unit: 'unit!',
      breakdown: 'string!',
      value: 'number!',
      value_status: 'enum! estimate|preliminary|official|revised',
      vintage: 'integer!',
      source_agency_code: 'code ref core/agency',
      released_at: 'instant',
    },
  },
  plan_target: {
    key: ['indicator_code', 'year', 'unit'],
    fields: {
      indicator_code: 'code!',
      year: 'integer!',
      unit: 'unit!',
      target_value: 'number!',
      monthly_path: 'number[]',
      target_kind: 'enum! at_least|at_most|range',
      responsible_agency_code: 'code ref core/agency',
    },
  },
  release_calendar: {
    key: ['indicator_code', 'period_start'],
    time: 'due_at',
    fields: { indicator_code: 'code!', period_start: 'date!', period_end: 'date!', due_at: 'instant!', state: 'enum! published|revised' },
  },
  working_calendar: {
    key: ['calendar_code', 'date'],
    time: 'date',
    fields: { calendar_code: 'code!', date: 'date!', is_working: 'boolean!', shifts: 'json[]!', status: 'enum! official|expected' },
  },
};

export const spec: Spec = {
  datasets: Object.fromEntries(
    [...Object.entries(noted).map(([plugin, { datasets }]) => [plugin, datasets] as const), ['core', ofTheCore] as const].flatMap(
      ([plugin, datasets]) =>
        Object.entries(datasets)
          .filter(([id]) => !mended(plugin, 'datasets', id).has('key'))
          .map(([id, dataset]) => [`${plugin}/${id}`, readDataset(plugin, id, dataset)]),
    ),
  ),
  indicators: Object.fromEntries(
    Object.entries(noted).flatMap(([plugin, { indicators }]) =>
      Object.entries(indicators).map(([id, indicator]) => [`${plugin}/${id}`, readIndicator(plugin, id, indicator)]),
    ),
  ),
};

function readDataset(plugin: string, id: string, { key, time, geo, fields }: NotedDataset): SpecDataset {
  const changed = mended(plugin, 'datasets', id);
  const isOf = (part: string, written: string | undefined) => (changed.has(part) ? changed.get(part)?.is : written);
  const added = [...changed].flatMap(([part, { is }]) => (part.startsWith('fields.') && is !== undefined ? [[part.slice(7), is]] : []));
  const all: { readonly [field: string]: string } = { ...fields, ...Object.fromEntries(added) };
  const unit = Object.keys(all).find((field) => all[field]?.startsWith('unit'));
  const [, every, from, field, value] = /^(\S+) from (\S+) among (\S+)=(\S+)$/.exec(changed.get('expects')?.is ?? '') ?? [];
  const newTime = isOf('time', time);
  return {
    plugin,
    key,
    ...(newTime !== undefined && { time: newTime }),
    ...(geo !== undefined && { geo }),
    ...(unit !== undefined && { unit }),
    ...(every !== undefined && from !== undefined && { expects: { every, from, among: { [field ?? '']: value ?? '' } } }),
    fields: Object.fromEntries(Object.entries(all).map(([name, text]) => [name, readField(plugin, text)])),
  };
}

function readField(plugin: string, text: string): SpecField {
  const [, type = '', list, required, rest = ''] = /^([a-z]+)(\[\])?(!)?(?: (.*))?$/.exec(text) ?? [];
  const ref = rest.startsWith('ref ') ? rest.slice(4) : undefined;
  return {
    type,
    isList: list !== undefined,
    isRequired: required !== undefined,
    ...(rest.includes('|') && { values: rest.split('|') }),
    ...(ref !== undefined && { ref: ref.includes('/') ? ref : `${plugin}/${ref}` }),
  };
}

function readIndicator(plugin: string, id: string, { formula, levels, ...more }: NotedIndicator): SpecIndicator {
  const changed = mended(plugin, 'indicators', id);
  return {
    plugin,
    ...more,
    formula: changed.get('formula')?.is ?? formula,
    levels: (changed.get('levels')?.is?.split('|') ?? levels).filter((level) => level !== '-'),
  };
}
