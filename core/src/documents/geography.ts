import { createHash } from 'node:crypto';
import type { Geography } from '@haidang/sdk';
import type { DataContext } from '../data/context.ts';
import { listUnits } from './list-units.ts';
import type { MapFiles } from './map/map-files.ts';

/** The units of the centre with the shapes that the locality supplies. */
export function geographyOf(
  context: Pick<DataContext, 'units' | 'ioc'>,
  { boundaries, outline, land, roads, sources, hash }: MapFiles,
): Geography {
  const units = listUnits(context);
  const version = createHash('sha256').update(JSON.stringify(units)).update(hash).digest('hex').slice(0, 16);
  return {
    units: units.map((unit) => {
      const boundary = boundaries.get(unit.key);
      return boundary ? { ...unit, boundary } : unit;
    }),
    ...(outline && { outline }),
    ...(land && { land }),
    ...(roads && { roads }),
    sources,
    version,
  };
}
