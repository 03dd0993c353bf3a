import {
  type Dataset,
  defineDataset,
  type Filter,
  geoPoint,
  type Indicator,
  type Property,
  type Query,
  type Result,
  schema,
} from '@haidang/sdk';
import { localCaller } from '../../../access/caller.ts';
import type { Database } from '../../database.ts';
import { tendRollups } from '../../rollup/job.ts';
import { testContext } from '../../testing.ts';
import type { Unit } from '../../units.ts';
import { writeRecords } from '../../write.ts';
import { runQuery } from '../query.ts';
import { wallOf } from './naive/calendar.ts';
import type { Kind, Model, Row, World } from './naive/world.ts';

const category = defineDataset({
  row: schema({
    required: ['code', 'name_vi'],
    properties: {
      code: { type: 'string', format: 'code' },
      name_vi: { type: 'string' },
      name_en: { type: 'string' },
      domain: { type: 'string', enum: ['waste', 'noise', 'road'] },
      since: { type: 'string', format: 'date' },
      weight: { type: 'integer' },
      open: { type: 'boolean' },
    },
  }),
  key: ['code'],
});

const report = defineDataset({
  row: schema({
    required: ['code', 'reported_at'],
    properties: {
      code: { type: 'string', format: 'code' },
      category: { type: 'string', 'x-ref': 'category' },
      status: { type: 'string', enum: ['new', 'done', 'rejected', 'withdrawn', 'duplicate'] },
      grade: { type: 'integer', enum: [1, 2, 3] },
      ward: { type: 'string', format: 'unit' },
      title: { type: 'string' },
      text: { type: 'string', format: 'text' },
      reported_at: { type: 'string', format: 'date-time' },
      due_at: { type: 'string', format: 'date-time' },
      answered_at: { type: 'string', format: 'date-time' },
      day: { type: 'string', format: 'date' },
      seen: { type: 'string', format: 'date' },
      score: { type: 'number', 'x-unit': 'h' },
      rough: { type: 'number' },
      votes: { type: 'integer' },
      serial: { type: 'integer' },
      public: { type: 'boolean' },
      tags: { type: 'array', items: { type: 'string' } },
      marks: { type: 'array', items: { type: 'integer' } },
      point: geoPoint,
      more: { type: 'object' },
      phone: { type: 'string', 'x-personal': 'basic' },
    },
  }),
  key: ['code'],
  time: 'reported_at',
  geo: 'point',
  unit: 'ward',
  expects: { every: 'P1D', by: '17:00' },
});

const reading = defineDataset({
  row: schema({
    required: ['station', 'date'],
    properties: {
      station: { type: 'string', format: 'code' },
      date: { type: 'string', format: 'date' },
      ward: { type: 'string', format: 'unit' },
      category: { type: 'string', 'x-ref': 'category' },
      level: { type: 'number', 'x-unit': 'm' },
      taken_at: { type: 'string', format: 'date-time' },
    },
  }),
  key: ['station', 'date'],
  time: 'date',
  unit: 'ward',
});

const datasets = { category, report, reading };

const unit = (code: string, version: string, level: Unit['level'], title: string, parent?: string): Unit => ({
  key: `${code}@${version}`,
  code,
  version,
  level,
  title: { vi: title },
  validFrom: version,
  ...(parent && { parent: `${parent}@${version}` }),
});

// Two provinces that became one, with districts that ended; a ward of two, a ward that was divided, one that changed twice.
const units: readonly Unit[] = [
  unit('60', '2025-03-01', 'province', 'Tỉnh Bình Thuận'),
  unit('593', '2025-03-01', 'district', 'Thành phố Phan Thiết', '60'),
  unit('22915', '2025-03-01', 'ward', 'Phường Mũi Né', '593'),
  unit('22918', '2025-03-01', 'ward', 'Phường Hàm Tiến', '593'),
  unit('23000', '2025-03-01', 'ward', 'Xã Hồng Thái', '60'),
  unit('68', '2025-03-01', 'province', 'Tỉnh Lâm Đồng'),
  unit('672', '2025-03-01', 'district', 'Thành phố Đà Lạt', '68'),
  unit('24769', '2025-03-01', 'ward', 'Phường 10', '672'),
  unit('68', '2025-07-01', 'province', 'Tỉnh Lâm Đồng'),
  unit('22918', '2025-07-01', 'ward', 'Phường Mũi Né', '68'),
  unit('24769', '2025-07-01', 'ward', 'Phường Xuân Hương', '68'),
  unit('24781', '2025-07-01', 'ward', 'Phường Lâm Viên', '68'),
  unit('68', '2026-07-01', 'province', 'Tỉnh Lâm Đồng'),
  unit('22918', '2026-07-01', 'ward', 'Phường Mũi Né', '68'),
];

