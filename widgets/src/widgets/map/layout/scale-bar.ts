import { type Camera, onPlane, scaleOf } from '../geometry/camera.ts';
import { metresAt } from '../geometry/plane.ts';

/** A round distance and how long it is on the screen. */
export interface ScaleBar {
  readonly metres: number;
  readonly width: number;
}

/** The longest of 1, 2 and 5 times a power of ten that is not wider than so many pixels, measured in the middle of the map. */
export function scaleBar(camera: Camera, most: number): ScaleBar {
  const [, y] = onPlane(camera, [camera.width / 2, camera.height / 2]);
  const perPixel = metresAt(y) / scaleOf(camera);
  const bound = most * perPixel;
  const power = 10 ** Math.floor(Math.log10(bound));
  const metres = ([5, 2, 1].find((digit) => digit * power <= bound) ?? 1) * power;
  return { metres, width: metres / perPixel };
}
