import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { CoreChart } from './chart.ts';
import { field, ready } from './testing.ts';
import { shownText, stage } from './testing-page.ts';

const hour = field('reported_at', { type: 'date-time', grain: 'hour' });
const at = (hours: number) => `2026-11-20T${String(hours).padStart(2, '0')}:00:00+07:00`;
const today = { period: { from: '2026-11-20T00:00:00+07:00', to: '2026-11-21T00:00:00+07:00' } };
const counts = [3, 2, 1, 1, 2, 4, 11, 16, 21, 18, 15, 13, 10, 14, 17];
const hourly = (values: readonly number[]) =>
  ready(
    [hour, field('value', { label: { vi: 'tiếp nhận' } })],
    values.map((value, hours) => [at(hours), value]),
    today,
  );
const ward = field('ward', { type: 'unit', values: { a: { vi: 'Hàm Thắng' }, b: { vi: 'Mũi Né' }, c: { vi: 'Tuyên Quang' } } });
const byWard = (unit?: string) =>
  ready(
    [ward, field('value', unit ? { type: 'number', unit, levels: { green: '>=90' } } : {})],
    [
      ['b', 79.6],
      ['a', 93.5],
      ['c', 66],
    ],
  );

const breaches: string[] = [];

beforeAll(() => {
  // The page's own policy: no style or script that is not a file.
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = "style-src 'self'; script-src-attr 'none'";
  document.addEventListener('securitypolicyviolation', (event) => breaches.push(`${event.violatedDirective} ${event.sample}`));
  document.head.append(policy);
});

afterEach(() => document.body.replaceChildren());

const labels = (chart: Element) => [...(chart.shadowRoot?.querySelectorAll('.plot svg text') ?? [])].map((text) => text.textContent);

async function drawn(chart: CoreChart, text: string): Promise<void> {
  await vi.waitFor(() => expect(labels(chart)).toContain(text), { timeout: 10_000, interval: 30 });
}

async function press(chart: CoreChart, code: string): Promise<void> {
  chart.shadowRoot?.querySelector('.plot')?.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true }));
  await chart.updateComplete;
}

test('points at what is under the mouse, also on a wall, where the page is zoomed', async () => {
  const chart = await stage(new CoreChart(), { data: { main: hourly(counts) } });
  await drawn(chart, '21');
  const plot = chart.shadowRoot?.querySelector<HTMLElement>('.plot') as HTMLElement;
  const pointed = async (share: number) => {
    const { left, top, width, height } = plot.getBoundingClientRect();
    const place = { bubbles: true, composed: true, clientX: left + share * width, clientY: top + height / 2 };
    plot.querySelector('svg')?.dispatchEvent(new MouseEvent('mousemove', place));
    await new Promise((resolve) => setTimeout(resolve, 150));
    return labels(chart).find((text) => text?.includes('tiếp nhận'));
  };
  const [first, second] = [await pointed(0.2), await pointed(0.5)];
  expect(first).toBeDefined();
  expect(second).not.toBe(first);
  expect(plot.querySelectorAll('filter')).toHaveLength(0);
  for (const text of plot.querySelectorAll('text')) expect(getComputedStyle(text).fontFamily).toMatch(/^"IBM Plex Sans Variable"/);
  chart.parentElement?.style.setProperty('zoom', '2');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([await pointed(0.2), await pointed(0.5)]).toEqual([first, second]);
});

test('a chart that was taken from the page and put back is pointed at, and listens once', async () => {
  const chart = await stage(new CoreChart(), { data: { main: hourly(counts) } });
  await drawn(chart, '21');
  const plot = chart.shadowRoot?.querySelector<HTMLElement>('.plot') as HTMLElement;
  const placed = vi.fn();
  const move = () => {
    const event = new MouseEvent('mousemove', { clientX: 9, clientY: 9 });
    Object.defineProperty(event, 'zrX', { set: placed });
    plot.dispatchEvent(event);
    return placed.mock.calls.length;
  };
  expect(move()).toBe(1);
  const page = chart.parentElement;
  chart.remove();
  expect(move()).toBe(1);
  page?.append(chart);
  await drawn(chart, '21');
  await vi.waitFor(() => expect(plot.querySelector('svg')).not.toBeNull());
  expect(move()).toBe(2);
});

