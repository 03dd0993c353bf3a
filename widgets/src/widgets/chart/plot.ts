import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { drawNoMore, drawSoon } from '../draw-queue.ts';
import type { ECharts } from './engine.ts';
import type { Drawing } from './option.ts';
import { type Palette, paletteOf } from './palette.ts';
import { placePointer } from './pointer.ts';

/** What is to be drawn; room and colours are found where it is drawn. */
export type Sketch = Pick<Drawing, 'model' | 'kind' | 'setting'> & { readonly theme: string };

/** Keeps one chart instance in a box: loads the library when it is first needed, draws at most once a frame, follows the box and the theme. */
export class Plot implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #chosen: (index: number) => void;
  readonly #room = new ResizeObserver(() => drawSoon(this.#draw));
  #box: HTMLElement | undefined;
  #chart: ECharts | undefined;
  #engine: typeof import('./engine.ts') | undefined;
  #option: typeof import('./option.ts') | undefined;
  #sketch: Sketch | undefined;
  #drawn: { readonly sketch: Sketch; readonly width: number; readonly height: number } | undefined;
  #pointer = new AbortController();
  #isLost = false;

  constructor(host: ReactiveControllerHost & Element, chosen: (index: number) => void) {
    this.#host = host;
    this.#chosen = chosen;
    host.addController(this);
  }

  /** The library could not be had; figures must be shown another way. */
  get isLost(): boolean {
    return this.#isLost;
  }

  hostDisconnected(): void {
    this.mount(undefined);
  }

  /** The box to draw in, or none. */
  readonly mount = (box: Element | undefined): void => {
    if (box === this.#box) return;
    this.#room.disconnect();
    drawNoMore(this.#draw);
    this.#chart?.dispose();
    this.#pointer.abort();
    this.#chart = undefined;
    this.#drawn = undefined;
    this.#box = box instanceof HTMLElement ? box : undefined;
    if (!this.#box) return;
    this.#box.setAttribute('aria-busy', 'true');
    this.#room.observe(this.#box);
    void this.#load();
  };

  /** Draws this with one of the next frames; of several in between only the last. */
  show(sketch: Sketch): void {
    this.#sketch = sketch;
    drawSoon(this.#draw);
  }

  /** Points at a place of the axis, as the mouse would; none takes the pointer away. */
  point(index: number | undefined): void {
    if (index === undefined) this.#chart?.dispatchAction({ type: 'hideTip' });
    else this.#chart?.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: index });
  }

  async #load(): Promise<void> {
    if (this.#engine) return drawSoon(this.#draw);
    try {
      [this.#engine, this.#option] = await Promise.all([import('./engine.ts'), import('./option.ts')]);
      drawSoon(this.#draw);
    } catch (error) {
      console.error(error);
      this.#isLost = true;
      this.#host.requestUpdate();
    }
  }

  readonly #draw = (): void => {
    const [box, engine, option, sketch, drawn] = [this.#box, this.#engine, this.#option, this.#sketch, this.#drawn];
    if (!box || !engine || !option || !sketch) return;
    const { clientWidth: width, clientHeight: height } = box;
    if (width === 0 || height === 0) return;
    const isSameSize = drawn?.width === width && drawn.height === height;
    if (isSameSize && isSame(drawn.sketch, sketch)) return;
    this.#chart ??= this.#create(engine, box);
    if (!isSameSize) this.#chart.resize({ width, height });
    const palette: Palette = paletteOf(this.#host);
    engine.drawChart(this.#chart, option.chartOption({ ...sketch, palette, width, height }));
    this.#drawn = { sketch, width, height };
    box.removeAttribute('aria-busy');
  };

  #create(engine: typeof import('./engine.ts'), box: HTMLElement): ECharts {
    this.#pointer = new AbortController();
    placePointer(box, this.#pointer.signal);
    const chart = engine.createChart(box);
    chart.getZr().on('click', ({ offsetX, offsetY }) => {
      const place = chart.convertFromPixel({ gridIndex: 0 }, [offsetX, offsetY]);
      const index = this.#sketch?.kind === 'bar' ? place[1] : place[0];
      if (chart.containPixel({ gridIndex: 0 }, [offsetX, offsetY]) && index !== undefined) this.#chosen(Math.round(index));
    });
    return chart;
  }
}

function isSame(a: Sketch, b: Sketch): boolean {
  return (
    a.model === b.model &&
    a.kind === b.kind &&
    a.theme === b.theme &&
    a.setting.options === b.setting.options &&
    a.setting.locale === b.setting.locale
  );
}
