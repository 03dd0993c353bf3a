import type { Shapes } from '../drawing/shapes.ts';
import { fitted, type Padding } from '../geometry/camera.ts';
import type { Box } from '../geometry/plane.ts';
import { type Corner, calmCorner } from './corner.ts';

/** How the whole stands in its room, and where the list of units stands on it. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** There is room for the list over the map. */
  readonly hasRoom: boolean;
  /** Too small for anything but the map itself. */
  readonly isTight: boolean;
  /** Width of a control, in pixels. */
  readonly controls: number;
  readonly corner: Corner;
  /** Room beside the list at the lower edge, in pixels. */
  readonly beside: number;
  readonly padding: Padding;
}

/** Least room for a list over the map, in design pixels. */
const roomy = { width: 540, height: 280 };

/** A widget smaller than this is all map, in design pixels. */
const tight = { width: 220, height: 230 };

/** The list may lie over units by this share of it. */
const bearable = 0.08;

/** The whole may get smaller by so many steps of zoom to make room for the list. */
const willing = 0.7;

/** Finds the corner where the list disturbs least; where it would lie over units the whole moves aside. */
export function frameFor({
  shapes,
  home,
  room,
  whole,
  px,
  list,
  controls,
}: {
  readonly shapes: Shapes;
  readonly home: Box | undefined;
  readonly room: { readonly width: number; readonly height: number };
  /** Height of the whole widget. */
  readonly whole: number;
  readonly px: number;
  /** Size of the list when it is shown. */
  readonly list: { readonly width: number; readonly height: number } | undefined;
  /** Width of the controls. */
  readonly controls: number;
}): Frame {
  const hasRoom = room.width >= roomy.width * px && room.height >= roomy.height * px;
  const edge = Math.min(14 * px, room.width / 16, room.height / 12);
  const isTight = whole < tight.height * px || room.width < tight.width * px;
  const plain: Padding = {
    left: edge,
    top: edge,
    right: edge + (isTight ? 0 : controls),
    bottom: edge + (room.height > 200 * px ? 14 * px : 0),
  };
  const beside = room.width - (list && hasRoom ? list.width + 24 * px : 0);
  const frame = { ...room, hasRoom, isTight, controls, corner: 'bottom-right' as Corner, beside, padding: plain };
  if (!list || !home) return frame;
  const look = fitted(home, room, plain);
  const calm = calmCorner(shapes, look, list, 8 * px);
  if (calm.covers <= bearable) return { ...frame, corner: calm.corner };
  const aside: readonly Pick<Frame, 'corner' | 'padding'>[] = [
    { corner: 'bottom-right', padding: { ...plain, right: Math.max(plain.right, list.width + 2 * edge) } },
    { corner: 'bottom-left', padding: { ...plain, left: plain.left + list.width + edge } },
    { corner: 'bottom-right', padding: { ...plain, bottom: list.height + 2 * edge } },
  ];
  const [best] = aside.toSorted((a, b) => fitted(home, room, b.padding).zoom - fitted(home, room, a.padding).zoom);
  const isWorth = best && fitted(home, room, best.padding).zoom >= look.zoom - willing;
  return isWorth ? { ...frame, ...best } : { ...frame, corner: calm.corner };
}

export function isSameFrame(a: Frame | undefined, b: Frame): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
