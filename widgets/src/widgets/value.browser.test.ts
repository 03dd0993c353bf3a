import { afterEach, describe, expect, test } from 'vitest';
import { field, ready } from './testing.ts';
import { shownText, stage } from './testing-page.ts';
import { CoreValue } from './value.ts';

const levels = { green: '>=90', amber: '>=75' };
const rate = (value: number | null, n: number, previous?: number) => {
  const port = ready(
    [
      field('value', { type: 'number', unit: '%', direction: 'up', levels, label: { vi: 'Đúng hạn' } }),
      field('value_previous', { type: 'number', unit: '%', compare: 'previous' }),
    ],
    [[value, previous ?? null]],
    { period: { from: '2026-10-01T00:00:00+07:00', to: '2026-11-01T00:00:00+07:00' } },
  );
  return { ...port, result: port.result && { ...port.result, trust: { ...port.result.trust, n } } };
};
const days = ready(
  [field('day', { type: 'date', grain: 'day' }), field('value')],
  [3, 5, 4, 8].map((value, index) => [`2026-11-1${index}`, value]),
);

afterEach(() => document.body.replaceChildren());

describe('a card', () => {
  test('shows the figure, how it moved, its target as a tick, and its trend', async () => {
    const card = await stage(new CoreValue(), { data: { main: rate(87.4, 1982, 84.9), trend: days } });
    expect(shownText(card)).toContain('87,4%');
    expect(shownText(card)).toContain('↑ 2,5 điểm so tháng trước');
    expect(shownText(card)).toContain('chỉ tiêu 90 %');
    const bar = card.shadowRoot?.querySelector('.bullet');
    const tick = card.shadowRoot?.querySelector('.tick');
    const share = (tick?.getBoundingClientRect().left ?? 0) - (bar?.getBoundingClientRect().left ?? 0);
    expect(share / (bar?.clientWidth ?? 1)).toBeCloseTo(0.9, 1);
    expect(card.shadowRoot?.querySelector('.spark path')).not.toBeNull();
  });

  test('a change too small for its digits is none', async () => {
    const fields = [field('value', { type: 'number' }), field('value_previous', { type: 'number', compare: 'previous' })];
    const moved = async (value: number, before: number) =>
      shownText(await stage(new CoreValue(), { data: { main: ready(fields, [[value, before]]) } }));
    expect(await moved(49.01, 49)).toContain('không đổi so kỳ trước');
    expect(await moved(49.1, 49)).toContain('↑ 0,2 % so kỳ trước');
    expect(await moved(3, 0)).not.toContain('so kỳ trước');
  });

  test('tells its frame when the figure is not normal, and when it is again', async () => {
    const told: unknown[] = [];
    const card = new CoreValue();
    card.addEventListener('ioc-badge', (event) => told.push((event as CustomEvent).detail));
    await stage(card, { data: { main: rate(87.4, 1982) } });
    card.data = { main: rate(60, 1982) };
    await card.updateComplete;
    card.data = { main: rate(93, 1982) };
    await card.updateComplete;
    expect(told).toEqual([{ shape: 'caution', word: 'Chú ý' }, { shape: 'high', word: 'Không đạt' }, null]);
  });

  test('a rate of too few cases is no figure', async () => {
    const card = await stage(new CoreValue(), { data: { main: rate(null, 6) } });
    expect(shownText(card)).toMatch(/^–.*chưa đủ mẫu.*n = 6/);
    expect(card.shadowRoot?.querySelector('.bullet')).toBeNull();
  });

  test('no figure at all says so', async () => {
    const card = await stage(new CoreValue(), { data: { main: rate(null, 0) } });
    expect(shownText(card)).toMatch(/^–.*chưa có số liệu/);
  });

  test('underlines a figure that changed, not the first one', async () => {
    const card = await stage(new CoreValue(), { data: { main: rate(87.4, 1982) } });
    expect(card.shadowRoot?.querySelector('.digits')?.classList.contains('fresh')).toBe(false);
    card.data = { main: rate(87.5, 1983) };
    await card.updateComplete;
    expect(card.shadowRoot?.querySelector('.digits')?.classList.contains('fresh')).toBe(true);
  });

  test('in a narrow place the trend gives way to the figure', async () => {
    const card = await stage(new CoreValue(), { data: { main: rate(87.4, 1982), trend: days }, width: 110 });
    const value = card.shadowRoot?.querySelector('.value')?.getBoundingClientRect();
    const box = card.shadowRoot?.querySelector('.main')?.getBoundingClientRect();
    expect(value?.right).toBeLessThanOrEqual(box?.right ?? 0);
    expect(card.shadowRoot?.querySelector('.spark')?.getBoundingClientRect().top).toBeGreaterThan(box?.bottom ?? 0);
  });

  test('a narrow place cuts no caption: what does not fit beside stands below, all within the height of a card', async () => {
    const second = ready([field('value', { unit: 'report', label: { vi: 'đã xử lý' } })], [[37]]);
    const main = ready([field('value', { unit: 'report' }), field('value_previous', { compare: 'previous' })], [[94, 21]]);
    const options = { labels: { value_previous: { vi: 'hôm qua' } } };
    for (const width of [152, 196]) {
      const card = await stage(new CoreValue(), { data: { main, second, trend: days }, options, width, height: 88 });
      const captions = [...(card.shadowRoot?.querySelectorAll<HTMLElement>('.captions > span') ?? [])];
      expect(captions.map((caption) => caption.textContent)).toEqual(['↑ 347,6\u202f% so hôm qua', 'đã xử lý: 37']);
      for (const caption of captions) {
        expect(caption.scrollWidth).toBeLessThanOrEqual(caption.clientWidth);
        expect(caption.getBoundingClientRect().bottom).toBeLessThanOrEqual(card.getBoundingClientRect().top + 88);
      }
    }
  });
});

test('a pair shows both rates and how far they are apart', async () => {
  const labels = { main: { vi: 'Theo hạn gốc' }, second: { vi: 'Có gia hạn' } };
  const pair = await stage(new CoreValue(), {
    data: { main: rate(87.4, 1982), second: rate(95.1, 1982) },
    options: { layout: 'pair', labels },
  });
  expect(shownText(pair)).toMatch(/Theo hạn gốc.*n = 1.982 · chỉ tiêu 90 %.*87,4%.*Có gia hạn.*95,1%.*Chênh 7,7 điểm/);
});

test('tiles show counts by name', async () => {
  const labels = { main: { vi: 'Đang mở' }, second: { vi: 'Quá hạn' } };
  const count = (value: number) => ready([field('value', { direction: 'down', levels: { green: '=0', amber: '<=10' } })], [[value]]);
  const tiles = await stage(new CoreValue(), { data: { main: count(0), second: count(7) }, options: { layout: 'tiles', labels } });
  expect(shownText(tiles)).toMatch(/Đang mở 0.*Quá hạn 7/);
  expect(tiles.shadowRoot?.querySelectorAll('.shape')).toHaveLength(1);
});

test('tiles of counts show a unit when all have one', async () => {
  const count = (unit?: string) => ready([field('value', unit === undefined ? {} : { unit })], [[7]]);
  const unitOf = async (second?: string) => {
    const tiles = await stage(new CoreValue(), { data: { main: count('report'), second: count(second) }, options: { layout: 'tiles' } });
    return tiles.shadowRoot?.querySelector<HTMLElement>('.unit')?.checkVisibility();
  };
  expect(await unitOf('report')).toBe(true);
  expect(await unitOf()).toBe(false);
});
