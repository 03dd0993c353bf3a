import { type Camera, onScreen, scaleOf } from '../geometry/camera.ts';
import { type Box, overlap, type Point } from '../geometry/plane.ts';

/** A name that wants to stand on the map. */
export interface LabelWish {
  readonly key: string;
  /** Where it would stand best, on the plane. */
  readonly anchor: () => Point;
  /** Of the unit, on the plane. */
  readonly box: Box;
  readonly name: string;
  readonly value: string;
  /** Stands whatever its unit's size, before all others. */
  readonly isFirst: boolean;
}

/** A name that has its place. */
export interface Label {
  readonly key: string;
  /** Place on the plane and pixels beside it, of the middle of the label. */
  readonly anchor: Point;
  readonly offset: Point;
  readonly name: string;
  readonly value: string;
  /** On the screen. */
  readonly box: Box;
}

/** Measures of type, in pixels. */
export interface LabelType {
  /** Width of a text in the strong face of names, and in that of values. */
  readonly nameWidth: (text: string) => number;
  readonly valueWidth: (text: string) => number;
  readonly line: number;
}

/** A unit whose box is narrower than this share of its label has no room for it. */
const fit = 0.5;
const gap = 3;

/** Gives names their places: the chosen one first, then large units, none over another or over what else stands on the map. Where both lines do not fit, the name alone is tried. */
export function placeLabels({
  wishes,
  camera,
  type,
  obstacles,
}: {
  readonly wishes: readonly LabelWish[];
  readonly camera: Camera;
  readonly type: LabelType;
  readonly obstacles: readonly Box[];
}): readonly Label[] {
  const scale = scaleOf(camera);
  const inSight = wishes.filter(({ box }) => {
    const [left, top] = onScreen(camera, [box.left, box.top]);
    const [right, bottom] = onScreen(camera, [box.right, box.bottom]);
    return right > 0 && bottom > 0 && left < camera.width && top < camera.height;
  });
  const ordered = inSight.toSorted((a, b) => Number(b.isFirst) - Number(a.isFirst) || surface(b.box) - surface(a.box));
  const placed: Label[] = [];
  for (const wish of ordered) {
    const room = (wish.box.right - wish.box.left) * scale;
    const label = tries(wish, type)
      .filter(({ width }) => wish.isFirst || room >= width * fit)
      .flatMap((size) => places(wish, size, camera))
      .find(({ box }) => !obstacles.some((other) => overlap(box, other)) && !placed.some((other) => overlap(box, other.box)));
    if (label) placed.push(label);
  }
  return placed;
}

interface Size {
  readonly name: string;
  readonly value: string;
  readonly width: number;
  readonly height: number;
}

function tries({ name, value }: LabelWish, { nameWidth, valueWidth, line }: LabelType): readonly Size[] {
  const alone: Size = { name, value: '', width: nameWidth(name), height: line };
  return value === '' ? [alone] : [{ name, value, width: Math.max(nameWidth(name), valueWidth(value)), height: 2 * line }, alone];
}

/** How far a name may move from its place, in shares of half its unit: it still stands in it. */
const stray = { along: 0.4, down: 0.8 };

function places(wish: LabelWish, { name, value, width, height }: Size, camera: Camera): readonly Label[] {
  const { key, box: unit } = wish;
  const anchor = wish.anchor();
  const [x, y] = onScreen(camera, anchor);
  const shifts: readonly Point[] = [
    [0, 0],
    [0, -height * 0.45],
    [0, height * 0.45],
    [-width * 0.3, 0],
    [width * 0.3, 0],
    [0, -height * 0.9],
    [0, height * 0.9],
  ];
  const scale = scaleOf(camera);
  const [along, down] = [((unit.right - unit.left) / 2) * scale * stray.along, ((unit.bottom - unit.top) / 2) * scale * stray.down];
  const near = shifts.filter(([dx, dy]) => (dx === 0 && dy === 0) || (Math.abs(dx) <= along && Math.abs(dy) <= down));
  return near.flatMap((offset) => {
    const [cx, cy] = [x + offset[0], y + offset[1]];
    const box: Box = { left: cx - width / 2 - gap, right: cx + width / 2 + gap, top: cy - height / 2, bottom: cy + height / 2 };
    const isWhole = box.left >= 0 && box.top >= 0 && box.right <= camera.width && box.bottom <= camera.height;
    return isWhole ? [{ key, anchor, offset, name, value, box }] : [];
  });
}

function surface({ left, top, right, bottom }: Box): number {
  return (right - left) * (bottom - top);
}
