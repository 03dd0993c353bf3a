import type { CatalogWidget, WidgetContext } from '@haidang/sdk';
import { beforeEach, describe, expect, test } from 'vitest';
import { portOf, until } from '../frame/testing.ts';
import { clear, client, desk, frame, open, pageOf, place, placement, rule, view, words } from './testing.ts';

beforeEach(clear);

describe('a widget on a page', () => {
  test('gets everything before it is connected, and its data as they come', async () => {
    await open(pageOf({ w_a: place({ options: { decimals: 1 } }) }));
    await until(() => words('w_a') === 'loading' && client.watched.length > 0);
    client.tell('t/rate', portOf(98.2));
    await until(() => words('w_a') === '98.2');
    const element = frame('w_a')?.querySelector('test-plain') as HTMLElement & { hadAll: boolean; options: unknown; heading: string };
    expect([element.hadAll, element.options, element.heading]).toEqual([true, { decimals: 1 }, 'Tỷ lệ']);
    expect(rule('w_a')).toBe('double');
  });

  test('is not given the same again: a clock that moves on does not make it draw', async () => {
    await open(pageOf({ w_a: place() }));
    await until(() => words('w_a') === 'loading' && client.watched.length > 0);
    const element = frame('w_a')?.querySelector('test-plain') as HTMLElement & { context: unknown; received: readonly unknown[] };
    const { context } = element;
    const { data: before } = { data: element.received.at(-1) };
    placement('w_a').now += 60_000;
    await placement('w_a').updateComplete;
    expect([element.context === context, element.received.at(-1) === before]).toEqual([true, true]);
  });

  test('can ask for the shapes of the centre, and is told when there are others', async () => {
    await open(pageOf({ w_a: place() }));
    await until(() => words('w_a') === 'loading');
    const element = frame('w_a')?.querySelector('test-plain') as HTMLElement & { context: WidgetContext };
    const { context } = element;
    expect((await context.geography?.())?.version).toBe(client.centre.version);
    client.centre = { ...client.centre, version: 'v2' };
    placement('w_a').catalog = client.centre;
    await placement('w_a').updateComplete;
    expect(element.context).not.toBe(context);
    expect((await element.context.geography?.())?.version).toBe('v2');
  });

  test('offers the rows of a dataset as a file, not the one value of an indicator', async () => {
    const addresses: unknown[] = [];
    client.exportAddress = (query, format) => {
      addresses.push([query, format]);
      return 'data:text/csv,x';
    };
    const rows = { from: 't/row', select: ['code'], limit: 20 };
    await open(pageOf({ w_a: place(), w_b: place({ bind: { main: rows } }) }));
    placement('w_b').catalog = { ...client.centre, datasets: { 't/row': { label: { vi: 'Dòng' } } as never } };
    await until(() => frame('w_b')?.hasFiles === true);
    expect(frame('w_a')?.hasFiles).toBe(false);
    frame('w_b')?.dispatchEvent(new CustomEvent('frame-download', { detail: 'xlsx' }));
    expect(addresses).toEqual([[rows, 'xlsx']]);
    client.exportAddress = undefined;
  });

  test('takes title and icon from its placement, else from what it asks for', async () => {
    await open(pageOf({ w_a: place(), w_b: place({ title: { vi: 'Riêng', en: 'Own' }, note: { vi: 'ghi chú' } }) }), { locale: 'en' });
    expect([frame('w_a')?.heading, frame('w_a')?.icon]).toEqual(['Rate', 'landmark']);
    expect([frame('w_b')?.heading, frame('w_b')?.subtitle]).toEqual(['Own', 'ghi chú']);
  });

  test('shows its badge in the frame', async () => {
    await open(pageOf({ w_a: place() }));
    await until(() => words('w_a') === 'loading' && client.watched.length > 0);
    client.tell('t/rate', portOf(1));
    frame('w_a')
      ?.querySelector('test-plain')
      ?.dispatchEvent(new CustomEvent('ioc-badge', { detail: { shape: 'high', word: 'Chậm' }, bubbles: true }));
    const badge = () => frame('w_a')?.shadowRoot?.querySelector('.badge')?.textContent?.trim();
    await until(() => badge() === 'Chậm');
    frame('w_a')
      ?.querySelector('test-plain')
      ?.dispatchEvent(new CustomEvent('ioc-badge', { detail: undefined, bubbles: true }));
    await until(() => badge() === undefined);
  });

  test('never shows an old value under a new choice', async () => {
    const bind = { main: { from: 't/rate', where: { ward: { var: 'ward' } } } };
    await open(pageOf({ w_a: place({ bind }) }), { vars: { ward: ['1@2025-07-01'] } });
    await until(() => words('w_a') === 'loading' && client.watched.length > 0);
    client.tell('t/rate', portOf(1));
    await until(() => words('w_a') === '1');
    view.view = { ...desk, vars: { ward: ['2@2025-07-01'] } };
    await view.updateComplete;
    await placement('w_a').updateComplete;
    expect(words('w_a')).toBe('loading');
    expect(client.watched.map(({ query }) => query.where)).toEqual([{ ward: '2@2025-07-01' }]);
  });

  test('out of sight it does not ask, and goes on when it is seen again', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => index);
    const widgets = Object.fromEntries(
      ids.map((index) => [
        `w_${index}`,
        place({ rank: `a${index.toString(16)}`, span: { w: 24, h: 20 }, bind: { main: { from: 't/rate', limit: index + 1 } } }),
      ]),
    );
    await open(pageOf(widgets));
    const watched = () => ids.filter((index) => client.watched.some(({ query }) => query.limit === index + 1));
    await until(() => watched().includes(0) && !watched().includes(11), 'the first is watched, the last is not');
    placement('w_11').scrollIntoView();
    await until(() => watched().includes(11) && !watched().includes(0), 'the last is watched, the first no more');
    client.tell('t/rate', portOf(7));
    await until(() => words('w_11') === '7');
    expect(words('w_0')).toBe('loading');
    placement('w_0').scrollIntoView();
    await until(() => watched().includes(0));
  });
});

