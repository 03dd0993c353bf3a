import { label } from '@haidang/sdk/client';
import { nothing, type SVGTemplateResult, svg } from 'lit';
import { type Archipelago, archipelagos } from '../archipelagos.ts';
import { type Camera, onScreen, scaleOf } from '../geometry/camera.ts';
import { type Box, boxOf, isInside, type Point, toPlane } from '../geometry/plane.ts';

/** How an archipelago is shown: in its place, or in a box of its own where the map does not reach it. */
export interface ArchipelagoPlan {
  readonly archipelago: Archipelago;
  /** First the name, then what it belongs to. */
  readonly lines: readonly string[];
  readonly whole: string;
  /** The box on the screen; absent in place. */
  readonly inset: Box | undefined;
}

const lineHeight = 15.5;

/** From this width on the screen on, in design pixels, single islands are named. */
const nameable = 260;

/** Plans the archipelagos: those whose middle is in sight and free stand in place, the others in boxes along an edge, starting from a corner. */
export function planArchipelagos({
  camera,
  locale,
  px,
  taken,
  isSmall,
}: {
  readonly camera: Camera;
  readonly locale: string;
  readonly px: number;
  /** What else stands on the map. */
  readonly taken: readonly Box[];
  readonly isSmall: boolean;
}): readonly ArchipelagoPlan[] {
  const margin = 24 * px;
  const inner = { left: margin, top: margin, right: camera.width - margin, bottom: camera.height - margin };
  const plans = archipelagos.map((archipelago): ArchipelagoPlan => {
    const name = label(archipelago.name, locale);
    const of = label(archipelago.of, locale);
    return { archipelago, lines: isSmall ? [name] : [name, ...of.split(/(?<=,) /)], whole: `${name} (${of})`, inset: undefined };
  });
  const isThere = ({ archipelago }: ArchipelagoPlan) => {
    const middle = onScreen(camera, middleOf(archipelago));
    return isInside(middle, inner) && !taken.some((box) => isInside(middle, box));
  };
  const inPlace = plans.filter(isThere);
  const own = inPlace.map((plan) => archipelagoBox(plan, camera, px));
  const { boxes, isCompact } = insetBoxes({ camera, count: plans.length - inPlace.length, isSmall, own, taken, px });
  let next = 0;
  return plans.map((plan) => {
    if (inPlace.includes(plan)) return plan;
    const inset = boxes[next];
    next += 1;
    return { ...plan, inset, lines: isCompact ? plan.lines.slice(0, 1) : plan.lines };
  });
}

/** Boxes that lie over nothing and not over each other; on a small map compact ones, at last over other things but never over each other. */
function insetBoxes({
  camera,
  count,
  isSmall,
  own,
  taken,
  px,
}: {
  camera: Camera;
  count: number;
  isSmall: boolean;
  own: readonly Box[];
  taken: readonly Box[];
  px: number;
}): { readonly boxes: readonly Box[]; readonly isCompact: boolean } {
  const gap = 8 * px;
  const full = { width: 158 * px, height: (isSmall ? 62 : 98) * px };
  const compact = { width: 130 * px, height: 62 * px };
  const place = (size: { width: number; height: number }, used: readonly Box[]): readonly Box[] => {
    const found: Box[] = [];
    for (let index = 0; index < count; index += 1) {
      const box = freeBox(camera, size, [...used, ...found], gap);
      if (box) found.push(box);
    }
    return found;
  };
  for (const [size, used] of [
    [full, [...taken, ...own]],
    [compact, [...taken, ...own]],
    [compact, own],
  ] as const) {
    const boxes = place(size, used);
    if (boxes.length === count) return { boxes, isCompact: size === compact };
  }
  return { boxes: sharedEdge(camera, count, compact, gap), isCompact: true };
}

/** Boxes one above the other at the right edge, or side by side where the map is low, as small as they must be. */
function sharedEdge(camera: Camera, count: number, size: { width: number; height: number }, gap: number): readonly Box[] {
  const isLow = camera.height < (size.height + gap) * count + gap;
  const [columns, rows] = isLow && camera.width >= (size.width + gap) * count + gap ? [count, 1] : [1, count];
  const width = Math.min(size.width, (camera.width - gap * (columns + 1)) / columns);
  const height = Math.min(size.height, (camera.height - gap * (rows + 1)) / rows);
  return Array.from({ length: count }, (_, index) => {
    const [right, bottom] = [
      camera.width - gap - (index % columns) * (width + gap),
      camera.height - gap - Math.floor(index / columns) * (height + gap),
    ];
    return { left: right - width, top: bottom - height, right, bottom };
  });
}

