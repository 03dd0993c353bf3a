import { type Dataset, type Duration, type Frequency, geoPoint, type Indicator, type Property, schema, type Threshold } from '@haidang/sdk';
import { records } from '../../../records/records.ts';
import { type SpecDataset, type SpecField, type SpecIndicator, spec } from './fixture.ts';

const geometry = (format: 'geo-line' | 'geo-polygon'): Property => ({ type: 'object', format });

const properties: { readonly [type: string]: Property } = {
  string: { type: 'string' },
  text: { type: 'string', format: 'text' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  instant: { type: 'string', format: 'date-time' },
  enum: { type: 'string' },
  code: { type: 'string', format: 'code' },
  unit: { type: 'string', format: 'unit' },
  point: geoPoint,
  line: geometry('geo-line'),
  polygon: geometry('geo-polygon'),
  uri: { type: 'string', format: 'uri' },
  file: { type: 'string', format: 'file' },
  json: { type: 'object' },
};

function propertyOf({ type, isList, values, ref: full }: SpecField, plugin: string): Property {
  const ref = full?.startsWith(`${plugin}/`) ? full.slice(plugin.length + 1) : full;
  const one: Property = { ...properties[type], ...(values && { enum: values }), ...(ref !== undefined && { 'x-ref': ref }) };
  return isList ? { type: 'array', items: { type: 'string', ...(values && { enum: values }) } } : one;
}

/** A dataset of the specification as a plugin declares it. */
function datasetOf({ plugin, fields, key, time, geo, unit, expects }: SpecDataset): Dataset {
  return {
    row: schema({
      required: Object.entries(fields).flatMap(([name, { isRequired }]) => (isRequired ? [name] : [])),
      properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, propertyOf(field, plugin)])),
    }),
    key,
    ...(time !== undefined && { time }),
    ...(geo !== undefined && { geo }),
    ...(unit !== undefined && { unit }),
    ...(expects && { expects: { ...expects, every: expects.every as Duration } }),
  } as Dataset;
}

/** An indicator of the specification as a plugin declares it. */
function indicatorOf({ formula, unit, frequency, direction, levels }: SpecIndicator): Indicator {
  const [green, amber, red] = levels as readonly Threshold[];
  return {
    formula,
    unit,
    frequency: frequency as readonly Frequency[],
    ...((direction === 'up' || direction === 'down' || direction === 'target') && { direction }),
    ...(green !== undefined && { levels: { green, ...(amber && { amber }), ...(red && { red }) } }),
  };
}

/** What the plugins of the specification declare, and the product's own records of the core. */
export const datasets: { readonly [name: string]: Dataset } = {
  ...Object.fromEntries(
    Object.entries(spec.datasets)
      .filter(([, { plugin }]) => plugin !== 'core')
      .map(([name, dataset]) => [name, datasetOf(dataset)]),
  ),
  ...Object.fromEntries(Object.entries(records.datasets ?? {}).map(([name, dataset]) => [`core/${name}`, dataset as Dataset])),
};

export const indicators: { readonly [name: string]: Indicator } = Object.fromEntries(
  Object.entries(spec.indicators).map(([name, indicator]) => [name, indicatorOf(indicator)]),
);
