import { css, html, type TemplateResult } from 'lit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Result } from '../query.ts';
import type { PortData, WidgetContext } from '../widget.ts';
import { IocWidget } from './ioc-widget.ts';
import type { Ports } from './port-state.ts';
import { adoptTheme, applyTheme } from './theme.ts';

const unknown = { grade: 'unknown' } as const;

function resultOf(...values: readonly number[]): Result {
  return {
    fields: [{ name: 'n', type: 'integer', label: { vi: 'Số tin' } }],
    rows: values.map((value) => [value]),
    trust: {
      asOf: '2020-11-20T14:05:00+07:00',
      receivedAt: '2020-11-20T14:05:00+07:00',
      freshness: 'live',
      status: 'operational',
      quality: { correct: unknown, complete: unknown, clean: unknown, live: unknown },
      source: { owner: 'Sở Y tế', system: 's' },
    },
    period: { from: '2026-11-20T00:00:00+07:00', to: '2026-11-21T00:00:00+07:00' },
  };
}

const ready = (value: number): Ports => ({ main: portOf('ready', value) });
const portOf = (state: PortData['state'], value: number): PortData => ({ state, result: resultOf(value), trust: resultOf(value).trust });

const places = ['willUpdate', 'render', 'commit', 'updated', 'drawn'] as const;

/** Draws a number; fails where the test wants it to. */
class TestValue extends IocWidget<{ readonly failAt?: number; readonly where?: (typeof places)[number] }> {
  static override readonly messages = { vi: { unit: '{n} tin' }, en: { unit: '{n} reports', 'unit.one': '{n} report' } };
  static override styles = css`
    p {
      margin: 0;
    }
  `;
  readonly seen: unknown[] = [];