describe('columns by hour', () => {
  test('have names of hours, the highest value and the one that still grows, and break no policy', async () => {
    const chart = await stage(new CoreChart(), { data: { main: hourly(counts) } });
    await drawn(chart, '21');
    expect(labels(chart)).toEqual(expect.arrayContaining(['0 giờ', '6 giờ', '12 giờ', '18 giờ', '17', '10', '20']));
    const dashed = [...(chart.shadowRoot?.querySelectorAll('.plot svg path[stroke-dasharray]') ?? [])];
    expect(dashed.length).toBeGreaterThan(0);
    chart.shadowRoot?.querySelector('.plot svg')?.dispatchEvent(new MouseEvent('mousemove', { bubbles: true, clientX: 200, clientY: 100 }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(breaches).toEqual([]);
    const inline = document.createElement('p');
    inline.setAttribute('style', 'color: red');
    document.body.append(inline);
    await vi.waitFor(() => expect(breaches).toHaveLength(1));
  });

  test.each(['column', 'line'] as const)(
    'as a %s say which figures are converted to units that came later: they are dashed',
    async (kind) => {
      const before = hourly(counts);
      const converted = { basis: 'current', version: '2026-11-20T06:00' } as const;
      const result = before.result && { ...before.result, trust: { ...before.result.trust, boundaries: converted } };
      const dashes = (chart: CoreChart) => chart.shadowRoot?.querySelectorAll('.plot svg path[stroke-dasharray]').length ?? 0;
      const plain = await stage(new CoreChart(), { data: { main: before }, options: { kind } });
      await vi.waitFor(() => expect(dashes(plain)).toBeGreaterThan(0));
      const usual = dashes(plain);
      const chart = await stage(new CoreChart(), { data: { main: { ...before, ...(result && { result }) } }, options: { kind } });
      await vi.waitFor(() => expect(dashes(chart)).toBe(usual + (kind === 'column' ? 6 : 1)));
      await press(chart, 'Home');
      expect(chart.shadowRoot?.querySelector('[aria-live]')?.textContent).toContain('(quy đổi sang địa giới hiện hành)');
    },
  );

  test('new figures are drawn in the same instance', async () => {
    const chart = await stage(new CoreChart(), { data: { main: hourly(counts) } });
    await drawn(chart, '21');
    const before = chart.shadowRoot?.querySelector('.plot svg');
    chart.data = { main: hourly([...counts.slice(0, 8), 40, ...counts.slice(9)]) };
    await drawn(chart, '40');
    expect(chart.shadowRoot?.querySelector('.plot svg')).toBe(before);
  });

  test('fifty changes within a frame are drawn once', async () => {
    const chart = await stage(new CoreChart(), { data: { main: hourly(counts) } });
    await drawn(chart, '21');
    let changes = 0;
    const drawing = chart.shadowRoot?.querySelector('.plot svg');
    const watcher = new MutationObserver(() => (changes += 1));
    if (drawing) watcher.observe(drawing, { childList: true, subtree: true, attributes: true });
    for (let value = 100; value < 150; value += 1) {
      chart.data = { main: hourly([...counts.slice(0, 8), value]) };
      await chart.updateComplete;
    }
    await drawn(chart, '149');
    watcher.disconnect();
    expect(changes).toBeLessThan(6);
  });

  test('take the colours of another theme', async () => {
    const chart = await stage(new CoreChart(), { data: { main: hourly(counts) } });
    await drawn(chart, '21');
    const fills = () =>
      [...(chart.shadowRoot?.querySelectorAll('.plot svg path') ?? [])].map((path) => path.getAttribute('fill')?.toLowerCase());
    expect(fills()).toContain('#7fb3fd');
    document.documentElement.dataset.theme = 'light';
    chart.context = { ...chart.context, theme: 'light' };
    await vi.waitFor(() => expect(fills()).toContain('#3c61a7'));
  });

  test('follow their box', async () => {
    const chart = await stage(new CoreChart(), { data: { main: hourly(counts) } });
    await drawn(chart, '21');
    chart.parentElement?.style.setProperty('width', '700px');
    await vi.waitFor(() => expect(chart.shadowRoot?.querySelector('.plot svg')?.getAttribute('width')).toBe('700'));
  });

  test('the arrows move a point and say its value', async () => {
    const chart = await stage(new CoreChart(), { data: { main: hourly(counts) } });
    await drawn(chart, '21');
    const said = () => chart.shadowRoot?.querySelector('[aria-live]')?.textContent;
    await press(chart, 'End');
    expect(said()).toBe('14–15 giờ, 20/11/2026 (kỳ chưa hết), tiếp nhận: 17');
    await press(chart, 'ArrowLeft');
    expect(said()).toBe('13–14 giờ, 20/11/2026, tiếp nhận: 14');
    await press(chart, 'Home');
    expect(said()).toContain('tiếp nhận: 3');
    await press(chart, 'Escape');
    expect(said()).toBe('');
  });

  test('are a table when asked', async () => {
    const chart = new CoreChart();
    chart.showTable = true;
    await stage(chart, { data: { main: hourly(counts) } });
    expect(chart.shadowRoot?.querySelectorAll('tbody tr')).toHaveLength(15);
    expect(shownText(chart)).toContain('8–9 giờ, 20/11/2026 21');
  });

  test('stand in a box without height and are drawn when it gets one', async () => {
    const chart = await stage(new CoreChart(), { data: { main: hourly(counts) }, width: 0 });
    await new Promise((resolve) => setTimeout(resolve, 60));
    chart.parentElement?.style.setProperty('width', '420px');
    await drawn(chart, '21');
  });
});

describe('a ranking', () => {
  test('goes by value, with n, and sets those with too few cases apart', async () => {
    const cases = ready(
      [ward, field('value')],
      [
        ['a', 312],
        ['b', 331],
        ['c', 6],
      ],
    );
    const chart = await stage(new CoreChart(), { data: { main: byWard('%'), cases }, options: { kind: 'ranking' } });
    const names = [...(chart.shadowRoot?.querySelectorAll('.rank .name') ?? [])].map((name) => name.textContent);
    expect(names).toEqual(['Hàm Thắng', 'Mũi Né']);
    expect(shownText(chart)).toMatch(/1 Hàm Thắng 93,5 n 312 .*Tuyên Quang: n = 6, chưa đủ mẫu/);
  });

  test('a press chooses a name', async () => {
    const chart = await stage(new CoreChart(), { data: { main: byWard() }, options: { kind: 'ranking' } });
    const chosen = new Promise<CustomEvent>((resolve) => chart.addEventListener('widget-select', resolve));
    chart.shadowRoot?.querySelector<HTMLButtonElement>('.rank')?.click();
    expect((await chosen).detail).toEqual({ port: 'main', field: 'ward', keys: ['a'], label: 'Hàm Thắng' });
  });
});

test('several fills have a key with totals, the seventh group is in the rest', async () => {
  const group = field('category', { type: 'string' });
  const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((code, index) => [code, '2026-11-16', 10 - index]);
  const main = ready([group, field('week', { type: 'date', grain: 'week' }), field('reports')], rows);
  const chart = await stage(new CoreChart(), { data: { main }, options: { kind: 'stacked' } });
  expect([...(chart.shadowRoot?.querySelectorAll('.key li') ?? [])].map((item) => item.textContent?.trim())).toEqual([
    'a 10',
    'b 9',
    'c 8',
    'd 7',
    'e 6',
    'Khác 9',
  ]);
});
