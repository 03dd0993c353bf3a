import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { drawNoMore, drawSoon } from '../../draw-queue.ts';
import { type Camera, fitted, held, limitsFor, onPlane, type Padding, zoomed } from '../geometry/camera.ts';
import type { Box, Point } from '../geometry/plane.ts';
import type { GlDrawing, GlSetting } from './gl.ts';
import { claimContext, releaseContext } from './gl-budget.ts';
import { isSamePicture, type Picture } from './picture.ts';
import { drawSvg } from './svg.ts';

/** What the stage asks of its widget. */
export interface StageOwner extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment;
}

/** How the whole stands in a room: what the whole is, the room that other things take at the sides, how far one may go beyond. */
export interface Framing {
  readonly home: Box | undefined;
  readonly padding: Padding;
  readonly reach: Box | undefined;
}

/** What a stage is told when it is made. */
export interface StageSetting {
  /** Asked whenever the room or the whole changed. */
  readonly frame: (room: { readonly width: number; readonly height: number }) => Framing;
  /** The look changed, maybe in the middle of a move. */
  readonly moved: (camera: Camera, isSettled: boolean) => void;
  /** Nobody will move it: a preview, or paper, where lines must stay lines. */
  readonly isStill: () => boolean;
  readonly texts: () => GlSetting['texts'];
}

/** Without anything to look at: the middle of the country. */
const nowhere: Box = { left: 807_000, top: 445_000, right: 853_000, bottom: 506_000 };

/** Off screen a context is given back after this time, in milliseconds. */
const leave = 5_000;

