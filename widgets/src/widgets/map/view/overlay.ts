import { nothing, render, type SVGTemplateResult, svg } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { statusMark } from '../../../atoms/status-shape.ts';
import type { PointShape } from '../figures/reports.ts';
import { type Camera, onScreen } from '../geometry/camera.ts';
import type { Point } from '../geometry/plane.ts';
import type { Label } from '../layout/labels.ts';
import type { Mark } from '../layout/marks.ts';
import type { ArchipelagoPlan } from './archipelago-view.ts';
import { archipelagoView } from './archipelago-view.ts';

/** A tag beside a cluster. */
export interface Tag {
  readonly mark: Mark;
  readonly words: string;
  readonly offset: Point;
}

/** Everything that stands on the map and keeps its size. */
export interface OverlayPlan {
  readonly labels: readonly Label[];
  readonly marks: readonly Mark[];
  readonly tags: readonly Tag[];
  readonly archipelagos: readonly ArchipelagoPlan[];
  readonly theme: 'dark' | 'light';
  readonly px: number;
}

/** What is told of marks, and whom. */
export interface OverlayHandlers {
  /** Name of all marks, and of one. */
  readonly name: (count: number) => string;
  readonly nameOf: (mark: Mark) => string;
  readonly press: (mark: Mark) => void;
  readonly count: (value: number) => string;
}

/** Draws names and marks over the map, and moves them with it. */
export class Overlay {
  readonly #handlers: OverlayHandlers;
  #plan: OverlayPlan | undefined;
  #camera: Camera | undefined;
  #into: SVGSVGElement | undefined;
  #at: Mark | undefined;

  constructor(handlers: OverlayHandlers) {
    this.#handlers = handlers;
  }

  readonly mount = (into: Element | undefined): void => {
    this.#into = into instanceof SVGSVGElement ? into : undefined;
    this.#draw();
  };

  show(plan: OverlayPlan, camera: Camera): void {
    this.#plan = plan;
    this.#camera = camera;
    this.#draw();
  }

  /** The same things at another look, where the archipelagos find their places anew. */
  move(camera: Camera, archipelagos: readonly ArchipelagoPlan[]): void {
    if (this.#plan) this.#plan = { ...this.#plan, archipelagos };
    this.#camera = camera;
    this.#draw();
  }

  #draw(): void {
    const [into, plan, camera] = [this.#into, this.#plan, this.#camera];
    if (!into || !plan || !camera) return;
    const { labels, marks, tags, px, theme } = plan;
    const before = this.#at;
    const heir = before && (marks.find(({ id }) => id === before.id) ?? holderOf(marks, before));
    if (heir) this.#at = heir;
    const at = (heir ?? marks.at(-1))?.id;
    const hadFocus = (into.getRootNode() as ShadowRoot).activeElement?.matches('.mark') === true;
    const move = ([x, y]: Point, [dx, dy]: Point = [0, 0]) => `translate(${(x + dx).toFixed(1)} ${(y + dy).toFixed(1)})`;
    render(
      svg`<g class=${theme}>
        ${plan.archipelagos.map((one) => archipelagoView(one, camera, px))}
        ${marks.map(({ at: place, offset }) => {
          if (offset[0] === 0 && offset[1] === 0) return nothing;
          const [x, y] = onScreen(camera, place);
          return svg`<path class="leader" d=${`M${x} ${y}l${offset[0]} ${offset[1]}`}></path>`;
        })}
        ${
          marks.length === 0
            ? nothing
            : svg`<g class="marks" role="group" aria-label=${this.#handlers.name(marks.length)} @keydown=${this.#key}>
          ${repeat(
            marks,
            ({ id }) => id,
            (mark) => svg`<g
              class="mark"
              role="button"
              tabindex=${mark.id === at ? 0 : -1}
              aria-label=${this.#handlers.nameOf(mark)}
              data-id=${mark.id}
              transform=${move(onScreen(camera, mark.at), mark.offset)}
              @click=${() => this.#press(mark)}
              @focus=${() => this.#reach(mark)}
            >${this.#markView(mark, px)}</g>`,
          )}
        </g>`
        }
        <g class="names" aria-hidden="true">
          ${tags.map(({ mark, words, offset }) => svg`<text class="tag" transform=${move(onScreen(camera, mark.at), offset)}>${words}</text>`)}
          ${repeat(
            labels,
            ({ key }) => key,
            ({ anchor, offset, name, value }) => svg`<g transform=${move(onScreen(camera, anchor), offset)}>
              <text class="name" y=${(value === '' ? 4.5 : -3.5) * px}>${name}</text>
              ${value === '' ? nothing : svg`<text class="figure" y=${12 * px}>${value}</text>`}
            </g>`,
          )}
        </g>
      </g>`,
      into,
    );
    // A ring that fell apart took the focus with it.
    const isLost = hadFocus && (into.getRootNode() as ShadowRoot).activeElement === null;
    if (isLost) into.querySelector<SVGElement>('.mark[tabindex="0"]')?.focus({ preventScroll: true });
  }

  #markView({ ring, shape, reports }: Mark, px: number): SVGTemplateResult {
    if (ring === 0)
      return svg`<circle class="hit" r=${11 * px}></circle><circle class="focus" r=${11 * px}></circle>${shapeView(shape, px)}`;
    const [dx, dy] = [ring * 0.72, -ring * 0.72];
    return svg`<circle class="focus" r=${ring + 4 * px}></circle><circle class="ring" r=${ring}></circle>
      <text class="count" y=${4.2 * px}>${this.#handlers.count(reports.length)}</text>
      ${shape === 'normal' || shape === 'done' ? nothing : svg`<g transform=${`translate(${dx} ${dy})`}>${shapeView(shape, px)}</g>`}`;
  }

  #press(mark: Mark): void {
    this.#reach(mark);
    this.#handlers.press(mark);
  }

