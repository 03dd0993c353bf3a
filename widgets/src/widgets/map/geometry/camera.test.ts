import { expect, test } from 'vitest';
import { scaleBar } from '../layout/scale-bar.ts';
import { type Camera, fitted, held, limitsFor, onPlane, onScreen, sight, zoomed } from './camera.ts';
import { metresAt, toDegrees, toPlane } from './plane.ts';

const camera: Camera = { middle: toPlane([108.1, 10.93]), zoom: 11, width: 700, height: 400 };
const none = { left: 0, top: 0, right: 0, bottom: 0 };

test('degrees go to the plane and back', () => {
  for (const [longitude, latitude] of [
    [108.1, 10.93],
    [-179.9, -60],
    [0, 0],
  ] as const) {
    const [x, y] = toDegrees(toPlane([longitude, latitude]));
    expect(x).toBeCloseTo(longitude, 9);
    expect(y).toBeCloseTo(latitude, 9);
  }
  expect(metresAt(toPlane([0, 0])[1])).toBeCloseTo(38.22, 2);
  expect(metresAt(toPlane([0, 60])[1])).toBeCloseTo(19.11, 2);
});

test('a place has one pixel, and looking nearer keeps it where it is', () => {
  const place = onPlane(camera, [100, 50]);
  expect(onScreen(camera, place).map(Math.round)).toEqual([100, 50]);
  const near = zoomed(camera, 2, [100, 50]);
  expect(onScreen(near, place).map((pixel) => Math.round(pixel * 1e6) / 1e6)).toEqual([100, 50]);
});

test('the whole fits into the room that is left', () => {
  const box = sight(camera);
  const look = fitted(box, { width: 500, height: 500 }, { left: 10, top: 20, right: 110, bottom: 30 });
  const [left = 0, top = 0] = onScreen(look, [box.left, box.top]);
  const [right = 0, bottom = 0] = onScreen(look, [box.right, box.bottom]);
  expect(left).toBeCloseTo(10, 6);
  expect(right).toBeCloseTo(390, 6);
  expect(top).toBeGreaterThan(20);
  expect(bottom).toBeLessThan(470);
});

test('one does not look past the limits', () => {
  const box = sight(camera);
  const away = held({ ...camera, zoom: 30, middle: [0, 0] }, { box, least: 9, most: 13 });
  expect(away.zoom).toBe(13);
  const seen = sight(away);
  expect(seen.left).toBeCloseTo(box.left, 6);
  expect(seen.top).toBeCloseTo(box.top, 6);
});

test('the limits are the surroundings, or all of a wider reach', () => {
  const near = limitsFor(camera, undefined);
  expect([near.least, near.most]).toEqual([9.5, 18]);
  expect(near.box.right - near.box.left).toBeCloseTo(3 * (sight(camera).right - sight(camera).left), 6);
  const country = { left: 810_000, top: 440_000, right: 870_000, bottom: 510_000 };
  const far = limitsFor(camera, country);
  expect(far.least).toBeLessThan(6);
  expect(far.box).toEqual(country);
});

test('the scale bar is a round distance that fits', () => {
  const bar = scaleBar(camera, 110);
  expect(bar.metres).toBe(2000);
  expect(bar.width).toBeLessThanOrEqual(110);
  expect(scaleBar(fitted(sight(camera), { width: 70, height: 40 }, none), 110).metres).toBe(20_000);
});
