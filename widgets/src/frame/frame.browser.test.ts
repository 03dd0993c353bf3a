import type { Explanation } from '@haidang/sdk';
import { adoptTheme } from '@haidang/sdk/client';
import type { LitElement } from 'lit';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { clock, portOf } from './testing.ts';
import './frame.ts';
import type { IocFrame } from './frame.ts';

let frame: IocFrame;

beforeAll(() => {
  adoptTheme(document);
  document.documentElement.dataset.theme = 'dark';
});

beforeEach(() => {
  document.body.replaceChildren();
});

async function draw(properties: Partial<IocFrame>, width = 400): Promise<ShadowRoot> {
  frame = document.createElement('ioc-frame');
  Object.assign(frame, { heading: 'Hồ sơ đúng hạn', icon: 'landmark', now: clock, ...properties });
  frame.style.setProperty('width', `${width}px`);
  frame.style.setProperty('height', '152px');
  frame.append(Object.assign(document.createElement('p'), { textContent: '98,2 %' }));
  document.body.append(frame);
  await frame.updateComplete;
  return frame.shadowRoot as ShadowRoot;
}

const section = (root: ShadowRoot) => root.querySelector('section') as HTMLElement;
const rule = (root: ShadowRoot) => section(root).dataset.rule;
const text = (root: ShadowRoot, selector: string) => root.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim();
const drawnRule = (root: ShadowRoot) => getComputedStyle(section(root), '::before');
const dotted = (root: ShadowRoot) => root.querySelectorAll('.squares rect[stroke-dasharray="1.5 1.5"]').length;

describe('trust rule', () => {
  test('is drawn by how punctual the data are', async () => {
    expect(rule(await draw({ ports: { main: portOf(1, { freshness: 'live' }) } }))).toBe('double');
    expect(rule(await draw({ ports: { main: portOf(1, { freshness: 'on-time' }) } }))).toBe('solid');
    expect(rule(await draw({ ports: { main: portOf(1, { freshness: 'due' }) } }))).toBe('dashes');
    expect(rule(await draw({ ports: { main: portOf(1, { freshness: 'late', dueAt: '2026-11-18T17:00:00+07:00' }) } }))).toBe('hatch');
    expect(rule(await draw({ ports: { main: portOf(1, { freshness: 'unknown' }) } }))).toBe('dots');
  });

  test('is 3 px over the full width, late ones 5 px of which 2 reach into the header, so that titles stay level', async () => {
    const onTime = await draw({ ports: { main: portOf(1, { freshness: 'on-time' }) } });
    expect([drawnRule(onTime).height, drawnRule(onTime).width]).toEqual(['3px', '400px']);
    const top = (root: ShadowRoot) => (root.querySelector('h3')?.getBoundingClientRect().top ?? 0) - frame.getBoundingClientRect().top;
    const level = top(onTime);
    const late = await draw({ ports: { main: portOf(1, { freshness: 'late' }) } });
    expect(drawnRule(late).height).toBe('5px');
    expect(top(late)).toBe(level);
  });

  test('a frame of two ports shows the worse one', async () => {
    expect(rule(await draw({ ports: { a: portOf(1, { freshness: 'live' }), b: portOf(1, { freshness: 'late' }) } }))).toBe('hatch');
  });
});