describe('a widget that cannot be drawn', () => {
  test('names itself when it is not installed, keeps its configuration, asks for nothing, and the others work', async () => {
    await open(
      pageOf({ w_a: place({ use: 'health/beds', title: { vi: 'Giường' }, options: { decimals: 1 } }), w_b: place({ rank: 'a1' }) }),
    );
    expect(words('w_a')).toContain('Chưa cài tiện ích health/beds');
    expect(frame('w_a')?.querySelector('pre')?.textContent).toContain('"decimals": 1');
    expect(frame('w_a')?.heading).toBe('Giường');
    await until(() => words('w_b') === 'loading' && client.watched.length > 0);
    expect(client.watched).toHaveLength(1);
    expect(rule('w_a')).toBe('dots');
  });

  test('says so in English to those who read English', async () => {
    await open(pageOf({ w_a: place({ use: 'health/beds' }) }), { locale: 'en' });
    expect(words('w_a')).toContain('Widget health/beds is not installed');
  });

  test('a configuration newer than the widget waits for the newer widget', async () => {
    await open(pageOf({ w_a: place({ v: 3 }) }));
    expect(words('w_a')).toContain('Tiện ích t/plain cần bản mới hơn');
  });

  test('is drawn as soon as it is there, without a reload', async () => {
    await open(pageOf({ w_a: place({ v: 2 }) }));
    expect(words('w_a')).toContain('cần bản mới hơn');
    view.catalog = {
      ...view.catalog,
      widgets: { ...view.catalog.widgets, 't/plain': { ...view.catalog.widgets['t/plain'], v: 2 } as CatalogWidget },
    };
    await until(() => words('w_a') === 'loading' && client.watched.length === 1);
  });

  test.each(['t/broken', 't/other'])('a module that fails or defines nothing (%s) fails alone', async (use) => {
    await open(pageOf({ w_a: place({ use }), w_b: place({ rank: 'a1' }) }));
    await until(() => words('w_a').includes(`Không nạp được tiện ích ${use}`));
    await until(() => words('w_b') === 'loading');
  });

  test('a widget that throws fails alone', async () => {
    let told = 0;
    document.body.addEventListener('widget-error', () => (told += 1), { once: true });
    await open(pageOf({ w_a: place({ use: 't/throwing' }), w_b: place({ rank: 'a1' }) }));
    await until(() => words('w_a').includes('Không nạp được tiện ích t/throwing'));
    await until(() => words('w_b') === 'loading');
    expect(told).toBe(1);
  });

  test('data that may not be seen or cannot be had keep the frame', async () => {
    client.first = () => ({ state: 'denied', error: { code: 'forbidden' } });
    await open(pageOf({ w_a: place() }));
    await until(() => rule('w_a') === 'dots');
    expect(frame('w_a')?.shadowRoot?.querySelector('.as-of')).toBeNull();
  });
});
