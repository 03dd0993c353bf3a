import { Map as GlMap, type MapOptions, setWorkerCount, setWorkerUrl } from 'maplibre-gl';
import styles from 'maplibre-gl/dist/maplibre-gl.css?inline';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import type { Camera, Limits } from '../geometry/camera.ts';
import { toDegrees, toPlane } from '../geometry/plane.ts';
import { hatchImage } from './hatch.ts';
import type { Picture } from './picture.ts';
import { dataOf, layersOf, type SourceName, stateOf, styleOf } from './style.ts';

/** What a drawing by WebGL tells and needs to know. */
export interface GlSetting {
  readonly box: HTMLElement;
  readonly picture: Picture;
  readonly camera: Camera;
  readonly limits: Limits;
  /** Name of the map and of its gestures, in the reader's language. */
  readonly texts: { readonly name: string; readonly gestures: string; readonly gesturesMac: string; readonly gesturesTouch: string };
  readonly moved: (camera: Camera, move: { readonly isSettled: boolean; readonly isByReader: boolean }) => void;
  /** All is drawn for the first time. */
  readonly ready: () => void;
  /** The context is gone, or nothing can be drawn. */
  readonly lost: (reason: unknown) => void;
}

type PaintName = Parameters<GlMap['setPaintProperty']>[1];

const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);
// A file of the same origin, so that `worker-src 'self'` is enough; one thread serves all maps of a page.
setWorkerUrl(new URL(workerUrl, import.meta.url).href);
setWorkerCount(1);

/** The library waits so long for its worker to answer, in milliseconds. */
const patience = 15_000;

/** Puts the library's style sheet before all others of a shadow tree. */
export function adoptGlStyles(root: ShadowRoot): void {
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [sheet, ...root.adoptedStyleSheets];
}

/** A picture drawn by WebGL, which follows the reader's gestures. */
export class GlDrawing {
  readonly #setting: GlSetting;
  readonly #map: GlMap;
  readonly #patience: ReturnType<typeof setTimeout>;
  #picture: Picture;
  #isLoaded = false;
  #isReady = false;

  constructor(setting: GlSetting) {
    this.#setting = setting;
    this.#picture = setting.picture;
    this.#map = new GlMap(mapOptions(setting));
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#addHatch();
    this.#map.on('move', ({ originalEvent }) => this.#moved(false, originalEvent));
    this.#map.on('moveend', ({ originalEvent }) => this.#moved(true, originalEvent));
    this.#map.on('load', () => this.#loaded());
    this.#map.on('idle', () => this.#idle());
    this.#map.on('webglcontextlost', () => setting.lost('context lost'));
    this.#map.on('error', ({ error }) => setting.lost(error));
    this.#patience = setTimeout(() => {
      if (!this.#isReady) setting.lost('worker does not answer');
    }, patience);
  }

  /** Shows another picture. */
  draw(picture: Picture): void {
    const before = this.#picture;
    this.#picture = picture;
    if (!this.#isLoaded || before === picture) return;
    if (before.shapes !== picture.shapes) this.#setShapes();
    if (before.palette !== picture.palette || before.layers !== picture.layers || before.shapes !== picture.shapes) this.#paint();
    this.#setStates();
  }

  /** Looks elsewhere, at once or by a short way. */
  look({ middle, zoom }: Camera, isEased: boolean): void {
    const [longitude, latitude] = toDegrees(middle);
    const to = { center: [longitude, latitude] as [number, number], zoom };
    if (isEased) this.#map.easeTo({ ...to, duration: 320 });
    else this.#map.jumpTo(to);
  }

  /** Tells its name in the language that the reader has now. */
  rename(name: string): void {
    this.#map.getCanvas().setAttribute('aria-label', name);
  }

  limit(limits: Limits): void {
    setLimits(this.#map, limits);
  }

  resize(): void {
    this.#map.resize();
  }

  dispose(): void {
    clearTimeout(this.#patience);
    this.#map.remove();
  }

  #moved(isSettled: boolean, gesture: Event | undefined): void {
    this.#setting.moved(this.#camera(), { isSettled, isByReader: gesture !== undefined });
  }

  #camera(): Camera {
    const { lng, lat } = this.#map.getCenter();
    const { clientWidth: width, clientHeight: height } = this.#setting.box;
    return { middle: toPlane([lng, lat]), zoom: this.#map.getZoom(), width, height };
  }

  #loaded(): void {
    this.#isLoaded = true;
    // What changed while the style was loading.
    this.#setShapes();
    this.#paint();
    this.#setStates();
  }

  #idle(): void {
    if (this.#isReady || !this.#isLoaded) return;
    this.#isReady = true;
    clearTimeout(this.#patience);
    this.#setting.ready();
  }

  #setShapes(): void {
    if (this.#picture.shapes === this.#setting.picture.shapes && !this.#isReady) return;
    const data = dataOf(this.#picture.shapes);
    for (const name of Object.keys(data) as SourceName[]) {
      const source = this.#map.getSource(name);
      if (source && 'setData' in source && typeof source.setData === 'function') source.setData(data[name]);
    }
  }

  #paint(): void {
    this.#addHatch();
    for (const { id, paint = {}, layout } of layersOf(this.#picture)) {
      for (const [name, value] of Object.entries(paint)) this.#map.setPaintProperty(id, name as PaintName, value);
      if (layout?.visibility) this.#map.setLayoutProperty(id, 'visibility', layout.visibility);
    }
  }

  #setStates(): void {
    const { shapes, fills, chosen, pointed } = this.#picture;
    for (const [id, { key }] of shapes.units.entries()) {
      this.#map.setFeatureState({ source: 'units', id }, { ...stateOf(fills[id]), isChosen: key === chosen, isPointed: key === pointed });
    }
  }

  #addHatch(): void {
    const ratio = Math.ceil(devicePixelRatio);
    const image = hatchImage(this.#picture.palette, ratio);
    if (!image) return;
    if (this.#map.hasImage('hatch')) this.#map.removeImage('hatch');
    this.#map.addImage('hatch', image, { pixelRatio: ratio });
  }
}

function mapOptions({ box, picture, camera, limits, texts }: GlSetting): MapOptions {
  const [longitude, latitude] = toDegrees(camera.middle);
  return {
    container: box,
    style: styleOf(picture),
    center: [longitude, latitude],
    zoom: camera.zoom,
    minZoom: limits.least,
    maxZoom: limits.most,
    maxBounds: boundsOf(limits),
    renderWorldCopies: false,
    attributionControl: false,
    dragRotate: false,
    touchPitch: false,
    pitchWithRotate: false,
    rollEnabled: false,
    boxZoom: false,
    // A page must scroll on over a map.
    cooperativeGestures: true,
    trackResize: false,
    fadeDuration: 0,
    locale: {
      'Map.Title': texts.name,
      'CooperativeGesturesHandler.WindowsHelpText': texts.gestures,
      'CooperativeGesturesHandler.MacHelpText': texts.gesturesMac,
      'CooperativeGesturesHandler.MobileHelpText': texts.gesturesTouch,
    },
  };
}

function setLimits(map: GlMap, limits: Limits): void {
  map.setMinZoom(limits.least);
  map.setMaxZoom(limits.most);
  map.setMaxBounds(boundsOf(limits));
}

function boundsOf({ box: { left, top, right, bottom } }: Limits): [[number, number], [number, number]] {
  const [west, north] = toDegrees([left, top]);
  const [east, south] = toDegrees([right, bottom]);
  return [
    [west, south],
    [east, north],
  ];
}
