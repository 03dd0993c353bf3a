import type { LayerName } from '../definition.ts';
import type { Palette } from '../drawing/palette.ts';
import { type Camera, onScreen, sight } from '../geometry/camera.ts';
import { type Box, grown, overlap, world } from '../geometry/plane.ts';
import type { Sheet } from '../sheet.ts';
import { type ArchipelagoPlan, archipelagoBox, planArchipelagos } from '../view/archipelago-view.ts';
import type { OverlayPlan, Tag } from '../view/overlay.ts';
import { type LabelType, type LabelWish, placeLabels } from './labels.ts';
import { giveWay, type Mark, ReportGroups } from './marks.ts';
import { toRims } from './rims.ts';

/** What the things on the map are laid out from. */
export interface Setting {
  readonly sheet: Sheet;
  readonly camera: Camera;
  /** The look at the whole. */
  readonly whole: Camera | undefined;
  readonly layers: ReadonlySet<LayerName>;
  /** Boxes of the list, the controls and the like, on the screen. */
  readonly taken: readonly Box[];
  readonly chosen: string | undefined;
  readonly palette: Palette;
  readonly theme: 'dark' | 'light';
  readonly locale: string;
  /** Words beside a cluster; none where it is about several things. */
  readonly tagOf: (mark: Mark) => string;
  /** Too low for names. */
  readonly isTight: boolean;
}

/** Below this width a map names the archipelagos only, in design pixels. */
const small = 430;

/** Lays out what stands on the map at a look: the archipelagos, then names, then points, which give way. */
export class Layout {
  readonly #groups = new ReportGroups();
  #type: { readonly key: string; readonly type: LabelType } | undefined;

  plan({ sheet, camera, whole, layers, taken, chosen, palette, theme, locale, tagOf, isTight }: Setting): OverlayPlan {
    const px = palette.scale;
    const archipelagos = this.archipelagosAt(camera, { sheet, whole, taken, palette, locale });
    const fixed = [...taken, ...archipelagos.map((one) => archipelagoBox(one, camera, px))];
    const type = this.#typeOf(palette);
    const labels = placeLabels({
      wishes: wishesOf(sheet, layers, chosen).filter(({ isFirst }) => isFirst || !isTight),
      camera,
      type,
      obstacles: fixed,
    });
    const boxes = labels.map(({ box }) => box);
    const all = layers.has('points') && sheet.reports ? this.#groups.marks(sheet.reports.list, camera, px) : [];
    const marks = toRims(giveWay(all, boxes, camera, px), boxes, camera, px);
    return { labels, marks, tags: tagsOf(marks, [...boxes, ...fixed], camera, px, type, tagOf), archipelagos, theme, px };
  }

  /** The archipelagos alone: cheap enough for every step of a move. */
  archipelagosAt(
    camera: Camera,
    { sheet: { shapes, home }, whole, taken, palette, locale }: Pick<Setting, 'sheet' | 'whole' | 'taken' | 'palette' | 'locale'>,
  ): readonly ArchipelagoPlan[] {
    const px = palette.scale;
    if (!shapes.isNational && home && whole && !reachesBeyond(camera, whole, home)) return [];
    return planArchipelagos({ camera, locale, px, taken, isSmall: camera.width < small * px });
  }

  #typeOf({ font, scale }: Palette): LabelType {
    const key = `${scale} ${font}`;
    if (this.#type?.key === key) return this.#type.type;
    const context = document.createElement('canvas').getContext('2d');
    const measure = (weight: number, size: number) => {
      const known = new Map<string, number>();
      return (text: string): number => {
        const before = known.get(text);
        if (before !== undefined) return before;
        if (context) context.font = `${weight} ${size * scale}px ${font}`;
        const width = context?.measureText(text).width ?? text.length * size * scale * 0.55;
        known.set(text, width);
        return width;
      };
    };
    const type: LabelType = { nameWidth: measure(600, 13), valueWidth: measure(500, 12.5), line: 16.5 * scale };
    this.#type = { key, type };
    return type;
  }
}

/** From this width on, in units of the plane (about 80 km), a home is as large as a province, and what lies around it is the country. */
const provincial = 0.75 * (world / 360);

/** Whether a look shows clearly more than the look at the whole. */
function reachesBeyond(camera: Camera, whole: Camera, home: Box): boolean {
  const seen = sight(camera);
  const { left, top, right, bottom } = sight(whole);
  const share = Math.max(home.right - home.left, home.bottom - home.top) > provincial ? 0.1 : 0.6;
  const near = grown({ left, top, right, bottom }, (right - left) * share, (bottom - top) * share);
  return seen.left < near.left || seen.right > near.right || seen.top < near.top || seen.bottom > near.bottom;
}

function wishesOf({ shapes, figures, units }: Sheet, layers: ReadonlySet<LayerName>, chosen: string | undefined): readonly LabelWish[] {
  const hasFigures = layers.has('areas') && units.measure !== undefined;
  return shapes.units.flatMap(({ key, anchor, box }) => {
    const figure = figures.get(key);
    return figure ? [{ key, anchor, box, name: figure.short, value: hasFigures ? figure.mapWords : '', isFirst: key === chosen }] : [];
  });
}

/** Words beside clusters, where nothing else stands. */
function tagsOf(
  marks: readonly Mark[],
  taken: readonly Box[],
  camera: Camera,
  px: number,
  { valueWidth, line }: LabelType,
  tagOf: (mark: Mark) => string,
): readonly Tag[] {
  const used: Box[] = [...taken, ...marks.map((mark) => boxOfMark(mark, camera, px))];
  const tags: Tag[] = [];
  for (const mark of marks) {
    const words = mark.ring > 0 ? tagOf(mark) : '';
    if (words === '') continue;
    const [x, y] = onScreen(camera, mark.at);
    const width = valueWidth(words);
    const own = boxOfMark(mark, camera, px);
    for (const dx of [mark.ring + 5 * px, -mark.ring - 5 * px - width]) {
      const box: Box = { left: x + dx, right: x + dx + width, top: y - line / 2, bottom: y + line / 2 };
      const isFree = !used.some((other) => !isEqual(other, own) && overlap(box, other));
      if (!isFree || box.left < 0 || box.right > camera.width || box.top < 0 || box.bottom > camera.height) continue;
      tags.push({ mark, words, offset: [dx, 4 * px] });
      used.push(box);
      break;
    }
  }
  return tags;
}

function boxOfMark({ at, offset, ring }: Mark, camera: Camera, px: number): Box {
  const [x, y] = onScreen(camera, at);
  const half = ring > 0 ? ring : 6 * px;
  return { left: x + offset[0] - half, right: x + offset[0] + half, top: y + offset[1] - half, bottom: y + offset[1] + half };
}

function isEqual(a: Box, b: Box): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
}