const links = [
  { from: '22915@2025-03-01', to: '22918@2025-07-01' },
  { from: '22918@2025-03-01', to: '22918@2025-07-01' },
  { from: '24769@2025-03-01', to: '24769@2025-07-01' },
  { from: '24769@2025-03-01', to: '24781@2025-07-01' },
  { from: '22918@2025-07-01', to: '22918@2026-07-01' },
  { from: '68@2025-03-01', to: '68@2025-07-01' },
  { from: '60@2025-03-01', to: '68@2025-07-01' },
];

const thisUnit = '593@2025-03-01';

const kinds: { readonly [type: string]: Kind } = {
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  array: 'list',
  object: 'object',
  date: 'date',
  'date-time': 'instant',
  unit: 'unit',
  code: 'code',
  text: 'long text',
  'geo-point': 'point',
};

function kindOf(property: Property): Kind {
  if (property.enum) return 'enum';
  if (property['x-ref'] !== undefined) return 'reference';
  return kinds[property.format ?? property.type ?? ''] ?? 'short text';
}

function modelOf({ row, key, time }: Dataset): Model {
  const open = Object.entries(row.properties).filter(([, property]) => property['x-personal'] === undefined);
  return { fields: Object.fromEntries(open.map(([name, property]) => [name, kindOf(property)])), key, ...(time && { time }) };
}

/** The datasets and units of the centre, still without rows, callers and a clock. */
export const emptyWorld: Pick<World, 'models' | 'units' | 'links' | 'thisUnit'> = {
  models: Object.fromEntries(Object.entries(datasets).map(([name, dataset]) => [name, modelOf(dataset)])),
  units,
  links,
  thisUnit,
};

/** A caller's question at a time. */
export interface Asked {
  readonly query: Query;
  readonly now: number;
  readonly scopes: { readonly [dataset: string]: Filter };
}

export interface Centre {
  readonly kind: 'sqlite' | 'postgres';
  ask(asked: Asked): Promise<Result>;
}

/** A centre on an empty database that holds the rows of a world. */
export async function openCentre(
  database: Database,
  { rows, samples, received, models }: Pick<World, 'rows' | 'samples' | 'received' | 'models'>,
  indicators: { readonly [name: string]: Indicator },
): Promise<Centre> {
  let now = received;
  const context = await testContext(database, { datasets, indicators, units, links, ioc: { unit: thisUnit }, clock: { now: () => now } });
  const writer = { id: 'test', language: 'vi', can: () => true } as const;
  for (const [dataset, all] of Object.entries(rows)) {
    for (const sample of [false, true]) {
      const written = all
        .filter((row) => samples.has(row) === sample)
        .map((row, index) => ({ line: index + 1, row: toWrite(row, models[dataset]) }));
      const { refused } = await writeRecords(context, { dataset: `test/${dataset}`, rows: written, caller: writer, sample });
      if (refused.length > 0) throw new Error(JSON.stringify(refused.slice(0, 3)));
    }
  }
  while (await tendRollups(context));
  // A centre of its own as far as roll-ups are concerned: it has none that may be read.
  const plain = { ...context, tables: new Map(context.tables) };
  let asks = 0;
  return {
    kind: database.dialect.kind,
    ask({ query, now: at, scopes }) {
      now = at;
      const caller = { ...localCaller(), rows: (dataset: string) => scopes[dataset.replace('test/', '')] };
      return runQuery(asks++ % 2 === 0 ? context : plain, { query, caller });
    },
  };
}

/** As it may come in: instants in several zones, text composed or not. */
function toWrite(row: Row, model: Model | undefined): Row {
  return Object.fromEntries(
    Object.entries(row).map(([field, value]) => {
      const kind = model?.fields[field];
      if (kind === 'instant') return [field, writtenInstant(Number(value))];
      return [
        field,
        (kind === 'short text' || kind === 'long text') && String(value).length % 2 === 0 ? String(value).normalize('NFD') : value,
      ];
    }),
  );
}

function writtenInstant(instant: number): string {
  const wall = wallOf(instant);
  const ahead = Date.parse(`${wall}Z`) - instant;
  if (ahead % 60_000 !== 0 || instant % 2 === 0) return new Date(instant).toISOString();
  const minutes = ahead / 60_000;
  return `${wall}+${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
