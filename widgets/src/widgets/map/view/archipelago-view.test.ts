import { expect, test } from 'vitest';
import { type Camera, fitted } from '../geometry/camera.ts';
import { type Box, overlap, toPlane } from '../geometry/plane.ts';
import { archipelagoBox, planArchipelagos } from './archipelago-view.ts';

const [left, top] = toPlane([107.9, 11.1]);
const [right, bottom] = toPlane([108.4, 10.8]);
const cameraIn = (width: number, height: number): Camera =>
  fitted({ left, top, right, bottom }, { width, height }, { left: 0, top: 0, right: 0, bottom: 0 });

const rooms = [
  [170, 160],
  [200, 120],
  [240, 200],
  [340, 150],
  [400, 90],
  [700, 460],
  [1200, 800],
] as const;

test.each(rooms)('boxes of the archipelagos do not lie over each other and stand on a map of %i × %i', (width, height) => {
  const camera = cameraIn(width, height);
  const controls: Box = { left: width - 44, top: 0, right: width, bottom: Math.min(160, height) };
  const base: Box = { left: 0, top: height - 24, right: width * 0.7, bottom: height };
  const plans = planArchipelagos({ camera, locale: 'vi', px: 1, taken: [controls, base], isSmall: width < 430 });
  const boxes = plans.map((plan) => archipelagoBox(plan, camera, 1));
  expect(plans.map(({ inset }) => inset !== undefined)).toEqual([true, true]);
  const [one, other] = boxes as [Box, Box];
  expect(overlap(one, other)).toBe(false);
  for (const box of boxes) {
    expect(box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height).toBe(true);
    expect(box.right - box.left > 100 && box.bottom - box.top > 35).toBe(true);
  }
});