describe('states', () => {
  test('loading: dotted rule and squares, and says so', async () => {
    const root = await draw({ ports: { main: { state: 'loading' } } });
    expect([rule(root), dotted(root), text(root, '.owner')]).toEqual(['dots', 4, 'Đang lấy số liệu…']);
    expect(root.querySelector('.badge')).toBeNull();
  });

  test('a note has no trust to tell of: a plain edge, no foot, no menu, its title as level as others', async () => {
    const top = (root: ShadowRoot) => (root.querySelector('h3')?.getBoundingClientRect().top ?? 0) - frame.getBoundingClientRect().top;
    const level = top(await draw({ ports: { main: portOf(1) } }));
    const root = await draw({ ports: {}, hasData: false });
    expect([rule(root), root.querySelector('footer'), root.querySelector('ioc-frame-menu'), top(root)]).toEqual([
      'none',
      null,
      null,
      level,
    ]);
  });

  test('late: badge in words, and the day that was missed instead of the time', async () => {
    const root = await draw({
      ports: { main: portOf(1, { freshness: 'late', dueAt: '2026-11-18T14:00:00+07:00', asOf: '2026-11-17', status: 'preliminary' }) },
    });
    expect(text(root, '.badge')).toBe('trễ 2 ngày');
    expect(text(root, '.owner')).toBe('Trung tâm IOC · sơ bộ · đến 17/11');
    expect(text(root, '.as-of .long')).toBe('hạn 18/11');
  });

  test('error: the rule is dotted and the badge says that the source is lost, the last value keeps its time', async () => {
    const root = await draw({ ports: { main: portOf(1, {}, 'error') } });
    expect([rule(root), text(root, '.badge'), text(root, '.as-of .long')]).toEqual(['dots', 'mất nguồn', '14:32:01']);
  });

  test('denied: neutral, without owner, grade or time', async () => {
    const root = await draw({ ports: { main: portOf(1, { sample: 3 }, 'denied') } });
    expect([
      rule(root),
      dotted(root),
      text(root, '.owner'),
      root.querySelector('.as-of'),
      root.querySelector('.sample'),
      root.querySelector('.badge'),
    ]).toEqual(['dots', 4, '', null, null, null]);
  });

  test('nothing bound: no foot at all', async () => {
    expect((await draw({ ports: {} })).querySelector('footer')).toBeNull();
  });

  test('grades are full, half, empty and dotted squares', async () => {
    const quality = {
      correct: { grade: 'good', value: 0.95 },
      complete: { grade: 'fair', value: 0.6 },
      clean: { grade: 'poor', value: 0.1 },
      live: { grade: 'unknown' },
    } as const;
    const root = await draw({ ports: { main: portOf(1, { quality }) } });
    const rects = [...root.querySelectorAll('.squares rect')].map(
      (rect) =>
        `${rect.getAttribute('x')} ${rect.getAttribute('height')} ${rect.getAttribute('fill') === 'none' ? (rect.getAttribute('stroke-dasharray') ?? '') : 'full'}`,
    );
    expect(rects).toEqual(['0 8 full', '10.5 7 none', '10 4 full', '20.5 7 none', '30.5 7 1.5 1.5']);
  });

  test('the four grades come with their overall number, why one is unknown with the reason', async () => {
    const quality = {
      correct: { grade: 'good', value: 0.97962 },
      complete: { grade: 'good', value: 0.95185 },
      clean: { grade: 'good', value: 0.97283 },
      live: { grade: 'fair', value: 0.82444 },
      overall: 92.9913,
    } as const;
    const root = await draw({ ports: { main: portOf(1, { quality }) } });
    expect([text(root, '.overall'), text(root, '.words')?.includes('điểm chung 93,0 (hạng A)')]).toEqual(['92', true]);
    const scoped = { ...quality, live: { grade: 'unknown', why: 'no-schedule' }, overall: undefined } as const;
    const unknown = await draw({ ports: { main: portOf(1, { quality: scoped }) } });
    expect(unknown.querySelector('.overall')).toBeNull();
    expect(text(unknown, '.words')).toContain('sống: chưa đánh giá (chưa khai báo lịch gửi)');
    const english = await draw({ locale: 'en', ports: { main: portOf(1, { quality: scoped }) } });
    expect(text(english, '.words')).toContain('live: not assessed (no schedule of deliveries)');
  });

  test('a feed that has stopped has a grey banner with the time of the last data, on the wall too', async () => {
    const stopped = { freshness: 'late', dueAt: '2026-11-18T14:00:00+07:00', asOf: '2026-11-17' } as const;
    const root = await draw({ ports: { main: portOf(1, stopped) } });
    expect(text(root, '.notice')).toBe('dữ liệu dừng từ 17/11');
    expect(getComputedStyle(root.querySelector('.notice') as Element).display).not.toBe('none');
    expect(text(await draw({ locale: 'en', ports: { main: portOf(1, stopped) } }), '.notice')).toMatch(/^data stopped at /);
    expect((await draw({ ports: { main: portOf(1, { freshness: 'due' }) } })).querySelector('.notice')).toBeNull();
  });

  test('a total of too few is said to be withheld, with the share and who is missing', async () => {
    const coverage = { reported: 93, expected: 124, missing: ['Phường Mũi Né', 'Phường Phú Thuỷ'] };
    const root = await draw({ ports: { main: portOf(null, { coverage }) } });
    expect(text(root, '.notice')).toBe('chưa đủ số liệu · 75 % · thiếu 31 nơi gửi');
    expect(text(root, '.words')).toContain('thiếu: Phường Mũi Né, Phường Phú Thuỷ và 29 nơi khác');
    const shown = await draw({ ports: { main: portOf(5, { coverage }) } });
    expect([shown.querySelector('.notice'), text(shown, '.owner')]).toEqual([null, '75 % · thiếu 31 nơi gửi · Trung tâm IOC']);
    const english = await draw({ locale: 'en', ports: { main: portOf(null, { coverage }) } });
    expect(text(english, '.notice')).toBe('not enough data · 75 % · 31 missing');
  });

  test('a stuck sensor is frozen, not live', async () => {
    const root = await draw({ ports: { main: portOf(1, { freshness: 'frozen', asOf: '2026-11-20T11:22:00+07:00' }) } });
    expect([text(root, '.badge'), root.querySelector('.notice')]).toEqual(['đứng 3 giờ 10', null]);
  });

  test('a status of the widget shows shape and word, unless the data are not to be trusted', async () => {
    const badge = { shape: 'caution', word: 'Chú ý' } as const;
    expect(text(await draw({ badge, ports: { main: portOf(1) } }), '.badge')).toBe('Chú ý');
    expect(
      text(await draw({ badge, ports: { main: portOf(1, { freshness: 'late', dueAt: '2026-11-18T14:00:00+07:00' }) } }), '.badge'),
    ).toBe('trễ 2 ngày');
    expect((await draw({ badge: { shape: 'normal', word: 'Đạt' }, ports: { main: portOf(1) } })).querySelector('.badge')).toBeNull();
  });
});