  #reach(mark: Mark): void {
    if (this.#at?.id === mark.id) return;
    this.#at = mark;
    this.#draw();
  }

  readonly #key = (event: KeyboardEvent): void => {
    const [plan, camera] = [this.#plan, this.#camera];
    if (!plan || !camera || event.altKey || event.ctrlKey || event.metaKey) return;
    const here = plan.marks.find(({ id }) => id === (event.target as Element).getAttribute('data-id'));
    if (!here) return;
    const ways: { readonly [code: string]: Point } = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[event.code];
    if (event.code === 'Enter' || event.code === 'Space') this.#press(here);
    else if (way) this.#focus(nextMark(plan.marks, here, way, camera));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #focus(mark: Mark | undefined): void {
    if (!mark) return;
    this.#reach(mark);
    this.#into?.querySelector<SVGElement>(`.mark[tabindex="0"]`)?.focus();
  }
}

/** The mark that holds the first report of another. */
function holderOf(marks: readonly Mark[], { reports: [first] }: Mark): Mark | undefined {
  return marks.find(({ reports }) => reports.some(({ id }) => id === first?.id));
}

/** The nearest mark in a direction; what lies aside of it counts as farther. */
function nextMark(marks: readonly Mark[], from: Mark, [wx, wy]: Point, camera: Camera): Mark | undefined {
  const [x, y] = onScreen(camera, from.at);
  let [best, least]: [Mark | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  for (const mark of marks) {
    const [mx, my] = onScreen(camera, mark.at);
    const along = (mx - x) * wx + (my - y) * wy;
    const aside = Math.abs((mx - x) * wy) + Math.abs((my - y) * wx);
    const isOnScreen = mx >= 0 && my >= 0 && mx <= camera.width && my <= camera.height;
    if (mark === from || along <= 0 || !isOnScreen || along + 2.5 * aside >= least) continue;
    [best, least] = [mark, along + 2.5 * aside];
  }
  return best;
}

const sizes: { readonly [shape in PointShape]: number } = { critical: 15, high: 13, caution: 12, normal: 6.6, done: 6.6 };

/** Shape of a report round the origin. */
function shapeView(shape: PointShape, px: number): SVGTemplateResult {
  const size = sizes[shape] * px;
  if (shape === 'normal' || shape === 'done') return svg`<circle class=${`dot ${shape}`} r=${size / 2}></circle>`;
  return svg`<svg class="shape" x=${-size / 2} y=${-size / 2} width=${size} height=${size} viewBox="0 0 16 16">${statusMark(shape)}</svg>`;
}
