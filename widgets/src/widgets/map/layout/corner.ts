import { type Shapes, unitAt } from '../drawing/shapes.ts';
import { type Camera, onPlane } from '../geometry/camera.ts';
import type { Box } from '../geometry/plane.ts';

export const corners = ['bottom-right', 'bottom-left', 'top-left'] as const;

/** A corner of the map; the upper right one belongs to the controls. */
export type Corner = (typeof corners)[number];

/** Where something of a size stands in the corner, in pixels. */
export function cornerBox(
  corner: Corner,
  size: { width: number; height: number },
  room: { width: number; height: number },
  margin: number,
): Box {
  const left = corner === 'bottom-right' ? room.width - size.width - margin : margin;
  const top = corner === 'top-left' ? margin : room.height - size.height - margin;
  return { left, top, right: left + size.width, bottom: top + size.height };
}

/** The corner where something covers least of the units, and how much of it lies over units, 0–1. */
export function calmCorner(
  shapes: Shapes,
  camera: Camera,
  size: { width: number; height: number },
  margin: number,
): { readonly corner: Corner; readonly covers: number } {
  const tried = corners.map((corner) => ({ corner, covers: covered(shapes, camera, cornerBox(corner, size, camera, margin)) }));
  return tried.reduce((best, one) => (one.covers < best.covers - 0.02 ? one : best));
}

const [columns, rows] = [12, 9];

function covered(shapes: Shapes, camera: Camera, { left, top, right, bottom }: Box): number {
  let count = 0;
  for (let column = 0; column < columns; column += 1) {
    for (let row = 0; row < rows; row += 1) {
      const pixel = [left + ((column + 0.5) / columns) * (right - left), top + ((row + 0.5) / rows) * (bottom - top)] as const;
      if (unitAt(shapes, onPlane(camera, pixel))) count += 1;
    }
  }
  return count / (columns * rows);
}
