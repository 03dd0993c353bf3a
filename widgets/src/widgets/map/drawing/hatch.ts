import type { Palette } from './palette.ts';
import { hatchTile, strokes } from './picture.ts';

/** A pattern is drawn up to twice its size between two whole steps of zoom. */
const usualGrowth = 1.4;

/** Pixels of the hatching for a canvas, as large as a tile of it: slanted lines that meet at its edges. */
export function hatchImage({ surface, line2, scale }: Palette, ratio: number): ImageData | undefined {
  const size = Math.max(Math.round((hatchTile * Math.SQRT2 * scale * ratio) / usualGrowth), 4);
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return undefined;
  context.fillStyle = surface;
  context.fillRect(0, 0, size, size);
  context.strokeStyle = line2;
  context.lineWidth = (strokes.hatch * scale * ratio) / usualGrowth;
  context.beginPath();
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - size / 2, size * 1.5);
    context.lineTo(shift + size * 1.5, -size / 2);
  }
  context.stroke();
  return context.getImageData(0, 0, size, size);
}