  #value(ports: Ports): number {
    return Number(ports.main?.result?.rows[0]?.[0]);
  }
  #check(where: string): void {
    if (this.options.where === where && this.options.failAt === this.#value(this.data)) throw new Error(`failed in ${where}`);
  }
  protected override renderData(ports: Ports): unknown {
    this.#check('render');
    const value = this.#value(ports);
    const shown = {
      toString: (): string => {
        this.#check('commit');
        return this.text('unit', { n: value });
      },
    };
    return html`<p class="value" title=${shown}>${this.text('unit', { n: value })}</p><button @click=${() => this.emit('select', { port: 'main', field: 'n', keys: [String(value)], label: 'x' })}>chọn</button>`;
  }
  protected override willUpdate(): void {
    this.#check('willUpdate');
  }
  protected override updated(): void {
    this.#check('updated');
  }
  protected override drawn(ports: Ports): void {
    this.#check('drawn');
    this.seen.push([this.#value(ports), this.shown()]);
  }
  protected override isEmpty(ports: Ports): boolean {
    return this.#value(ports) === 404;
  }
  protected override skeleton(): TemplateResult {
    return html`<span class="bone mine"></span>`;
  }
  shown(): string {
    return this.renderRoot.querySelector('.value')?.textContent ?? '';
  }
  all(): string {
    return (this.renderRoot.textContent ?? '').replace(/\s+/g, ' ').trim();
  }
  breakDown(): void {
    this.fail(new Error('elsewhere'));
  }
}
customElements.define('test-value', TestValue);

/** A widget without ports. */
class TestNote extends IocWidget<{ readonly note?: string }> {
  static override readonly drawsData = false;
  protected override renderData(): unknown {
    return this.options.note;
  }
  protected override isEmpty(): boolean {
    return this.options.note === undefined;
  }
}
customElements.define('test-note', TestNote);

const context: WidgetContext = { mode: 'view', locale: 'vi', theme: 'dark', size: 'm', vars: {}, can: new Set() };
let complaints: ReturnType<typeof vi.spyOn>;

function place(properties: Partial<Pick<TestValue, 'options' | 'data' | 'context'>> = {}): TestValue {
  const widget = new TestValue();
  Object.assign(widget, { context, ...properties });
  document.body.append(widget);
  return widget;
}

/** Whatever is pending, a second update after a failure too. */
async function settle(...widgets: readonly TestValue[]): Promise<void> {
  for (let round = 0; round < 3; round++) for (const widget of widgets) await widget.updateComplete;
}

beforeEach(() => {
  complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  complaints.mockRestore();
  document.body.replaceChildren();
});

test('draws its data in the language of the reader', async () => {
  const widget = place({ data: ready(1) });
  await settle(widget);
  expect(widget.shown()).toBe('1 tin');
  widget.context = { ...context, locale: 'en' };
  await settle(widget);
  expect(widget.shown()).toBe('1 report');
  expect(widget.getAttribute('state')).toBe('ready');
});

test('a widget without ports is never unbound', async () => {
  const note = new TestNote();
  Object.assign(note, { context, options: { note: 'Trực ban' } });
  document.body.append(note);
  await note.updateComplete;
  expect([note.state, note.renderRoot.textContent?.trim()]).toEqual(['ready', 'Trực ban']);
  note.options = {};
  await note.updateComplete;
  expect(note.state).toBe('empty');
  const unbound = place({ data: {} });
  await settle(unbound);
  expect(unbound.state).toBe('unbound');
});

test('shows a skeleton of its own shape, but only when loading takes long', async () => {
  const widget = place({ data: { main: { state: 'loading' } } });
  await settle(widget);
  expect(widget.renderRoot.querySelector('.bone')).toBeNull();
  expect(widget.getAttribute('aria-busy')).toBe('true');
  await vi.waitFor(() => expect(widget.renderRoot.querySelector('.bone.mine')).not.toBeNull());
  expect(widget.all()).toContain('Đang lấy số liệu');
  widget.data = ready(2);
  await settle(widget);
  expect(widget.renderRoot.querySelector('.bone')).toBeNull();
  expect(widget.getAttribute('aria-busy')).toBe('false');
});

test('shows no skeleton when the answer is quick', async () => {
  const widget = place({ data: { main: { state: 'loading' } } });
  await settle(widget);
  widget.data = ready(2);
  await new Promise((done) => setTimeout(done, 250));
  expect(widget.shown()).toBe('2 tin');
});

test('keeps old data while newer ones load, and while the line is cut', async () => {
  const widget = place({ data: ready(1) });
  await settle(widget);
  const drawn = widget.renderRoot.querySelector('.value');
  for (const state of ['loading', 'offline'] as const) {
    widget.data = { main: portOf(state, 1) };
    await settle(widget);
    expect(widget.renderRoot.querySelector('.value')).toBe(drawn);
    expect(widget.renderRoot.querySelector('.old')).toBeNull();
  }
});

test('greys old data when newer ones failed, with time, code and next try, and keeps the drawn elements', async () => {
  const widget = place({ data: ready(1) });
  await settle(widget);
  const drawn = widget.renderRoot.querySelector('.value');
  const asked: unknown[] = [];
  widget.addEventListener('widget-action', ({ detail }) => asked.push(detail));
  widget.data = { main: { ...portOf('error', 1), error: { code: 'timed-out', retryAt: '2026-11-20T14:06:12+07:00' } } };
  await settle(widget);
  expect(widget.renderRoot.querySelector('.value')).toBe(drawn);
  expect(widget.renderRoot.querySelector('.old .value')).not.toBeNull();
  expect(widget.all()).toContain('Số cũ, lúc 20/11/2020 · Quá thời gian chờ (timed-out) · tự thử lại lúc 14:06:12');
  widget.renderRoot.querySelector<HTMLButtonElement>('.notice button')?.click();
  expect(asked).toEqual([{ action: 'retry' }]);
});

test('says why there is nothing and what to do', async () => {
  const empty: Ports = { main: { state: 'empty', result: resultOf() } };
  const widget = place({ data: empty });
  await settle(widget);
  expect(widget.all()).toBe('Không có số liệu Kỳ 20/11/2026 không có dòng nào. Chọn kỳ khác');
  widget.context = { ...context, vars: { ward: ['a'] } };
  await settle(widget);
  expect(widget.all()).toContain('Bỏ bộ lọc');
  widget.data = ready(404);
  await settle(widget);
  expect(widget.getAttribute('state')).toBe('empty');
});

test('shows an error without old data, a refusal, and that nothing is bound', async () => {
  const widget = place({ data: { main: { state: 'error', error: { code: 'unknown-field', details: { reason: 'Trường x.' } } } } });
  await settle(widget);
  expect(widget.all()).toContain('Không lấy được số liệu Không có trường này. Trường x (unknown-field)');
  widget.data = { main: { state: 'denied', error: { code: 'forbidden' } } };
  await settle(widget);
  expect(widget.all()).toBe('Bạn chưa có quyền xem mục này');
  widget.data = { main: { state: 'unbound' } };
  await settle(widget);
  expect(widget.getAttribute('state')).toBe('unbound');
});

test.each(places)('an exception in %s shows the failure of this widget only, and the next good data recover it', async (where) => {
  const errors: unknown[] = [];
  const unhandled: unknown[] = [];
  const note = (event: PromiseRejectionEvent): number => unhandled.push(event.reason);
  window.addEventListener('unhandledrejection', note);
  const widget = place({ data: ready(1), options: { failAt: 2, where } });
  const neighbour = place({ data: ready(2) });
  document.body.addEventListener('widget-error', ({ target, detail }) => errors.push([target, detail.error]), { once: true });
  await settle(widget, neighbour);
  expect(widget.shown()).toBe('1 tin');
  widget.data = ready(2);
  await settle(widget, neighbour);
  expect(widget.getAttribute('state')).toBe('crashed');
  expect(widget.all()).toContain('Tiện ích này gặp lỗi');
  expect(errors).toEqual([[widget, expect.objectContaining({ message: `failed in ${where}` })]]);
  expect(neighbour.shown()).toBe('2 tin');
  widget.data = ready(3);
  await settle(widget, neighbour);
  expect(widget.shown()).toBe('3 tin');
  expect(widget.getAttribute('state')).toBe('ready');
  await new Promise((done) => setTimeout(done));
  window.removeEventListener('unhandledrejection', note);
  expect(unhandled).toEqual([]);
});

test.each(places)('an exception in %s at the very first drawing is contained as well', async (where) => {
  const widget = place({ data: ready(2), options: { failAt: 2, where } });
  await settle(widget);
  expect(widget.all()).toContain('Tiện ích này gặp lỗi');
  widget.data = ready(3);
  await settle(widget);
  expect(widget.shown()).toBe('3 tin');
});

test('a failure elsewhere is shown alike, and the reader can have it drawn again', async () => {
  const widget = place({ data: ready(1) });
  await settle(widget);
  widget.breakDown();
  await settle(widget);
  expect(widget.getAttribute('state')).toBe('crashed');
  widget.renderRoot.querySelector<HTMLButtonElement>('.state button')?.click();
  await settle(widget);
  expect(widget.shown()).toBe('1 tin');
});

test('calls drawn after each drawing of data, with the elements there', async () => {
  const widget = place({ data: { main: { state: 'loading' } } });
  await settle(widget);
  expect(widget.seen).toEqual([]);
  widget.data = ready(1);
  await settle(widget);
  widget.data = ready(5);
  await settle(widget);
  expect(widget.seen).toEqual([
    [1, '1 tin'],
    [5, '5 tin'],
  ]);
});

test('is not drawn again by properties that were only made anew, and does not fail again by them', async () => {
  const widget = place({ data: ready(1), options: { failAt: 9, where: 'render' } });
  await settle(widget);
  const again = async (): Promise<void> => {
    widget.context = { ...context };
    widget.options = { ...widget.options };
    widget.data = { ...widget.data };
    await settle(widget);
  };
  await again();
  expect(widget.seen).toHaveLength(1);
  widget.data = ready(9);
  await settle(widget);
  await again();
  expect(complaints).toHaveBeenCalledTimes(1);
  widget.options = {};
  await settle(widget);
  expect(widget.shown()).toBe('9 tin');
});

test('what it tells leaves all shadow roots', async () => {
  const widget = place({ data: ready(7) });
  await settle(widget);
  const heard: unknown[] = [];
  document.addEventListener('widget-select', (event) => heard.push((event as CustomEvent).detail), { once: true });
  widget.renderRoot.querySelector<HTMLButtonElement>('button')?.click();
  expect(heard).toEqual([{ port: 'main', field: 'n', keys: ['7'], label: 'x' }]);
});

test('has the base styles without naming them, and its own after them', async () => {
  const widget = place({ data: ready(1) });
  await settle(widget);
  const sheets = widget.shadowRoot?.adoptedStyleSheets ?? [];
  expect(sheets).toHaveLength(2);
  expect(sheets[1]?.cssRules[0]?.cssText).toContain('p {');
  expect(getComputedStyle(widget).display).toBe('block');
});

test('tokens reach into widgets and change with the theme', async () => {
  const widget = place({ data: ready(1) });
  await settle(widget);
  const themes: string[] = [];
  const stop = applyTheme({ document, mode: 'dark', onChange: (theme) => themes.push(theme) });
  expect(getComputedStyle(widget).color).toBe('rgb(230, 237, 240)');
  stop();
  applyTheme({ document, mode: 'light', onChange: (theme) => themes.push(theme) })();
  expect(getComputedStyle(widget).color).toBe('rgb(21, 33, 39)');
  applyTheme({ document, mode: 'auto', onChange: (theme) => themes.push(theme) })();
  expect(themes.slice(0, 2)).toEqual(['dark', 'light']);
  const { length } = document.adoptedStyleSheets;
  adoptTheme(document);
  expect(document.adoptedStyleSheets).toHaveLength(length);
});
