import { type Box, type Point, world } from './plane.ts';

/** Where a map looks: the middle on the plane, the zoom as MapLibre counts it (a world of 512 px at 0), and its room in pixels. */
export interface Camera {
  readonly middle: Point;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

/** Room to leave free at the sides, in pixels. */
export interface Padding {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Pixels of a unit of the plane. */
export function scaleOf({ zoom }: Pick<Camera, 'zoom'>): number {
  return (512 / world) * 2 ** zoom;
}

/** Pixel of a place, from the upper left corner. */
export function onScreen(camera: Camera, [x, y]: Point): Point {
  const scale = scaleOf(camera);
  return [(x - camera.middle[0]) * scale + camera.width / 2, (y - camera.middle[1]) * scale + camera.height / 2];
}

/** Place under a pixel. */
export function onPlane(camera: Camera, [x, y]: Point): Point {
  const scale = scaleOf(camera);
  return [(x - camera.width / 2) / scale + camera.middle[0], (y - camera.height / 2) / scale + camera.middle[1]];
}

/** What is in sight. */
export function sight(camera: Camera): Box {
  const [left, top] = onPlane(camera, [0, 0]);
  const [right, bottom] = onPlane(camera, [camera.width, camera.height]);
  return { left, top, right, bottom };
}

/** The nearest look at a whole box; `closest` bounds it where the box is small or a point. */
export function fitted(box: Box, room: { width: number; height: number }, padding: Padding, closest = 15): Camera {
  const width = Math.max(room.width - padding.left - padding.right, 1);
  const height = Math.max(room.height - padding.top - padding.bottom, 1);
  const scale = Math.min(width / Math.max(box.right - box.left, 1e-6), height / Math.max(box.bottom - box.top, 1e-6));
  const zoom = Math.min(Math.log2((scale * world) / 512), closest);
  const used = scaleOf({ zoom });
  const middle: Point = [
    (box.left + box.right) / 2 + (padding.right - padding.left) / 2 / used,
    (box.top + box.bottom) / 2 + (padding.bottom - padding.top) / 2 / used,
  ];
  return { middle, zoom, width: room.width, height: room.height };
}

/** Limits of looking around. */
export interface Limits {
  readonly box: Box;
  readonly least: number;
  readonly most: number;
}

/** How far out and how near one may look, in steps of zoom from the look at the whole. */
const [outward, inward] = [1.5, 7];

const none: Padding = { left: 0, top: 0, right: 0, bottom: 0 };

/** Limits round the look at the whole: as much again on all sides, or all of a wider reach. */
export function limitsFor(whole: Camera, reach: Box | undefined): Limits {
  const [left, top] = onPlane(whole, [-whole.width, -whole.height]);
  const [right, bottom] = onPlane(whole, [whole.width * 2, whole.height * 2]);
  const box: Box = {
    left: Math.min(left, reach?.left ?? left),
    top: Math.min(top, reach?.top ?? top),
    right: Math.max(right, reach?.right ?? right),
    bottom: Math.max(bottom, reach?.bottom ?? bottom),
  };
  const least = reach ? Math.min(whole.zoom, fitted(reach, whole, none).zoom) : whole.zoom - outward;
  return { box, least: Math.max(least, 0), most: Math.min(Math.max(whole.zoom + inward, 13), 20) };
}

/** The same look within the limits: never past the box, which is at least as large as the room. */
export function held(camera: Camera, { box, least, most }: Limits): Camera {
  const zoom = Math.min(Math.max(camera.zoom, least), most);
  const scale = scaleOf({ zoom });
  const [halfWidth, halfHeight] = [camera.width / 2 / scale, camera.height / 2 / scale];
  const between = (value: number, from: number, to: number) => (from > to ? (from + to) / 2 : Math.min(Math.max(value, from), to));
  const [x, y] = camera.middle;
  return {
    ...camera,
    zoom,
    middle: [between(x, box.left + halfWidth, box.right - halfWidth), between(y, box.top + halfHeight, box.bottom - halfHeight)],
  };
}

/** Looks nearer or farther, keeping the place under a pixel where it is. */
export function zoomed(camera: Camera, by: number, at: Point = [camera.width / 2, camera.height / 2]): Camera {
  const place = onPlane(camera, at);
  const next = { ...camera, zoom: camera.zoom + by };
  const [x, y] = onPlane(next, at);
  return { ...next, middle: [camera.middle[0] + place[0] - x, camera.middle[1] + place[1] - y] };
}
