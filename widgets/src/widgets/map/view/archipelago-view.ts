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
  const used: Box[] = [...taken];
  return archipelagos.map((archipelago) => {
    const name = label(archipelago.name, locale);
    const of = label(archipelago.of, locale);
    const plan = { archipelago, lines: isSmall ? [name] : [name, ...of.split(/(?<=,) /)], whole: `${name} (${of})` };
    const middle = onScreen(camera, middleOf(archipelago));
    const margin = 24 * px;
    const isThere =
      isInside(middle, { left: margin, top: margin, right: camera.width - margin, bottom: camera.height - margin }) &&
      !taken.some((box) => isInside(middle, box));
    if (isThere) return { ...plan, inset: undefined };
    const inset = freeBox(camera, { width: 158 * px, height: (isSmall ? 62 : 98) * px }, used, 8 * px);
    used.push(inset);
    return { ...plan, inset };
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
  const scale = Math.min(room.width / (box.right - box.left), room.height / (box.bottom - box.top));
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

/** The first free place along the lower edge from the right, then up the right edge, then along the lower edge again. */
function freeBox(camera: Camera, { width, height }: { width: number; height: number }, taken: readonly Box[], gap: number): Box {
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
  return tried.find(isFree) ?? at(Math.max(camera.width - width - gap, 0), Math.max(camera.height - height - gap, 0));
}
