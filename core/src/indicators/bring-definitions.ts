import type { Frequency, Indicator, Json, Problem } from '@haidang/sdk';
import { systemCaller } from '../access/caller.ts';
import { type Row, toRow } from '../data/cells.ts';
import type { DataContext } from '../data/context.ts';
import { writeRecords } from '../data/write.ts';
import { refusalText } from '../import/refusal-text.ts';
import type { IndicatorEntry } from '../registry.ts';

const dataset = 'core/indicator_definition';

/** Brings every installed indicator into the definitions, with the province's differences: a formula that no revision has is the next revision, a draft that keeps what was decided of the one before. Gives what could not be brought. */
export async function bringDefinitions(context: DataContext, since: string): Promise<readonly Problem[]> {
  const { database, tables, registry, ioc } = context;
  const table = tables.get(dataset);
  if (!table || registry.indicators.size === 0) return [];
  const known = new Map<string, Row[]>();
  for (const stored of await database.read(table.name).orderBy(['indicator_code', 'revision'])) {
    const row = toRow(table, database.dialect, stored);
    const code = String(row.indicator_code);
    known.set(code, [...(known.get(code) ?? []), row]);
  }
  const entries = [...registry.indicators.values()].filter(
    ({ name, indicator }) => !known.get(name)?.some(({ formula }) => formula === indicator.formula),
  );
  const made = entries.map((entry) => ({ of: entry.name, row: nextRevision(entry, context, known.get(entry.name) ?? []) }));
  // What the province says in ioc.json counts in a draft, also when it says it later.
  const said = [...registry.indicators.values()].flatMap(({ name, indicator }) => {
    const draft = known.get(name)?.findLast(({ formula }) => formula === indicator.formula);
    const own = ioc.indicators?.[name];
    if (!own || draft?.state !== 'draft') return [];
    return [{ of: name, row: { indicator_code: name, revision: draft.revision ?? 1, ...declared(own) } }];
  });
  const lines = [...made, ...said].map((each, index) => ({ ...each, line: index + 1 }));
  const { refused } = await writeRecords(context, { dataset, rows: lines, caller: systemCaller, action: 'definitions' });
  return refused.map(({ line, field, reason, details }) => {
    const text = refusalText(reason, details);
    return {
      of: `indicator:${lines[line - 1]?.of}`,
      code: 'bad-definition',
      message: `${field ?? ''}: ${typeof text === 'string' ? text : text.vi}`,
      since,
      fix: 'Mend the indicator of the plugin',
    };
  });
}

/** What stays with an indicator from one revision to the next. */
const inherited = [
  'official_code',
  'concept_vi',
  'method_vi',
  'decimals',
  'cutoff_rule',
  'publication_rule',
  'owner_agency_code',
  'release_authority',
  'needs_central_agreement',
  'legal_basis',
  'regime',
  'revision_policy',
  'open_level',
] as const;

function nextRevision({ name, plugin, indicator, label }: IndicatorEntry, { registry }: DataContext, revisions: readonly Row[]): Row {
  const last = revisions.at(-1);
  const kept = Object.fromEntries(inherited.flatMap((field) => (last?.[field] === undefined ? [] : [[field, last[field]]])));
  return {
    ...kept,
    direction: 'info',
    ...declared(indicator),
    indicator_code: name,
    revision: Number(last?.revision ?? 0) + 1,
    name_vi: label.vi,
    ...(label.en !== undefined && { name_en: label.en }),
    calculation: 'automatic',
    unit: registry.plugins.get(plugin)?.messages.vi?.[indicator.unit] ?? indicator.unit,
  };
}

const regimes: { readonly [regime in NonNullable<Indicator['regime']>]: string } = {
  statistical: 'statistical',
  administrative: 'administrative_report',
  operational: 'operational',
};

const frequencies: { readonly [frequency in Frequency]: string } = {
  live: 'realtime',
  hour: 'hour',
  day: 'day',
  week: 'week',
  month: 'month',
  quarter: 'quarter',
  'half-year': 'half_year',
  'nine-months': 'nine_months',
  year: 'year',
  'school-year': 'school_year',
  campaign: 'custom',
};

function declared({ formula, frequency = [], direction, levels, by, regime, legal, code }: Partial<Indicator>): {
  readonly [field: string]: Json;
} {
  const [first] = typeof frequency === 'string' ? [frequency] : frequency;
  return {
    ...(formula !== undefined && { formula }),
    ...(direction && { direction }),
    ...(first && { publication_frequency: frequencies[first] }),
    ...(levels && { thresholds: { ...levels } }),
    ...(by && { breakdowns: [...by] }),
    ...(regime && { regime: regimes[regime] }),
    ...(legal !== undefined && { legal_basis: legal }),
    ...(code !== undefined && { upper_code: code }),
  };
}
