import { IocWidget, type Ports } from '@haidang/sdk/client';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { MapOptions } from './map/definition.ts';
import { isSamePalette, type Palette, paletteOf } from './map/drawing/palette.ts';
import { Stage } from './map/drawing/stage.ts';
import { basisWords } from './map/figures/basis.ts';
import { GeographyRequest } from './map/geography-request.ts';
import type { Camera } from './map/geometry/camera.ts';
import type { Box } from './map/geometry/plane.ts';
import { Layers } from './map/layers.ts';
import { Layout } from './map/layout/layout.ts';
import { takenOn } from './map/layout/taken.ts';
import type { MapHost } from './map/map-host.ts';
import { Pointing } from './map/pointing.ts';
import { Popover } from './map/popover.ts';
import { Room } from './map/room.ts';
import { Selection } from './map/selection.ts';
import { pictureOf, type Sheet, Sheets } from './map/sheet.ts';
import { mapStyles } from './map/styles.ts';
import { mapTexts } from './map/texts.ts';
import { UnitList } from './map/unit-list.ts';
import type { ArchipelagoPlan } from './map/view/archipelago-view.ts';
import { baseView } from './map/view/base-view.ts';
import { controlsView } from './map/view/controls-view.ts';
import { legendView } from './map/view/legend-view.ts';
import { markName, tagWords } from './map/view/mark-words.ts';
import { Overlay } from './map/view/overlay.ts';
import { Minutes } from './minutes.ts';
import { serverClock, serverNow } from './server-clock.ts';

/** Units in colours, reports where they are, and the list of units that says the same. */
export class CoreMap extends IocWidget<MapOptions> implements MapHost {
  static override properties = { camera: { state: true } };
  static override messages = mapTexts;
  static override styles = mapStyles;

  /** Where the map came to rest. */
  declare camera: Camera | undefined;

