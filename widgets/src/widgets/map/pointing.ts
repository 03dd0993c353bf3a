import { placeIn } from '../place-in.ts';
import { unitAt } from './drawing/shapes.ts';
import type { Stage } from './drawing/stage.ts';
import type { UnitFigure } from './figures/units.ts';
import { onPlane } from './geometry/camera.ts';
import type { Point } from './geometry/plane.ts';
import type { MapHost } from './map-host.ts';
import type { Popover } from './popover.ts';
import type { Selection } from './selection.ts';
import { Tip } from './view/tip.ts';

/** What a pointer acts on. */
export interface PointingTargets {
  readonly stage: Stage;
  readonly selection: Selection;
  readonly popover: Popover;
}

/** How far a press may wander and still be one, in pixels. */
const steady = 5;

/** Tells presses, hovering and dragging on the picture apart; what stands over it is none of its business. */
export class Pointing {
  readonly #host: MapHost;
  readonly #targets: PointingTargets;
  readonly #tip = new Tip();
  #pressed: Point | undefined;
  #panned: Point | undefined;

  constructor(host: MapHost, targets: PointingTargets) {
    this.#host = host;
    this.#targets = targets;
  }

  /** The word beside the pointer. */
  get tip(): Tip {
    return this.#tip;
  }

  readonly down = (event: PointerEvent): void => {
    this.#pressed = this.#pixel(event);
    this.#panned = event.pointerType === 'mouse' && event.button === 0 && isOnPicture(event) ? this.#pressed : undefined;
  };

  readonly move = (event: PointerEvent): void => {
    const at = this.#pixel(event);
    if (this.#panned && event.buttons === 1) {
      this.#targets.stage.panBy([at[0] - this.#panned[0], at[1] - this.#panned[1]]);
      this.#panned = at;
    }
    this.#hover(event.pointerType !== 'touch' && isOnPicture(event) ? at : undefined);
  };

  readonly up = (): void => {
    this.#panned = undefined;
  };

  readonly leave = (): void => {
    this.#panned = undefined;
    this.#hover(undefined);
  };

  readonly click = (event: MouseEvent): void => {
    const at = this.#pixel(event);
    const hasWandered = this.#pressed !== undefined && Math.hypot(at[0] - this.#pressed[0], at[1] - this.#pressed[1]) > steady;
    if (!hasWandered && isOnPicture(event)) this.#press(at);
  };

  #hover(pixel: Point | undefined): void {
    const { stage, selection } = this.#targets;
    const unit = pixel && this.#unitAt(pixel);
    selection.point(unit);
    if (unit) this.#tip.show({ name: unit.title, words: unit.words }, pixel, stage.camera?.width ?? 0);
    else this.#tip.hide();
  }

  #press(pixel: Point): void {
    this.#targets.popover.drop();
    const unit = this.#unitAt(pixel);
    if (unit) this.#targets.selection.choose(unit);
  }

  #unitAt(pixel: Point): UnitFigure | undefined {
    const { camera } = this.#targets.stage;
    const { sheet } = this.#host;
    const shape = camera && sheet && unitAt(sheet.shapes, onPlane(camera, pixel));
    return shape && sheet.figures.get(shape.key);
  }

  #pixel(event: MouseEvent): Point {
    const box = this.#host.renderRoot.querySelector<HTMLElement>('.stage');
    return box ? placeIn(box, event) : [event.clientX, event.clientY];
  }
}

function isOnPicture({ target }: Event): boolean {
  return target instanceof Element && target.closest('.picture') !== null;
}
