import type { Json } from '@haidang/sdk';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CoreTable } from './table.ts';
import { field, ready } from './testing.ts';
import { shownText, stage } from './testing-page.ts';

const fields = [
  field('report_code', { type: 'code' }),
  field('title', { type: 'string', label: { vi: 'Nội dung' } }),
  field('ward', { type: 'unit', label: { vi: 'Phường, xã' }, values: { a: { vi: 'Hàm Thắng' }, b: { vi: 'Mũi Né' } } }),
  field('open', { label: { vi: 'Đang mở' } }),
  field('level', { type: 'string', values: { urgent: { vi: 'Khẩn' } } }),
  field('due_at', { type: 'date-time', label: { vi: 'Hạn' } }),
];
const row = (index: number): Json[] => [
  `PT-${index}`,
  `Bãi rác số ${index}`,
  index % 2 ? 'a' : 'b',
  99_999 - index,
  index === 2 ? 'urgent' : 'normal',
  '2026-11-20T15:12:00+07:00',
];
const rows = (count: number) =>
  ready(
    fields,
    Array.from({ length: count }, (_, index) => row(index)),
  );
const options = {
  columns: [{ field: 'title' }, { field: 'ward' }, { field: 'open' }],
  status: { field: 'level', shapes: { urgent: 'critical', normal: 'normal' } },
} as const;

afterEach(() => document.body.replaceChildren());

const drawnRows = (table: Element) => [...(table.shadowRoot?.querySelectorAll<HTMLElement>('.row') ?? [])];
const scrollerOf = (table: Element) => table.shadowRoot?.querySelector<HTMLElement>('.scroller');
const inSight = (table: Element) => {
  const room = scrollerOf(table)?.getBoundingClientRect();
  return drawnRows(table).filter(
    (one) => one.getBoundingClientRect().top >= (room?.top ?? 0) && one.getBoundingClientRect().bottom <= (room?.bottom ?? 0),
  );
};

async function press(table: CoreTable, code: string): Promise<void> {
  scrollerOf(table)?.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true }));
  await table.updateComplete;
}

describe('100,000 rows', () => {
  test('keep fewer than 200 in the document, from the first to the last', async () => {
    const table = await stage(new CoreTable(), { data: { main: rows(100_000) }, options, width: 900, height: 400 });
    await vi.waitFor(() => expect(drawnRows(table).length).toBeGreaterThan(10));
    expect(drawnRows(table).length).toBeLessThan(200);
    expect(scrollerOf(table)?.getAttribute('aria-rowcount')).toBe('100001');
    for (const share of [0.25, 0.5, 1]) {
      const scroller = scrollerOf(table);
      if (scroller) scroller.scrollTop = share * scroller.scrollHeight;
      await vi.waitFor(() => expect(inSight(table).length).toBeGreaterThan(8));
      expect(drawnRows(table).length).toBeLessThan(200);
    }
    expect(shownText(table)).toContain('Bãi rác số 99999');
  });

  test('End goes to the last row, Home back to the first', async () => {
    const table = await stage(new CoreTable(), { data: { main: rows(100_000) }, options, width: 900, height: 400 });
    await vi.waitFor(() => expect(drawnRows(table).length).toBeGreaterThan(10));
    await press(table, 'End');
    await vi.waitFor(() => expect(inSight(table).some((one) => one.textContent?.includes('số 99999'))).toBe(true));
    expect(table.shadowRoot?.querySelector('[aria-selected=true]')?.id).toBe(scrollerOf(table)?.getAttribute('aria-activedescendant'));
    await press(table, 'Home');
    await vi.waitFor(() => expect(inSight(table).some((one) => one.textContent?.includes('số 0'))).toBe(true));
  });
});

