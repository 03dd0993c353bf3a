import type { LayerName } from '../definition.ts';
import type { Palette } from './palette.ts';
import type { Shapes } from './shapes.ts';

/** How a unit is filled: a step of colour, hatched, or plain where nothing is measured. */
export type Fill = 1 | 2 | 3 | 4 | 5 | 'hatch' | 'plain';

/** What is drawn below the names and points. */
export interface Picture {
  readonly shapes: Shapes;
  /** Of each unit of the shapes, in their order. */
  readonly fills: readonly Fill[];
  readonly layers: ReadonlySet<LayerName>;
  /** Key of the selected unit, and of the one that is pointed at. */
  readonly chosen: string | undefined;
  readonly pointed: string | undefined;
  readonly palette: Palette;
}

/** Distances of the depth lines from the coast, in design pixels, with their strength. */
export const depths = [
  { away: 11, opacity: 0.9 },
  { away: 26, opacity: 0.65 },
  { away: 44, opacity: 0.4 },
] as const;

/** Strokes in design pixels. */
export const strokes = { edge: 1, halo: 2.4, former: 1, road: 1.6, chosen: 2.6, chosenHalo: 5, pointed: 1.6, land: 1, hatch: 1.8 } as const;

/** Distance of the lines of the hatching in design pixels. */
export const hatchTile = 6.4;

/** Whether two pictures show the same; figures that came anew may look as before. */
export function isSamePicture(a: Picture | undefined, b: Picture): boolean {
  return (
    a !== undefined &&
    a.shapes === b.shapes &&
    a.palette === b.palette &&
    a.chosen === b.chosen &&
    a.pointed === b.pointed &&
    a.fills.length === b.fills.length &&
    a.fills.every((fill, index) => fill === b.fills[index]) &&
    a.layers.size === b.layers.size &&
    [...a.layers].every((layer) => b.layers.has(layer))
  );
}
