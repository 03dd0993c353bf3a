import { emitWidgetEvent } from '@haidang/sdk/client';
import { nothing } from 'lit';
import type { Stage } from './drawing/stage.ts';
import type { Report } from './figures/reports.ts';
import { type Camera, onScreen } from './geometry/camera.ts';
import { boxOf, toPlane } from './geometry/plane.ts';
import type { Mark } from './layout/marks.ts';
import type { MapHost } from './map-host.ts';
import { markName } from './view/mark-words.ts';
import { popoverView } from './view/popover-view.ts';

/** A cluster narrower than this on the plane does not fall apart (about 10 m), nor does one at the nearest look. */
const apart = 0.25;
const nearest = 17;

/** Tells the reports of the mark that was pressed. */
export class Popover {
  readonly #host: MapHost;
  readonly #stage: Stage;
  #mark: Mark | undefined;
  #returnTo: HTMLElement | SVGElement | undefined;

  constructor(host: MapHost, stage: Stage) {
    this.#host = host;
    this.#stage = stage;
  }

  get isOpen(): boolean {
    return this.#mark !== undefined;
  }

  /** A cluster falls apart when one looks nearer; what stays together at the nearest is told as a list. */
  press(mark: Mark): void {
    this.#returnTo = (this.#host.renderRoot as ShadowRoot).activeElement as SVGElement | undefined;
    const box = mark.ring > 0 ? boxOf(mark.reports.map(({ position }) => toPlane(position))) : undefined;
    const size = box ? Math.max(box.right - box.left, box.bottom - box.top) : 0;
    if (box && size > apart && (this.#stage.camera?.zoom ?? 0) < nearest) {
      this.#stage.lookAt(box);
      return;
    }
    this.#show(mark);
    const [report] = mark.reports;
    if (mark.ring === 0 && report) this.#tell(report, 'select');
    void this.#host.updateComplete.then(() => {
      const { renderRoot } = this.#host;
      const to = renderRoot.querySelector<HTMLElement>('.popover .open') ?? renderRoot.querySelector<HTMLElement>('.popover .close');
      to?.focus({ preventScroll: true });
    });
  }

  /** Closes it; the reader goes back to where it was opened. */
  close(): void {
    if (!this.#mark) return;
    this.#show(undefined);
    const gone = '.mark[tabindex="0"]';
    const to = this.#returnTo?.isConnected ? this.#returnTo : this.#host.renderRoot.querySelector<SVGElement>(gone);
    to?.focus({ preventScroll: true });
  }

  /** Closes it because the reader turned to something else. */
  drop(): void {
    if (this.#mark) this.#show(undefined);
  }

  view(camera: Camera | undefined): unknown {
    const mark = this.#mark;
    const { context, sheet, px } = this.#host;
    if (!mark || !camera) return nothing;
    return popoverView({
      title: markName(mark, context.locale),
      reports: mark.reports,
      isCluster: mark.ring > 0,
      at: onScreen(camera, mark.at),
      room: camera,
      canOpen: sheet?.reports?.field !== undefined,
      locale: context.locale,
      px,
      open: (report) => this.#tell(report, 'open'),
      close: () => this.close(),
    });
  }

  #show(mark: Mark | undefined): void {
    this.#mark = mark;
    this.#host.requestUpdate();
  }

  #tell(report: Report, as: 'select' | 'open'): void {
    const field = this.#host.sheet?.reports?.field;
    if (field === undefined || report.key === undefined) return;
    emitWidgetEvent(this.#host, as, { port: 'points', field, keys: [report.key], label: report.title });
  }
}