  #palette: Palette | undefined;
  /** Boxes that things over the map took when it came to rest. */
  #taken: readonly Box[] = [];
  readonly #geography = new GeographyRequest(this);
  readonly #sheets = new Sheets();
  readonly #layout = new Layout();
  readonly #layers = new Layers(this);
  readonly #room = new Room(this);
  readonly #selection = new Selection(this);
  readonly #list = new UnitList(this, { selection: this.#selection, room: this.#room });
  readonly #stage = new Stage(this, {
    frame: (room) => this.#room.fit(room),
    moved: (camera, isSettled) => this.#moved(camera, isSettled),
    isStill: () => this.context.mode === 'picker' || this.context.mode === 'print',
    texts: () => ({
      name: this.text('summary', { name: this.heading, n: this.sheet?.units.units.length ?? 0 }),
      gestures: this.text('gestures'),
      gesturesMac: this.text('gestures.mac'),
      gesturesTouch: this.text('gestures.touch'),
    }),
  });
  readonly #popover = new Popover(this, this.#stage);
  readonly #pointing = new Pointing(this, { stage: this.#stage, selection: this.#selection, popover: this.#popover });
  readonly #overlay = new Overlay({
    name: (n) => this.text('points', { n }),
    nameOf: (mark) => markName(mark, this.locale),
    press: (mark) => this.#popover.press(mark),
    count: (value) => this.number(value, { decimals: 0 }),
  });

  constructor() {
    super();
    this.addController(new Minutes(() => this.requestUpdate()));
  }

  /** Draws by WebGL at the moment; otherwise the picture is SVG. */
  get isGl(): boolean {
    return this.#stage.isGl;
  }

  /** The shapes of the centre are there, or could not be had. */
  get isSettled(): boolean {
    return this.#geography.isSettled;
  }

  get sheet(): Sheet | undefined {
    return this.#sheets.last;
  }

  get px(): number {
    return this.#palette?.scale ?? 1;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('context')) this.#geography.ask(this.context.geography);
  }

  protected override renderData(ports: Ports): unknown {
    const sheet = this.#sheetOf(ports);
    this.#selection.follow(sheet);
    const { locale } = this;
    const layers = this.#layers.on(sheet);
    const isTight = this.#room.frame?.isTight ?? false;
    const legend = legendView({
      units: layers.has('areas') ? sheet.units : undefined,
      reports: layers.has('points') ? sheet.reports?.list : undefined,
      atLeast: this.options.atLeast ?? 10,
      notes: this.context.size === 'xs' ? [] : this.#notes(sheet),
      labels: this.options.labels,
      locale,
    });
    if (!sheet.canDraw && this.isSettled) return this.#listAlone(sheet, legend);
    return html`<div class="map">
      ${isTight ? nothing : legend}
      <div
        class=${isTight ? 'stage tight' : 'stage'}
        @pointerdown=${this.#pointing.down}
        @pointermove=${this.#pointing.move}
        @pointerleave=${this.#pointing.leave}
        @pointerup=${this.#pointing.up}
        @click=${this.#pointing.click}
        @keydown=${this.#key}
      >
        <div class="picture" ${ref(this.#stage.mount)}><svg aria-hidden="true"></svg><div class="gl"></div></div>
        <svg class="overlay" ${ref(this.#overlay.mount)}></svg>
        ${this.#list.corner(sheet)} ${this.#base(sheet)} ${this.#controls(sheet)}
        ${this.#layers.panel(sheet, this.#geography.answer?.sources ?? [])} ${this.#popover.view(this.camera)}
        <div class="tip" hidden aria-hidden="true" ${ref(this.#pointing.tip.mount)}><b></b><span></span></div>
      </div>
    </div>`;
  }

  protected override skeleton(): TemplateResult {
    return html`<span class="bone short"></span><span class="bone tall"></span><span class="bone tall"></span>`;
  }

  protected override drawn(): void {
    const { sheet } = this;
    if (!sheet) return;
    const palette = paletteOf(this);
    if (!isSamePalette(this.#palette, palette)) this.#palette = palette;
    const picture = pictureOf(sheet, {
      layers: this.#layers.on(sheet),
      chosen: this.#selection.chosen,
      pointed: this.#selection.pointed,
      palette: this.#palette ?? palette,
    });
    const framed = [sheet.homeId, sheet.shapes.basis, this.#list.isOpen, sheet.units.units.length, this.context.size];
    this.#stage.show(picture, framed.join(' '));
    this.#lay();
  }

  #sheetOf(ports: Ports): Sheet {
    const { options, locale } = this;
    const geography = this.#geography.answer;
    const now = serverNow(this.context);
    return this.#sheets.sheet({
      ports,
      geography,
      telling: { options, locale, today: serverClock(this.context).slice(0, 10), vars: this.context.vars },
      now,
    });
  }

  #notes({ reports, away }: Sheet): readonly string[] {
    const told = (key: string, n: number) => (n > 0 ? [this.text(key, { n })] : []);
    return [...told('noPlace', reports?.withoutPlace ?? 0), ...told('away', away)];
  }

  /** Without anything to draw: the list, and why. */
  #listAlone(sheet: Sheet, legend: unknown): TemplateResult {
    return html`<div class="map">
      ${legend}
      <p class="sentence">${this.text(this.#geography.hasFailed ? 'noGeography' : 'noShapes')}</p>
      ${this.#list.alone(sheet)}
    </div>`;
  }

  #base(sheet: Sheet): unknown {
    const { camera, locale, px } = this;
    const { frame } = this.#room;
    if (!camera || !frame || frame.isTight) return nothing;
    const basis = (isShort: boolean) => basisWords(sheet, { layers: this.#layers.on(sheet), locale, isShort });
    return baseView({
      camera,
      px,
      locale,
      words: basis(frame.width < 420 * px),
      whole: basis(false),
      isRight: this.#list.isOpen && frame.hasRoom && frame.corner === 'bottom-left',
      most: frame.beside,
    });
  }

  #controls(sheet: Sheet): TemplateResult {
    const { frame } = this.#room;
    return controlsView({
      locale: this.locale,
      hasZoom: frame === undefined || frame.height >= frame.controls * 5.4,
      hasList: sheet.units.units.length > 0 && !(this.#list.isOpen && frame?.hasRoom),
      isListOpen: this.#list.isOpen,
      isPanelOpen: this.#layers.isPanelOpen,
      zoom: (by) => this.#stage.zoomBy(by),
      whole: () => this.#stage.lookAtWhole(),
      toggleList: () => this.#list.toggle(),
      togglePanel: () => this.#layers.togglePanel(),
    });
  }

  #moved(camera: Camera, isSettled: boolean): void {
    this.#overlay.move(camera, this.#archipelagosAt(camera));
    this.#pointing.tip.hide();
    if (!isSettled) {
      this.#popover.drop();
      return;
    }
    this.camera = camera;
    this.#lay();
  }

  #archipelagosAt(camera: Camera): readonly ArchipelagoPlan[] {
    const { sheet, locale } = this;
    if (!sheet || !this.#palette) return [];
    return this.#layout.archipelagosAt(camera, { sheet, whole: this.#stage.whole, taken: this.#taken, palette: this.#palette, locale });
  }

  /** Lays out names and points at the present look. */
  #lay(): void {
    const { sheet, locale } = this;
    const { camera, whole } = this.#stage;
    const stage = this.renderRoot.querySelector<HTMLElement>('.stage');
    if (!sheet || !camera || !this.#palette) return;
    this.#taken = stage ? takenOn(stage) : [];
    const plan = this.#layout.plan({
      sheet,
      camera,
      whole,
      layers: this.#layers.on(sheet),
      taken: this.#taken,
      chosen: this.#selection.chosen,
      palette: this.#palette,
      theme: this.context.theme,
      locale,
      isTight: this.#room.frame?.isTight ?? false,
      tagOf: (mark) => tagWords(mark, locale),
    });
    this.#overlay.show(plan, camera);
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.code !== 'Escape') return;
    if (this.#popover.isOpen) this.#popover.close();
    else if (this.#layers.isPanelOpen) this.#layers.togglePanel();
    else if (!this.#selection.letGo()) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

customElements.define('core-map', CoreMap);

declare global {
  interface HTMLElementTagNameMap {
    'core-map': CoreMap;
  }
}