describe('illustrative figures', () => {
  test('are said where sample rows are counted and nowhere else', async () => {
    expect(text(await draw({ ports: { main: portOf(1, { n: 5, sample: 5 }) } }), '.sample .long')).toBe('số liệu minh hoạ');
    expect((await draw({ ports: { main: portOf(1, { n: 5 }) } })).querySelector('.sample')).toBeNull();
  });

  test.each([
    [221, '2026-11-20T14:32:01+07:00', 'số liệu minh hoạ', '14:32'],
    [221, '2026-11-15T22:50:00+07:00', 'số liệu minh hoạ', '15/11'],
    [221, '2025-11-15', 'minh hoạ', '15/11/2025'],
    [179, '2026-11-15T22:50:00+07:00', 'minh hoạ', '15/11'],
  ])('fit on a card of %i px with data of %s', async (width, asOf, note, time) => {
    const root = await draw({ ports: { main: portOf(1, { n: 5, sample: 5, asOf }) } }, width);
    const foot = root.querySelector('footer') as HTMLElement;
    const asOfBox = root.querySelector('.as-of') as HTMLElement;
    expect(foot.scrollWidth).toBeLessThanOrEqual(foot.clientWidth);
    expect(asOfBox.scrollWidth).toBeLessThanOrEqual(asOfBox.clientWidth);
    const shown = [...foot.querySelectorAll<HTMLElement>('.long, .short')]
      .filter((part) => part.checkVisibility())
      .map((part) => part.textContent);
    expect(shown).toEqual([note, time]);
    expect(text(root, '.words')).toContain('số liệu minh hoạ');
  });
});

describe('for those who do not see it', () => {
  test('the frame is a figure, named by its title and described by its trust in words', async () => {
    const root = await draw({ ports: { main: portOf(1, { freshness: 'due', dueAt: '2026-11-20T14:00:00+07:00' }) } });
    expect(section(root).getAttribute('role')).toBe('figure');
    expect(section(await draw({ ports: {}, widgetRole: 'table' })).getAttribute('role')).toBe('group');
    expect(root.getElementById(section(root).getAttribute('aria-labelledby') ?? '')?.textContent).toBe('Hồ sơ đúng hạn');
    const words = root.getElementById(section(root).getAttribute('aria-describedby') ?? '')?.textContent;
    expect(words).toContain('nhịp số liệu: đến hạn; số liệu lúc 14:32:01; hạn 14:00; phụ trách: Trung tâm IOC; vận hành');
    expect(words).toContain('đúng: chưa đánh giá');
  });

  test('speaks English too', async () => {
    const root = await draw({ locale: 'en', ports: { main: portOf(1, { freshness: 'due' }) } });
    expect(text(root, '.words')).toContain('delivery: due; data as of 14:32:01');
  });
});

