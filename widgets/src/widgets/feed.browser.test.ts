import type { Json } from '@haidang/sdk';
import { afterEach, expect, test } from 'vitest';
import { CoreFeed } from './feed.ts';
import { field, ready } from './testing.ts';
import { shownText, stage } from './testing-page.ts';

const fields = [
  field('report_code', { type: 'code' }),
  field('title', { type: 'string' }),
  field('ward', { type: 'unit', values: { a: { vi: 'Mũi Né' } } }),
  field('reported_at', { type: 'date-time' }),
  field('domain', { type: 'string' }),
  field('due_at', { type: 'date-time' }),
  field('answered_at', { type: 'date-time' }),
];
const event = (code: string, due: string, answered: Json = null): Json[] => [
  code,
  `Phản ánh ${code}`,
  'a',
  '2026-11-20T14:17:30+07:00',
  'waste',
  `2026-11-20T${due}+07:00`,
  answered,
];
const older = [event('B', '18:21:10'), event('C', '13:26:50'), event('D', '13:00:00', '2026-11-20T12:00:00+07:00')];
const options = { due: 'due_at', until: 'answered_at', icon: { field: 'domain', names: { waste: 'trash-2' } } };

afterEach(() => document.body.replaceChildren());

const items = (feed: Element) => [...(feed.shadowRoot?.querySelectorAll('li') ?? [])];
const textOf = (item: Element | undefined) => item?.textContent?.replace(/\s+/g, ' ').trim();

test('tells what, where, when, and how the deadline stands', async () => {
  const feed = await stage(new CoreFeed(), { data: { main: ready(fields, older) }, options });
  expect(items(feed).map(textOf)).toEqual([
    'Phản ánh BMũi Né · 14:17 còn 3 giờ 49',
    'Phản ánh CMũi Né · 14:17 quá 1 giờ 05',
    'Phản ánh DMũi Né · 14:17 đã xong',
  ]);
  expect(items(feed)[0]?.querySelector('.icon path')?.getAttribute('d')).toMatch(/^M/);
});

test('in a narrow place an urgent deadline takes nothing from the title, nor from the time', async () => {
  const urgent = [...fields, field('severity', { type: 'string', values: { urgent: { vi: 'Khẩn' } } })];
  const status = { field: 'severity', shapes: { urgent: 'critical' } } as const;
  const rows = [event('A', '18:30:00').concat('urgent')];
  const feed = await stage(new CoreFeed(), { data: { main: ready(urgent, rows) }, options: { ...options, status }, width: 300 });
  const box = (selector: string) => feed.shadowRoot?.querySelector(selector)?.getBoundingClientRect();
  expect(feed.shadowRoot?.querySelector('.mark')?.textContent).toContain('khẩn, còn');
  expect(box('.what > b')?.right).toBeCloseTo(box('.item')?.right ?? 0, 0);
  expect(box('.mark')?.top).toBeGreaterThanOrEqual(box('.what > b')?.bottom ?? Number.NaN);
});

test('marks what came since, not the first list nor another one', async () => {
  const feed = await stage(new CoreFeed(), { data: { main: ready(fields, older) }, options });
  const fresh = () =>
    items(feed)
      .filter((item) => item.classList.contains('new'))
      .map((item) => item.querySelector('b')?.textContent);
  expect(fresh()).toEqual([]);
  const kept = items(feed)[0];
  feed.data = { main: ready(fields, [event('A', '18:30:00'), ...older]) };
  await feed.updateComplete;
  expect(fresh()).toEqual(['Phản ánh A']);
  expect(items(feed)[1]).toBe(kept);
  feed.data = { main: ready(fields, [event('X', '18:30:00'), event('Y', '18:30:00')]) };
  await feed.updateComplete;
  expect(fresh()).toEqual([]);
});

test('events without a key are told apart all the same', async () => {
  const plain = [field('title', { type: 'string' }), field('reported_at', { type: 'date-time' })];
  const rows = [
    ['Rác', '2026-11-20T14:17:00+07:00'],
    ['Rác', '2026-11-20T14:17:00+07:00'],
    ['Ngập', '2026-11-20T14:10:00+07:00'],
  ];
  const feed = await stage(new CoreFeed(), { data: { main: ready(plain, rows) }, options: {} });
  feed.data = { main: ready(plain, [['Cây đổ', '2026-11-20T14:18:00+07:00'], ...rows]) };
  await feed.updateComplete;
  expect(items(feed).map((item) => item.querySelector('b')?.textContent)).toEqual(['Cây đổ', 'Rác', 'Rác', 'Ngập']);
  expect(items(feed).map((item) => item.classList.contains('new'))).toEqual([true, false, false, false]);
});

test('a press opens the record', async () => {
  const feed = await stage(new CoreFeed(), { data: { main: ready(fields, older) }, options });
  const opened = new Promise<CustomEvent>((resolve) => feed.addEventListener('widget-open', resolve));
  feed.shadowRoot?.querySelectorAll('button')[1]?.click();
  expect((await opened).detail).toEqual({ port: 'main', field: 'report_code', keys: ['C'], label: 'Phản ánh C' });
});

test('the arrows go from item to item, and Tab reaches one', async () => {
  const feed = await stage(new CoreFeed(), { data: { main: ready(fields, older) }, options });
  const buttons = [...(feed.shadowRoot?.querySelectorAll('button') ?? [])];
  buttons[0]?.focus();
  buttons[0]?.dispatchEvent(new KeyboardEvent('keydown', { code: 'ArrowDown', bubbles: true }));
  await feed.updateComplete;
  expect(feed.shadowRoot?.activeElement).toBe(buttons[1]);
  expect(buttons.map((button) => button.tabIndex)).toEqual([-1, 0, -1]);
});

test('finds its columns by itself when the options name none', async () => {
  const feed = await stage(new CoreFeed(), { data: { main: ready(fields, older) }, options: {} });
  expect(shownText(feed)).toContain('Phản ánh BMũi Né · 14:17');
});
