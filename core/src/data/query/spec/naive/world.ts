import type { Json } from '@haidang/sdk';
import { visible } from '../../oracle/naive/conditions.ts';
import type { Model, Row, World } from '../../oracle/naive/world.ts';

/** A dataset with what it refers to. Names of datasets are qualified. */
export interface SpecModel extends Model {
  readonly plugin: string;
  /** Dataset by the field that holds its key. */
  readonly refs: { readonly [field: string]: string };
  readonly unit?: string;
  /** Hourly delivery of each row of the dataset that `from` refers to, among those with this value. */
  readonly suppliers?: { readonly from: string; readonly among: { readonly [field: string]: string } };
}

export interface SpecWorld extends World {
  readonly models: { readonly [dataset: string]: SpecModel };
  /** People of a unit, where they are known. */
  readonly people: { readonly [unit: string]: number };
}

/** Value of a field by its name in a formula: of the row, or of the row that it refers to. */
export function cellOf(name: string, row: Row, dataset: string, world: SpecWorld): Json {
  const [field, through] = placeOf(name, dataset, world);
  if (through === undefined) return row[field] ?? null;
  const other = world.models[dataset]?.refs[through] ?? '';
  const [key = ''] = world.models[other]?.key ?? [];
  return visible(other, world).find((each) => row[through] !== undefined && each[key] === row[through])?.[field] ?? null;
}

/** The field, and the one that leads to its row where that is another. */
export function placeOf(name: string, dataset: string, { models }: SpecWorld): readonly [field: string, through: string | undefined] {
  const dot = name.lastIndexOf('.');
  const [owner, field] = [name.slice(0, Math.max(dot, 0)), name.slice(dot + 1)];
  const model = models[dataset];
  if (!model) throw new Error(`no dataset ${dataset}`);
  const named = owner.includes('/') ? owner : `${model.plugin}/${owner}`;
  if (dot < 0 || named === dataset) return [field, undefined];
  if (model.refs[owner] !== undefined) return [field, owner];
  const through = Object.keys(model.refs).filter((each) => model.refs[each] === named);
  if (through.length !== 1) throw new Error(`${dataset} has no one way to ${name}`);
  return [field, through[0]];
}

/** The dataset whose rows a time between two fields is of: the one that refers to the other. */
export function ownerOf(plugin: string, from: string, to: string, { models }: Pick<SpecWorld, 'models'>): string {
  const [a = '', b = ''] = [from, to].map((name) => `${plugin}/${name.slice(0, name.lastIndexOf('.'))}`);
  return a === b || Object.values(models[a]?.refs ?? {}).includes(b) ? a : b;
}