/** Keeps a picture drawn in a box: as SVG at once, by WebGL as soon as that is there and as long as the box is in sight. Follows the box, the reader's gestures, and a lost context. */
export class Stage implements ReactiveController {
  readonly #host: StageOwner;
  readonly #setting: StageSetting;
  readonly #room = new ResizeObserver(() => drawSoon(this.#fit));
  readonly #sight = new IntersectionObserver((entries) => this.#seen(entries.at(-1)?.isIntersecting ?? false), { rootMargin: '120px' });
  #box: HTMLElement | undefined;
  #svg: SVGSVGElement | undefined;
  #picture: Picture | undefined;
  #drawn: { readonly picture: Picture; readonly camera: Camera } | undefined;
  #camera: Camera | undefined;
  /** Where a short way leads to that is not at its end. */
  #goal: Camera | undefined;
  #whole: Camera | undefined;
  #reach: Box | undefined;
  #framed: unknown;
  #isTouched = false;
  #isSeen = false;
  #gl: GlDrawing | undefined;
  #isGlReady = false;
  #isLoading = false;
  #losses = 0;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(host: StageOwner, setting: StageSetting) {
    this.#host = host;
    this.#setting = setting;
    host.addController(this);
  }

  hostConnected(): void {
    if (this.#box) this.#watch(this.#box);
  }

  hostDisconnected(): void {
    this.#room.disconnect();
    this.#sight.disconnect();
    this.#isSeen = false;
    clearTimeout(this.#leaving);
    clearTimeout(this.#again);
    drawNoMore(this.#draw);
    drawNoMore(this.#fit);
    this.#dropGl();
  }

  /** Where the map looks; nothing before it has room. */
  get camera(): Camera | undefined {
    return this.#camera;
  }

  /** The look at the whole; nothing before it has room. */
  get whole(): Camera | undefined {
    return this.#whole;
  }

  /** Drawn by WebGL at the moment. */
  get isGl(): boolean {
    return this.#isGlReady;
  }

  /** The box to draw in, or none. */
  readonly mount = (box: Element | undefined): void => {
    if (box === this.#box) return;
    this.hostDisconnected();
    this.#box = box instanceof HTMLElement ? box : undefined;
    this.#svg = this.#box?.querySelector('svg') ?? undefined;
    this.#drawn = undefined;
    if (this.#box && this.#host.isConnected) this.#watch(this.#box);
  };

  /** Shows a picture. The whole is framed anew when `framed` is another than before. */
  show(picture: Picture, framed: string): void {
    if (!isSamePicture(this.#picture, picture)) this.#picture = picture;
    this.#gl?.rename(this.#setting.texts().name);
    if (framed !== this.#framed || !this.#camera) drawSoon(this.#fit);
    this.#framed = framed;
    drawSoon(this.#draw);
  }

  /** Looks at the whole again. */
  lookAtWhole(): void {
    if (!this.#whole) return;
    this.#isTouched = false;
    this.#go(this.#whole, true);
  }

  zoomBy(by: number): void {
    const from = this.#goal ?? this.#camera;
    if (!from) return;
    this.#isTouched = true;
    this.#go(zoomed(from, by), true);
  }

  /** Looks at a box, nearer than now. */
  lookAt(box: Box): void {
    if (!this.#camera) return;
    this.#isTouched = true;
    const { width, height } = this.#camera;
    const near = fitted(box, { width, height }, { left: 60, top: 60, right: 60, bottom: 60 }, 17);
    this.#go({ ...near, zoom: Math.max(near.zoom, this.#camera.zoom + 1) }, true);
  }

  /** Moves by pixels: the SVG drawing has no gestures of its own. */
  panBy([dx, dy]: Point): void {
    if (!this.#camera || this.#isGlReady) return;
    this.#isTouched = true;
    const { width, height } = this.#camera;
    this.#go({ ...this.#camera, middle: onPlane(this.#camera, [width / 2 - dx, height / 2 - dy]) }, false);
  }

  #watch(box: HTMLElement): void {
    this.#room.observe(box);
    this.#sight.observe(box);
  }

  readonly #fit = (): void => {
    if (!this.#box) return;
    const { clientWidth: width, clientHeight: height } = this.#box;
    if (width === 0 || height === 0) return;
    const { home, padding, reach } = this.#setting.frame({ width, height });
    const whole = fitted(home ?? nowhere, { width, height }, padding);
    this.#whole = whole;
    this.#reach = reach;
    const limits = limitsFor(whole, this.#reach);
    this.#gl?.resize();
    this.#gl?.limit(limits);
    this.#go(this.#isTouched && this.#camera ? { ...this.#camera, width, height } : whole, false);
  };

  #go(camera: Camera, isEased: boolean): void {
    const to = this.#whole ? held(camera, limitsFor(this.#whole, this.#reach)) : camera;
    const isWay = isEased && this.#isGlReady;
    this.#goal = isWay ? to : undefined;
    this.#gl?.look(to, isWay);
    if (!isWay) this.#moved(to, true);
  }

  #moved(camera: Camera, isSettled: boolean): void {
    this.#camera = camera;
    // A new way stops the one before, which then says that it ended.
    if (isSettled && this.#goal && Math.abs(this.#goal.zoom - camera.zoom) < 0.001) this.#goal = undefined;
    if (!this.#isGlReady) drawSoon(this.#draw);
    this.#setting.moved(camera, isSettled);
  }

  readonly #draw = (): void => {
    const [svg, picture, camera] = [this.#svg, this.#picture, this.#camera];
    if (!svg || !picture || !camera) return;
    this.#gl?.draw(picture);
    if (this.#isGlReady || (this.#drawn?.picture === picture && this.#drawn.camera === camera)) return;
    this.#drawn = { picture, camera };
    drawSvg(svg, picture, camera);
    this.#tryGl();
  };

  #seen(isSeen: boolean): void {
    this.#isSeen = isSeen;
    clearTimeout(this.#leaving);
    if (isSeen) this.#tryGl();
    else this.#leaving = setTimeout(() => this.#dropGl(), leave);
  }

  #tryGl(): void {
    if (
      this.#setting.isStill() ||
      this.#gl ||
      this.#isLoading ||
      !this.#isSeen ||
      this.#losses > 3 ||
      !this.#picture ||
      !this.#camera ||
      !this.#drawn
    )
      return;
    if (!claimContext(this)) return;
    this.#wait(true);
    this.#isLoading = true;
    void this.#makeGl();
  }

  async #makeGl(): Promise<void> {
    try {
      const { adoptGlStyles, GlDrawing } = await import('./gl.ts');
      const [box, picture, camera, whole] = [this.#box?.querySelector<HTMLElement>('.gl'), this.#picture, this.#camera, this.#whole];
      if (!this.#isSeen || !box || !picture || !camera || !whole) return releaseContext(this);
      const { renderRoot } = this.#host;
      if (renderRoot instanceof ShadowRoot) adoptGlStyles(renderRoot);
      this.#gl = new GlDrawing({
        box,
        picture,
        camera,
        limits: limitsFor(whole, this.#reach),
        texts: this.#setting.texts(),
        moved: (now, { isSettled, isByReader }) => {
          if (!this.#isGlReady) return;
          if (isByReader) {
            this.#isTouched = true;
            this.#goal = undefined;
          }
          this.#moved(now, isSettled);
        },
        ready: () => this.#glReady(),
        lost: (reason) => this.#glLost(reason),
      });
    } catch (error) {
      this.#glLost(error);
    } finally {
      this.#isLoading = false;
      if (!this.#gl) this.#wait(false);
    }
  }

  /** Says that a better drawing is on its way. */
  #wait(isWaiting: boolean): void {
    if (isWaiting) this.#box?.setAttribute('aria-busy', 'true');
    else this.#box?.removeAttribute('aria-busy');
  }

  #glReady(): void {
    this.#isGlReady = true;
    this.#losses = 0;
    this.#wait(false);
    this.#box?.classList.add('drawn-by-gl');
    if (this.#camera) this.#gl?.look(this.#camera, false);
    this.#host.requestUpdate();
  }

  /** The SVG stays behind the canvas and shows again; after a while WebGL is tried once more. */
  #glLost(reason: unknown): void {
    console.warn('core/map draws without WebGL:', reason);
    this.#losses += 1;
    this.#dropGl();
    this.#again = setTimeout(() => this.#tryGl(), 2_000 * this.#losses);
    this.#host.requestUpdate();
  }

  #dropGl(): void {
    this.#gl?.dispose();
    this.#gl = undefined;
    this.#isGlReady = false;
    this.#wait(false);
    this.#box?.classList.remove('drawn-by-gl');
    releaseContext(this);
    this.#drawn = undefined;
    if (this.#box?.isConnected) drawSoon(this.#draw);
  }
}