/** What an archipelago covers on the screen with its name. */
export function archipelagoBox({ archipelago, lines, inset }: ArchipelagoPlan, camera: Camera, px: number): Box {
  if (inset) return inset;
  const [x, y] = onScreen(camera, middleOf(archipelago));
  const below = y + spreadOf(archipelago, camera) / 2;
  return {
    left: x - 70 * px,
    right: x + 70 * px,
    top: y - spreadOf(archipelago, camera) / 2,
    bottom: below + (lines.length * lineHeight + 6) * px,
  };
}

export function archipelagoView({ archipelago, lines, whole, inset }: ArchipelagoPlan, camera: Camera, px: number): SVGTemplateResult {
  if (!inset) {
    const [x, y] = onScreen(camera, middleOf(archipelago));
    const spread = spreadOf(archipelago, camera);
    const isNamed = spread > nameable * px;
    return svg`<g class="archipelago" role="img" aria-label=${whole}>
      ${archipelago.features.map(({ name, at }) => {
        const [ix, iy] = onScreen(camera, toPlane(at));
        return svg`<circle class="island" cx=${ix} cy=${iy} r=${1.8 * px}></circle>${isNamed ? svg`<text class="island-name" x=${ix + 6 * px} y=${iy + 4 * px}>${name}</text>` : nothing}`;
      })}
      ${linesView(lines, [x, Math.min(y + spread / 2 + 14 * px, camera.height - (lines.length * lineHeight - 8) * px)], px)}
    </g>`;
  }
  const box = boxOf(archipelago.features.map(({ at }) => toPlane(at)));
  if (!box) return svg``;
  const room = { width: inset.right - inset.left - 24 * px, height: inset.bottom - inset.top - (lines.length * lineHeight + 22) * px };
  const scale = Math.max(Math.min(room.width / (box.right - box.left), room.height / (box.bottom - box.top)), 0);
  const [cx, top] = [(inset.left + inset.right) / 2, inset.top + 9 * px];
  return svg`<g class="archipelago" role="img" aria-label=${whole}>
    <rect class="inset" x=${inset.left} y=${inset.top} width=${inset.right - inset.left} height=${inset.bottom - inset.top}></rect>
    ${archipelago.features.map(({ at }) => {
      const [x, y] = toPlane(at);
      return svg`<circle class="island" cx=${cx + (x - (box.left + box.right) / 2) * scale} cy=${top + (y - box.top) * scale} r=${1.8 * px}></circle>`;
    })}
    ${linesView(lines, [cx, inset.bottom - ((lines.length - 1) * lineHeight + 7) * px], px)}
  </g>`;
}

function linesView(lines: readonly string[], [x, y]: Point, px: number): SVGTemplateResult {
  return svg`${lines.map((line, index) => svg`<text class=${index === 0 ? 'archipelago-name' : 'archipelago-of'} x=${x} y=${y + index * lineHeight * px}>${line}</text>`)}`;
}

function middleOf({ features }: Archipelago): Point {
  const box = boxOf(features.map(({ at }) => toPlane(at)));
  return box ? [(box.left + box.right) / 2, (box.top + box.bottom) / 2] : [0, 0];
}

/** Height of the islands on the screen. */
function spreadOf({ features }: Archipelago, camera: Camera): number {
  const box = boxOf(features.map(({ at }) => toPlane(at)));
  return box ? (box.bottom - box.top) * scaleOf(camera) : 0;
}

/** The first free place along the lower edge from the right, then row by row up; nothing where there is none. */
function freeBox(
  camera: Camera,
  { width, height }: { width: number; height: number },
  taken: readonly Box[],
  gap: number,
): Box | undefined {
  const at = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height });
  const tried: Box[] = [];
  for (let top = camera.height - height - gap; top >= gap; top -= height / 2) {
    for (let left = camera.width - width - gap; left >= gap; left -= width / 2) tried.push(at(left, top));
  }
  const isFree = (box: Box) =>
    !taken.some(
      (other) =>
        box.left < other.right + gap && other.left < box.right + gap && box.top < other.bottom + gap && other.top < box.bottom + gap,
    );
  return tried.find(isFree);
}