describe('menu', () => {
  const press = (code: string, held: KeyboardEventInit = {}) =>
    (document.activeElement?.shadowRoot?.activeElement?.shadowRoot?.activeElement ?? frame).dispatchEvent(
      new KeyboardEvent('keydown', { code, bubbles: true, composed: true, cancelable: true, ...held }),
    );
  const items = (root: ShadowRoot) => [
    ...(root.querySelector('ioc-frame-menu')?.shadowRoot?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
  ];

  test('opens by Shift+F10, goes by arrows, closes by Escape and gives the focus back', async () => {
    const root = await draw({ ports: { main: portOf(1) } });
    press('F10', { shiftKey: true });
    const menu = root.querySelector('ioc-frame-menu');
    await menu?.updateComplete;
    await menu?.updateComplete;
    expect(items(root).map((item) => item.textContent?.trim())).toEqual(['Xem như bảng', 'Nguồn số liệuCtrl+I', 'Tải lại']);
    expect(menu?.shadowRoot?.activeElement).toBe(items(root)[0]);
    press('ArrowUp');
    expect(menu?.shadowRoot?.activeElement).toBe(items(root)[2]);
    press('Escape');
    await menu?.updateComplete;
    expect(items(root)).toHaveLength(0);
    expect(menu?.shadowRoot?.activeElement?.className).toBe('dots');
  });

  const choose = async (root: ShadowRoot, word: string) => {
    const menu = root.querySelector('ioc-frame-menu');
    await menu?.show();
    items(root)
      .find((item) => item.textContent?.includes(word))
      ?.click();
    await frame.updateComplete;
  };

  test('shows any widget as a table and back, while the widget stays', async () => {
    const root = await draw({ ports: { main: portOf(98.2) } });
    await choose(root, 'Xem như bảng');
    const table = root.querySelector('ioc-result-table');
    await table?.updateComplete;
    expect([...(table?.shadowRoot?.querySelectorAll('th, td') ?? [])].map((cell) => cell.textContent)).toEqual(['Giá trị (%)', '98,2']);
    expect(frame.querySelector('p')?.checkVisibility()).toBe(false);
    await choose(root, 'Xem như hình');
    expect(root.querySelector('ioc-result-table')).toBeNull();
    expect(frame.querySelector('p')?.checkVisibility()).toBe(true);
  });

  test('its menu offers files where there are some to have, by mouse and by key', async () => {
    const root = await draw({ hasFiles: true, ports: { main: portOf(1) } });
    const asked: string[] = [];
    frame.addEventListener('frame-download', (event) => asked.push(event.detail));
    await choose(root, 'Tải về CSV');
    await choose(root, 'Tải về Excel');
    expect(asked).toEqual(['csv', 'xlsx']);
  });

  test('figures of units that are no longer in force say so', async () => {
    const as = (basis: 'current' | 'as-reported', former?: number) => ({
      boundaries: { basis, version: '2025-03-01', ...(former && { former }) },
    });
    expect(text(await draw({ ports: { main: portOf(1, as('as-reported', 3)) } }), '.former .long')).toBe('theo địa giới cũ');
    expect(text(await draw({ ports: { main: portOf(1, as('current', 3)) } }), '.former .long')).toBe('một phần theo địa giới cũ');
    expect((await draw({ ports: { main: portOf(1, as('current')) } })).querySelector('.former')).toBeNull();
    const both = await draw({ ports: { a: portOf(1, as('current')), b: portOf(1, as('as-reported', 1)) } });
    expect(both.querySelector('#words')?.textContent).toContain('theo địa giới cũ');
  });

  test('the source says meaning, formula, legal basis, owner, times, rows and boundaries', async () => {
    const trust = { n: 1982, dueAt: '2026-11-21T17:00:00+07:00', boundaries: { basis: 'current', version: '2025-07-01' } } as const;
    const origins = [
      { port: 'main', from: 'a/b', label: { vi: 'Tỷ lệ đúng hạn' }, formula: '100*count(a where ok)/count(a)', legal: 'NĐ 61/2018/NĐ-CP' },
    ];
    const root = await draw({ ports: { main: portOf(98.2, trust) }, origins });
    await choose(root, 'Nguồn');
    const dialog = document.querySelector<LitElement>('ioc-source-dialog');
    await dialog?.updateComplete;
    const inside = dialog?.shadowRoot;
    expect(inside?.querySelector('dialog')?.open).toBe(true);
    const facts = Object.fromEntries(
      [...(inside?.querySelectorAll('dt') ?? [])].map((dt) => [dt.textContent, dt.nextElementSibling?.textContent?.trim()]),
    );
    expect(facts).toMatchObject({
      'Ý nghĩa': 'Tỷ lệ đúng hạn',
      'Cách tính': '100*count(a where ok)/count(a)',
      'Căn cứ pháp lý': 'NĐ 61/2018/NĐ-CP',
      'Đơn vị phụ trách': 'Trung tâm IOC',
      'Số liệu đến': '14:32 20/11/2026',
      'Nhận lúc': '14:32 20/11/2026',
      'Kỳ giao tới': '17:00 21/11/2026',
      'Số dòng đã dùng': '1.982',
      'Địa giới': 'hiện hành, từ 01/07/2025',
    });
    inside?.querySelector('dialog')?.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(document.querySelector<LitElement>('ioc-source-dialog')).toBeNull();
  });

  test('the source says why the number is what it is: each part with its value and rows, and the definition', async () => {
    const origins = [{ port: 'main', from: 'a/b', label: { vi: 'Tỷ lệ đúng hạn' } }];
    const asked: string[] = [];
    const explain = async (port: string): Promise<Explanation> => {
      asked.push(port);
      const { result } = portOf(92.5);
      if (!result?.fields[0]) throw new Error('no field');
      return {
        indicator: 'a/b',
        label: { vi: 'Tỷ lệ đúng hạn' },
        formula: '100*count(a where ok)/count(a)',
        field: { ...result.fields[0], unit: '%' },
        value: 92.5,
        n: 1982,
        parts: [
          { text: 'count(a where ok)', dataset: 'x/a', label: { vi: 'Phản ánh' }, value: 37, n: 37 },
          { text: 'pop', value: null },
        ],
        definition: { revision: 3, state: 'reviewed', isApproved: false, owner: { code: 'so-xd', name: 'Sở Xây dựng' } },
        trust: result.trust,
      };
    };
    const root = await draw({ ports: { main: portOf(92.5) }, origins, explain });
    await choose(root, 'Nguồn');
    const dialog = document.querySelector<LitElement>('ioc-source-dialog');
    const why = await vi.waitFor(() => {
      const found = dialog?.shadowRoot?.querySelector('.why');
      if (!found) throw new Error('not told yet');
      return found;
    });
    expect(asked).toEqual(['main']);
    expect(why.querySelector('h3')?.textContent).toBe('Vì sao con số này?');
    const rows = [...why.querySelectorAll('tbody tr, tfoot tr')].map((row) => [...row.children].map((cell) => cell.textContent?.trim()));
    expect(rows).toEqual([
      ['count(a where ok)Phản ánh', '37', '37'],
      ['pop', 'chưa có số liệu', ''],
      ['Kết quả', '92,5\u202f%', '1.982'],
    ]);
    expect(why.querySelector('dl')?.textContent).toContain('bản 3 · đã thẩm định, chưa được duyệt');
    expect(why.querySelector('dl')?.textContent).toContain('Sở Xây dựng');
    dialog?.shadowRoot?.querySelector('dialog')?.close();
  });

  test('an explanation that cannot be had is said, and the rest of the source stays', async () => {
    const origins = [{ port: 'main', from: 'a/b', label: { vi: 'Tỷ lệ đúng hạn' } }];
    const root = await draw({ ports: { main: portOf(1) }, origins, explain: () => Promise.reject(new Error('away')) });
    await choose(root, 'Nguồn');
    const inside = document.querySelector<LitElement>('ioc-source-dialog')?.shadowRoot;
    await vi.waitFor(() => expect(inside?.querySelector('.why')?.textContent).toContain('Chưa lấy được lời giải thích.'));
    expect(inside?.querySelector('dt')?.textContent).toBe('Ý nghĩa');
    inside?.querySelector('dialog')?.close();
  });

  test('reload asks whoever holds the frame', async () => {
    const root = await draw({ ports: { main: portOf(1) } });
    let asked = 0;
    frame.addEventListener('frame-reload', () => {
      asked += 1;
    });
    await choose(root, 'Tải lại');
    expect(asked).toBe(1);
  });
});

describe('long Vietnamese names', () => {
  test('end in an ellipsis with the whole name as title, and stacked marks have room', async () => {
    const heading = 'TỶ LỆ HỒ SƠ ĐƯỢC GIẢI QUYẾT ĐÚNG HẠN Ở ỦY BAN NHÂN DÂN PHƯỜNG ỄẤỘ';
    const root = await draw({ heading, subtitle: '30 ngày', ports: { main: portOf(1) } }, 220);
    const title = root.querySelector('h3') as HTMLElement;
    expect(title.title).toBe(heading);
    expect(title.scrollWidth).toBeGreaterThan(title.clientWidth);
    expect(title.clientHeight).toBeGreaterThanOrEqual(Math.floor(1.27 * Number.parseFloat(getComputedStyle(title).fontSize)));
    const { right } = frame.getBoundingClientRect();
    expect(title.getBoundingClientRect().right).toBeLessThanOrEqual(right);
  });
});
