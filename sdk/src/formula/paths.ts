import type { Dataset } from '../dataset.ts';
import type { Property } from '../schema.ts';
import type { Aggregate, FormulaName } from './formula.ts';

/** Datasets by the names that formulas of a plugin use: short for its own, qualified for those of others. */
export interface FormulaDatasets {
  readonly [name: string]: Dataset;
}

/** The dataset that an aggregate runs over; of a duration between two datasets the one that refers to the other. Nothing when its fields do not tell. */
export function aggregateDataset({ dataset, duration }: Aggregate, datasets: FormulaDatasets): string | undefined {
  if (dataset) return dataset.name;
  if (!duration) return undefined;
  const from = ownerOf(duration.from);
  const to = ownerOf(duration.to);
  if (from === undefined || to === undefined || from === to) return from ?? to;
  return reference(from, to, datasets) ? from : to;
}

/** A field seen from a dataset, with its path as queries write it: "status", or "station_code.status" where the formula says "station.status". Nothing when there is no such field. */
export function fieldPath(
  name: string,
  dataset: string,
  datasets: FormulaDatasets,
): { readonly path: string; readonly property: Property } | undefined {
  const dot = name.lastIndexOf('.');
  const owner = name.slice(0, Math.max(dot, 0));
  const field = name.slice(dot + 1);
  if (dot < 0 || owner === dataset) {
    const property = propertyOf(dataset, field, datasets);
    return property && { path: field, property };
  }
  const through = propertyOf(dataset, owner, datasets) ? owner : reference(dataset, owner, datasets);
  const other = through === undefined ? undefined : referred(through, dataset, datasets);
  const property = other === undefined ? undefined : propertyOf(other, field, datasets);
  return property && { path: `${through}.${field}`, property };
}

function propertyOf(dataset: string, field: string, datasets: FormulaDatasets): Property | undefined {
  const properties = Object.hasOwn(datasets, dataset) ? datasets[dataset]?.row.properties : undefined;
  return properties && Object.hasOwn(properties, field) ? properties[field] : undefined;
}

/** Dataset that a reference field points to, by the name that formulas use. */
function referred(field: string, dataset: string, datasets: FormulaDatasets): string | undefined {
  const ref = propertyOf(dataset, field, datasets)?.['x-ref'];
  if (ref === undefined || ref.includes('/')) return ref;
  return dataset.includes('/') ? `${dataset.slice(0, dataset.indexOf('/'))}/${ref}` : ref;
}

/** The only field of a dataset that refers to another. */
function reference(dataset: string, other: string, datasets: FormulaDatasets): string | undefined {
  const found = Object.keys(datasets[dataset]?.row.properties ?? {}).filter((field) => referred(field, dataset, datasets) === other);
  return found.length === 1 ? found[0] : undefined;
}

function ownerOf({ name }: FormulaName): string | undefined {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? undefined : name.slice(0, dot);
}