describe('a table', () => {
  test('draws columns in the given order, names for codes, a shape with a name at the head', async () => {
    const table = await stage(new CoreTable(), { data: { main: rows(5) }, options, width: 700 });
    await vi.waitFor(() => expect(drawnRows(table)).toHaveLength(5));
    expect([...(table.shadowRoot?.querySelectorAll('[role=columnheader]') ?? [])].map((head) => head.textContent?.trim())).toEqual([
      '',
      'Nội dung',
      'Phường, xã',
      'Đang mở',
    ]);
    expect(drawnRows(table)[2]?.textContent?.replace(/\s+/g, ' ')).toContain('Bãi rác số 2Mũi Né99.997');
    expect(drawnRows(table)[2]?.querySelector('svg')?.getAttribute('aria-label')).toBe('Khẩn');
  });

  test('a header sorts up, down, and as it came; the page is told', async () => {
    const table = await stage(new CoreTable(), { data: { main: rows(5) }, options, width: 700 });
    await vi.waitFor(() => expect(drawnRows(table)).toHaveLength(5));
    const told: unknown[] = [];
    table.addEventListener('ioc-sort', (event) => told.push((event as CustomEvent).detail));
    const header = () => table.shadowRoot?.querySelectorAll<HTMLButtonElement>('[role=columnheader] button')[2];
    const first = () => drawnRows(table).find((one) => one.getAttribute('aria-rowindex') === '2')?.textContent;
    header()?.click();
    await vi.waitFor(() => expect(first()).toContain('số 4'));
    expect(header()?.parentElement?.getAttribute('aria-sort')).toBe('ascending');
    header()?.click();
    await vi.waitFor(() => expect(first()).toContain('số 0'));
    header()?.click();
    await table.updateComplete;
    expect(header()?.parentElement?.hasAttribute('aria-sort')).toBe(false);
    expect(told).toEqual([{ field: 'open', isDescending: false }, { field: 'open', isDescending: true }, null]);
  });

  test('a press selects, Enter opens, by the key of the record', async () => {
    const table = await stage(new CoreTable(), { data: { main: rows(5) }, options, width: 700 });
    await vi.waitFor(() => expect(drawnRows(table)).toHaveLength(5));
    const told: unknown[] = [];
    for (const name of ['widget-select', 'widget-open'] as const)
      table.addEventListener(name, (event) => told.push([name, event.detail.field, event.detail.keys]));
    drawnRows(table)[1]?.click();
    await table.updateComplete;
    expect(drawnRows(table)[1]?.getAttribute('aria-selected')).toBe('true');
    await press(table, 'ArrowDown');
    await press(table, 'Enter');
    expect(told).toEqual([
      ['widget-select', 'report_code', ['PT-1']],
      ['widget-select', 'report_code', ['PT-2']],
      ['widget-open', 'report_code', ['PT-2']],
    ]);
  });

  test('a selected record stays selected when the rows move', async () => {
    const table = await stage(new CoreTable(), { data: { main: rows(5) }, options, width: 700 });
    await vi.waitFor(() => expect(drawnRows(table)).toHaveLength(5));
    drawnRows(table)[1]?.click();
    table.data = { main: ready(fields, [row(9), row(0), row(1)]) };
    await vi.waitFor(() => expect(drawnRows(table)).toHaveLength(3));
    expect(table.shadowRoot?.querySelector('[aria-selected=true]')?.textContent).toContain('số 1');
  });

  test('a deadline is words and a bar', async () => {
    const table = await stage(new CoreTable(), {
      data: { main: rows(1) },
      options: { columns: [{ field: 'title' }, { field: 'due_at', as: 'due' }] },
      width: 700,
    });
    await vi.waitFor(() => expect(shownText(table)).toContain('còn 40 phút'));
  });

  test('a deadline without a beginning is words alone', async () => {
    const plain = { columns: [{ field: 'title' }, { field: 'due_at', as: 'due' }] } as const;
    const table = await stage(new CoreTable(), { data: { main: rows(1) }, options: plain, width: 700 });
    expect(shownText(table)).toContain('còn 40 phút');
    expect(table.shadowRoot?.querySelector('.used')).toBeNull();
  });

  test('says when there are more rows than it has', async () => {
    const main = rows(5);
    const table = await stage(new CoreTable(), {
      data: { main: { ...main, ...(main.result && { result: { ...main.result, next: 'x' } }) } },
      options,
    });
    expect(shownText(table)).toContain('Mới tải 5 dòng đầu.');
  });

  test('becomes cards on a phone', async () => {
    const table = await stage(new CoreTable(), { data: { main: rows(5) }, options, context: { size: 's' }, width: 300, height: 500 });
    await vi.waitFor(() => expect(drawnRows(table)).toHaveLength(5));
    expect(table.shadowRoot?.querySelector('[role=columnheader]')).toBeNull();
    expect(drawnRows(table)[0]?.querySelector('b')?.textContent).toBe('Bãi rác số 0');
    expect(drawnRows(table)[0]?.offsetHeight).toBeGreaterThanOrEqual(44);
  });

  test('without rows says why', async () => {
    const table = await stage(new CoreTable(), { data: { main: rows(0) }, options });
    expect(shownText(table)).toContain('Không có số liệu');
  });
});
