import type { Geography, PortData, Size, WidgetContext } from '@haidang/sdk';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { map as definition, type MapOptions } from './map/definition.ts';
import { cases, rates, reportOptions, reports, town, wardKey } from './map/testing.ts';
import { CoreMap } from './map.ts';
import { field, ready, sampleData } from './testing.ts';
import { shownText, stage } from './testing-page.ts';

const breaches: string[] = [];
const asked: string[] = [];
let loading: PerformanceObserver | undefined;

beforeAll(() => {
  // The page's own policy: no style or script that is not a file, workers and pictures only from here.
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = "style-src 'self'; script-src-attr 'none'; worker-src 'self'; img-src 'self' data: blob:; object-src 'none'";
  document.addEventListener('securitypolicyviolation', (event) =>
    breaches.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
  );
  document.head.append(policy);
  loading = new PerformanceObserver((list) => asked.push(...list.getEntries().map(({ name }) => name)));
  loading.observe({ entryTypes: ['resource'] });
});

beforeEach(() => {
  breaches.length = 0;
});

afterEach(() => document.body.replaceChildren());

interface Given {
  readonly data?: { readonly [port: string]: PortData };
  readonly options?: MapOptions;
  readonly geography?: Geography | 'none' | 'fails';
  readonly width?: number;
  readonly height?: number;
  readonly size?: Size;
  readonly locale?: string;
  readonly vars?: WidgetContext['vars'];
}

async function shown({
  data,
  options,
  geography = town(),
  width = 700,
  height = 460,
  size = 'l',
  locale = 'vi',
  vars = {},
}: Given = {}): Promise<CoreMap> {
  const ask = async () => {
    if (geography === 'fails') throw new Error('not to be had');
    return geography as Geography;
  };
  const element = await stage(new CoreMap(), {
    data: data ?? { areas: rates(), cases: cases() },
    options: { ...reportOptions, ...options },
    context: { size, locale, vars, ...(geography === 'none' ? {} : { geography: ask }) },
    width,
    height,
  });
  await vi.waitFor(() => expect(element.isSettled).toBe(true));
  await element.updateComplete;
  return element;
}

/** Pictures by WebGL are slow without a graphics card: they are no larger than a test needs. */
const small = { width: 360, height: 280 };

const all = <E extends Element>(element: Element, selector: string): E[] => [...(element.shadowRoot?.querySelectorAll<E>(selector) ?? [])];
const one = <E extends Element>(element: Element, selector: string): E | undefined => all<E>(element, selector)[0];
const named = (element: Element) => all(element, '.overlay .name').map((name) => name.textContent);
const drawnByGl = (element: CoreMap) => vi.waitFor(() => expect(element.isGl).toBe(true), { timeout: 20_000, interval: 50 });
const press = (target: Element | undefined, code: string) =>
  target?.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true, composed: true }));
const heard = (element: Element, name: string): CustomEvent['detail'][] => {
  const events: CustomEvent['detail'][] = [];
  element.addEventListener(name, (event) => events.push((event as CustomEvent).detail));
  return events;
};

describe('units', () => {
  test('are drawn at once, then by WebGL, with name and figure, and break no policy and ask nobody', async () => {
    const element = await shown();
    await vi.waitFor(() => expect(all(element, '.picture path.unit')).toHaveLength(7));
    expect(named(element)).toEqual(expect.arrayContaining(['Mũi Né', 'Hàm Thắng', 'Tiến Thành']));
    expect(all(element, '.overlay .figure').map((figure) => figure.textContent)).toContain('93,5\u202f%');
    await drawnByGl(element);
    expect(one(element, 'canvas')?.getBoundingClientRect().width).toBe(700);
    expect(breaches).toEqual([]);
    expect(
      asked.filter((address) => !address.startsWith(location.origin) && !address.startsWith('data:') && !address.startsWith('blob:')),
    ).toEqual([]);
    expect(element.shadowRoot?.adoptedStyleSheets[0]?.cssRules[0]?.cssText).toContain('maplibregl');
  }, 120_000);

  test('say that cells are a schematic and since when their boundaries count', async () => {
    const element = await shown();
    await vi.waitFor(() => expect(one(element, '.base')?.textContent).toContain('Sơ đồ giản lược · địa giới hiện hành, từ 01/07/2025'));
    one<HTMLButtonElement>(element, '.control.layers')?.click();
    await element.updateComplete;
    expect(one(element, '.panel.layers')?.textContent).toMatch(/không phải ranh giới.*Vẽ cho phép thử.*18\/2012\/QH13/s);
  });

  test('with few cases or without figures are hatched, and the legend says so', async () => {
    const element = await shown({ data: { areas: rates([93.5, null, 88.4, 84.1, 79.6, 72.8, 66.7]), cases: cases() } });
    await vi.waitFor(() => expect(all(element, '.picture path.unit[fill="url(#hatch)"]')).toHaveLength(2));
    expect(one(element, '.legend')?.textContent?.replace(/\s+/g, ' ')).toMatch(/Đúng hạn %.*< 75.*n < 10, không có số liệu/);
    expect(shownText(element)).toMatch(/Xã Tuyên Quang n = 6/);
  });

  test('are selected by a click, let go by another', async () => {
    const element = await shown();
    const choices = heard(element, 'widget-select');
    await drawnByGl(element);
    const place = all<SVGGElement>(element, '.names > g').find((label) => label.textContent?.includes('Mũi Né'));
    const { left = 0, top = 0, width = 0, height = 0 } = place?.getBoundingClientRect() ?? {};
    const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, composed: true };
    const canvas = one(element, 'canvas');
    canvas?.dispatchEvent(new PointerEvent('pointerdown', at));
    canvas?.dispatchEvent(new MouseEvent('click', at));
    await element.updateComplete;
    expect(choices).toEqual([{ port: 'areas', field: 'ward', keys: [wardKey('105')], label: 'Phường Mũi Né' }]);
    expect(one(element, 'tr[aria-selected="true"]')?.textContent).toContain('Mũi Né');
    canvas?.dispatchEvent(new MouseEvent('click', at));
    expect(choices.at(-1)).toMatchObject({ keys: [] });
  }, 120_000);

  test('tell name and figure under the pointer', async () => {
    const element = await shown();
    await vi.waitFor(() => expect(named(element)).toContain('Mũi Né'));
    const place = all<SVGGElement>(element, '.names > g').find((label) => label.textContent?.includes('Mũi Né'));
    const { left = 0, top = 0, width = 0, height = 0 } = place?.getBoundingClientRect() ?? {};
    one(element, '.picture > svg')?.dispatchEvent(
      new PointerEvent('pointermove', {
        clientX: left + width / 2,
        clientY: top + height / 2,
        bubbles: true,
        composed: true,
        pointerType: 'mouse',
      }),
    );
    expect(one<HTMLElement>(element, '.tip')?.hidden).toBe(false);
    expect(one(element, '.tip')?.textContent).toMatch(/Phường Mũi Né\s*79,6\s%/);
  });

  test('are gone through in the list by the arrows and selected by Enter', async () => {
    const element = await shown();
    const choices = heard(element, 'widget-select');
    await vi.waitFor(() => expect(all(element, '.list tbody tr')).toHaveLength(7));
    const rows = all<HTMLElement>(element, '.list tbody tr');
    expect(rows.map((row) => row.tabIndex)).toEqual([0, -1, -1, -1, -1, -1, -1]);
    rows[0]?.focus();
    press(rows[0], 'ArrowDown');
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement?.textContent).toContain('Phan Thiết');
    press(element.shadowRoot?.activeElement ?? undefined, 'Enter');
    expect(choices).toEqual([{ port: 'areas', field: 'ward', keys: [wardKey('102')], label: 'Phường Phan Thiết' }]);
    press(element.shadowRoot?.activeElement ?? undefined, 'Escape');
    expect(choices.at(-1)).toMatchObject({ keys: [] });
  });

  test('stand in a list over the map where there is room, on a wall too', async () => {
    const isOpen = (element: CoreMap) => one(element, '.corner .list') !== undefined;
    const wall = await shown({ size: 'wall' });
    await vi.waitFor(() => expect(isOpen(wall)).toBe(true));
    one<HTMLButtonElement>(wall, '.fold')?.click();
    await vi.waitFor(() => expect(isOpen(wall)).toBe(false));
    one<HTMLButtonElement>(wall, '.control.list')?.click();
    await vi.waitFor(() => expect(isOpen(wall)).toBe(true));
    const low = await shown({ size: 'wall', height: 240 });
    await vi.waitFor(() => expect(named(low).length).toBeGreaterThan(0));
    expect(isOpen(low)).toBe(false);
  });

  test('that the geography does not know, or knows no more, stand in the list and say so', async () => {
    const old = {
      key: '900@2020-01-01',
      title: { vi: 'Phường Cũ' },
      level: 'ward',
      validFrom: '2020-01-01',
      validTo: '2025-07-01',
      point: [108.1, 10.95],
    } as const;
    const areas = rates();
    const result = areas.result && {
      ...areas.result,
      rows: [...areas.result.rows, ['999@2025-07-01', 5], ['900@2020-01-01', 6], [null, 7]],
    };
    const { units } = town();
    const element = await shown({ data: { areas: { ...areas, ...(result && { result }) } }, geography: town({ units: [...units, old] }) });
    await vi.waitFor(() => expect(all(element, '.list tbody tr')).toHaveLength(10));
    expect(shownText(element)).toMatch(/999@2025-07-01\s?không có trên bản đồ/);
    expect(shownText(element)).toMatch(/P\. Cũ\s?đơn vị cũ, không vẽ/);
    expect(shownText(element)).toMatch(/không rõ đơn vị\s?không có trên bản đồ/);
    expect(all(element, '.picture path.unit')).toHaveLength(7);
  });

  test('take a page variable as the selection', async () => {
    const element = await shown();
    await vi.waitFor(() => expect(all(element, '.list tbody tr')).toHaveLength(7));
    element.context = { ...element.context, vars: { unit: [wardKey('106')] } };
    await element.updateComplete;
    expect(one(element, 'tr[aria-selected="true"]')?.textContent).toContain('Tiến Thành');
    element.context = { ...element.context, vars: { unit: [] } };
    await element.updateComplete;
    expect(one(element, 'tr[aria-selected="true"]')).toBeUndefined();
  });
});

test('a unit that the page names from the start is the selected one', async () => {
  const element = await shown({ vars: { unit: [wardKey('106')] } });
  await vi.waitFor(() => expect(one(element, 'tr[aria-selected="true"]')?.textContent).toContain('Tiến Thành'));
});

describe('reports', () => {
  const near = Array.from({ length: 8 }, (_, index) => ({ code: `n${index}`, at: [108.22 + index * 0.0004, 10.98] as const }));
  const some = [
    { code: 'urgent', at: [108.03, 10.99], severity: 'severe', title: 'Sóng tràn kè' },
    { code: 'late', at: [108.2, 11], due: '2026-11-19T10:00:00+07:00' },
    { code: 'soon', at: [108.28, 10.94], due: '2026-11-20T20:00:00+07:00' },
    { code: 'open', at: [108.02, 10.85] },
    { code: 'lost' },
    { code: 'away', at: [0, 0] },
  ] as const;

  test('have a shape by deadline and status, close ones a ring with their count', async () => {
    const element = await shown({ data: { areas: rates(), points: reports([...near, ...some]) } });
    await vi.waitFor(() => expect(all(element, '.mark').length).toBeGreaterThan(3));
    expect(all(element, '.count').map((count) => count.textContent)).toEqual(['8']);
    expect(one(element, '.shapes')?.textContent?.replace(/\s+/g, ' ').trim()).toBe('khẩn 1quá hạn 1sắp hạn 1khác 10');
    expect(one(element, '.legend')?.textContent).toMatch(/1 tin chưa có vị trí.*1 tin ở ngoài vùng bản đồ/s);
    const ring = all(element, '.mark').find((mark) => mark.querySelector('.ring'));
    expect(ring?.getAttribute('aria-label')).toMatch(/8 tin rác trong bán kính \d+ m/);
  });

  test('are told and selected by a click, opened from there', async () => {
    const element = await shown({ data: { points: reports(some) } });
    const [choices, opened] = [heard(element, 'widget-select'), heard(element, 'widget-open')];
    await vi.waitFor(() => expect(all(element, '.mark').length).toBe(4));
    const mark = all(element, '.mark').find((one) => one.getAttribute('aria-label')?.includes('Sóng tràn kè'));
    mark?.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    await element.updateComplete;
    expect(choices).toEqual([{ port: 'points', field: 'code', keys: ['urgent'], label: 'Sóng tràn kè' }]);
    expect(one(element, '.popover')?.textContent).toMatch(/Sóng tràn kè.*rác.*Khẩn/s);
    one<HTMLButtonElement>(element, '.popover .open')?.click();
    expect(opened).toEqual(choices);
    press(one(element, '.popover'), 'Escape');
    await element.updateComplete;
    expect(one(element, '.popover')).toBeUndefined();
  });

  test('are gone through by the arrows', async () => {
    const element = await shown({ data: { points: reports(some) } });
    const choices = heard(element, 'widget-select');
    await vi.waitFor(() => expect(all(element, '.mark').length).toBe(4));
    const first = all<SVGElement>(element, '.mark').find((mark) => mark.getAttribute('tabindex') === '0');
    first?.focus();
    press(first, 'ArrowDown');
    const next = element.shadowRoot?.activeElement ?? undefined;
    expect(next).not.toBe(first);
    expect(next?.getAttribute('data-id')).toBe('open');
    press(next, 'Enter');
    expect(choices).toMatchObject([{ keys: ['open'] }]);
  });

  test('a press on a ring looks nearer until it falls apart', async () => {
    const element = await shown({ data: { areas: rates(), points: reports(near) }, ...small });
    await vi.waitFor(() => expect(all(element, '.ring')).toHaveLength(1));
    await drawnByGl(element);
    one<SVGElement>(element, '.mark')?.focus();
    press(one(element, '.mark'), 'Enter');
    await vi.waitFor(() => expect(all(element, '.mark')).toHaveLength(8), { timeout: 15_000 });
    expect(element.shadowRoot?.activeElement?.getAttribute('data-id')).toBe('n0');
  }, 120_000);

  test('ten thousand are a few hundred marks', async () => {
    let state = 3;
    const next = () => {
      state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
      return state / 2 ** 32;
    };
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      code: `r${index}`,
      at: [108 + next() * 0.3, 10.85 + next() * 0.15] as const,
    }));
    const data = { areas: rates(), points: reports(many) };
    const start = performance.now();
    const element = await shown({ data });
    await vi.waitFor(() => expect(all(element, '.ring').length).toBeGreaterThan(5));
    console.info(`10,000 reports stood on the map after ${Math.round(performance.now() - start)} ms`);
    expect(all(element, '.mark').length).toBeLessThanOrEqual(260);
    const sum = all(element, '.mark').reduce(
      (all, mark) => all + Number((mark.querySelector('.count')?.textContent ?? '1').replace('.', '')),
      0,
    );
    expect(sum).toBe(10_000);
  });
});

describe('the map', () => {
  test('takes another theme and another language', async () => {
    const element = await shown();
    await vi.waitFor(() => expect(all(element, '.picture path.unit').map((path) => path.getAttribute('fill'))).toContain('#6596d3'));
    document.documentElement.dataset.theme = 'light';
    element.context = { ...element.context, theme: 'light', locale: 'en' };
    await vi.waitFor(() => expect(one(element, '.base')?.textContent).toContain('Schematic · boundaries in force since 01/07/2025'));
    expect(one(element, '.legend')?.textContent).toContain('On time %');
    expect(named(element)).toContain('Mũi Né');
    await drawnByGl(element);
    element.context = { ...element.context, locale: 'vi' };
    await vi.waitFor(() => expect(one(element, 'canvas')?.getAttribute('aria-label')).toContain('bản đồ 7 đơn vị'));
  }, 120_000);

  test('keeps the whole in sight when its box changes', async () => {
    const element = await shown();
    await vi.waitFor(() => expect(named(element).length).toBeGreaterThan(4));
    const before = element.camera?.zoom ?? 0;
    element.parentElement?.style.setProperty('width', '1200px');
    element.parentElement?.style.setProperty('height', '800px');
    await vi.waitFor(() => expect(element.camera?.zoom ?? 0).toBeGreaterThan(before + 0.4));
    expect(element.camera?.width).toBe(1200);
  });

  test('zooms by its buttons and comes back to the whole', async () => {
    const element = await shown(small);
    await drawnByGl(element);
    const before = element.camera?.zoom ?? 0;
    one<HTMLButtonElement>(element, '.control.plus')?.click();
    await vi.waitFor(() => expect(element.camera?.zoom).toBeCloseTo(before + 1, 2), { timeout: 10_000 });
    one<HTMLButtonElement>(element, '.control.locate')?.click();
    await vi.waitFor(() => expect(element.camera?.zoom).toBeCloseTo(before, 2), { timeout: 10_000 });
  }, 120_000);

  test('has at most three layers on', async () => {
    const units = town().units.map((unit) => ({ ...unit, boundary: around(unit.point ?? [108, 11]) }));
    const old = {
      key: '1@2020-01-01',
      title: { vi: 'Phường Cũ' },
      level: 'ward',
      validFrom: '2020-01-01',
      validTo: '2025-07-01',
      boundary: around([108.1, 10.95]),
    } as const;
    const roads = {
      type: 'MultiLineString',
      coordinates: [
        [
          [108, 10.9],
          [108.3, 11],
        ],
      ],
    } as const;
    const element = await shown({ data: { areas: rates(), points: reports([]) }, geography: town({ units: [...units, old], roads }) });
    await vi.waitFor(() => expect(one(element, '.base')?.textContent).toContain('Địa giới hiện hành, từ 01/07/2025'));
    one<HTMLButtonElement>(element, '.control.layers')?.click();
    await element.updateComplete;
    const boxes = () => all<HTMLInputElement>(element, '.panel.layers input');
    expect(boxes().map((box) => [box.checked, box.disabled])).toEqual([
      [true, false],
      [true, false],
      [true, false],
      [false, true],
    ]);
    boxes()[2]?.click();
    await element.updateComplete;
    expect(boxes().map((box) => box.disabled)).toEqual([false, false, false, false]);
  });

  test('of provinces shows Hoàng Sa and Trường Sa, in place or in boxes', async () => {
    const province = (key: string, vi: string, point: readonly [number, number]) =>
      ({ key, title: { vi }, level: 'province', validFrom: '2025-07-01', point }) as const;
    const units = [
      province('01@2025-07-01', 'Thành phố Hà Nội', [105.8, 21]),
      province('68@2025-07-01', 'Tỉnh Lâm Đồng', [108.05, 11.65]),
      province('96@2025-07-01', 'Tỉnh Cà Mau', [105.1, 9.2]),
    ];
    const areas = ready(
      [field('unit', { type: 'unit' }), field('n')],
      units.map(({ key }, index) => [key, index + 1]),
    );
    const element = await shown({ data: { areas }, geography: { units, sources: [], version: 'c' } });
    await vi.waitFor(() =>
      expect(all(element, '.archipelago').map((one) => one.getAttribute('aria-label'))).toEqual([
        'Quần đảo Hoàng Sa (đặc khu Hoàng Sa, thành phố Đà Nẵng)',
        'Quần đảo Trường Sa (đặc khu Trường Sa, tỉnh Khánh Hòa)',
      ]),
    );
    for (const archipelago of all(element, '.archipelago')) expect(archipelago.querySelectorAll('.island').length).toBeGreaterThan(8);
    const small = await shown({ data: { areas }, geography: { units, sources: [], version: 'c' }, width: 340, height: 300, size: 'm' });
    await vi.waitFor(() => expect(all(small, '.archipelago')).toHaveLength(2));
  });

  test('of a town shows them only when it reaches beyond', async () => {
    const element = await shown({ options: { reach: 'country' } });
    await vi.waitFor(() => expect(named(element).length).toBeGreaterThan(4));
    expect(all(element, '.archipelago')).toHaveLength(0);
    for (let step = 0; step < 3; step += 1) one<HTMLButtonElement>(element, '.control.minus')?.click();
    await vi.waitFor(() => expect(all(element, '.archipelago')).toHaveLength(2), { timeout: 10_000 });
  });

  test('without shapes is the list, and says why', async () => {
    const none = await shown({ geography: 'none' });
    expect(shownText(none)).toContain('Chưa có hình đơn vị để vẽ.');
    expect(all(none, '.list tbody tr')).toHaveLength(7);
    const failed = await shown({ geography: 'fails' });
    expect(shownText(failed)).toContain('Không tải được dữ liệu bản đồ');
    expect(all(failed, '.list tbody tr')).toHaveLength(7);
  });

  test('without WebGL is drawn as SVG', async () => {
    const real = HTMLCanvasElement.prototype.getContext;
    const without = vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(function (
      this: HTMLCanvasElement,
      kind: string,
      ...rest: unknown[]
    ) {
      return (kind.startsWith('webgl') ? null : Reflect.apply(real, this, [kind, ...rest])) as null;
    });
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const element = await shown();
    await vi.waitFor(() => expect(warned).toHaveBeenCalled(), { timeout: 10_000 });
    expect(element.isGl).toBe(false);
    await vi.waitFor(() => expect(all(element, '.picture path.unit')).toHaveLength(7));
    expect(getComputedStyle(one(element, '.picture > svg') as Element).display).not.toBe('none');
    without.mockRestore();
    warned.mockRestore();
  });

  test('shows the SVG when the context is lost, and comes back', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const element = await shown(small);
    await drawnByGl(element);
    one<HTMLCanvasElement>(element, 'canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    await vi.waitFor(() => expect(element.isGl).toBe(false));
    await vi.waitFor(() => expect(all(element, '.picture path.unit')).toHaveLength(7));
    await drawnByGl(element);
    warned.mockRestore();
  }, 120_000);

  test('gives its context back: twenty in a row, and twelve at once', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    // More than a browser allows at a time.
    for (let round = 0; round < 20; round += 1) {
      const element = await shown(small);
      await vi.waitFor(() => expect(one(element, 'canvas')).toBeDefined(), { timeout: 10_000, interval: 10 });
      document.body.replaceChildren();
    }
    const last = await shown(small);
    await drawnByGl(last);
    const box = document.createElement('div');
    document.body.append(box);
    const many = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const element = new CoreMap();
        element.context = last.context;
        element.data = last.data;
        const room = document.createElement('div');
        // One over another, so that all are in sight.
        room.style.setProperty('position', 'absolute');
        room.style.setProperty('inset', '0 auto auto 0');
        room.style.setProperty('width', '200px');
        room.style.setProperty('height', '160px');
        room.append(element);
        box.append(room);
        await element.updateComplete;
        return element;
      }),
    );
    // The last one holds a context of the eight, so seven are left for the twelve.
    await vi.waitFor(() => expect(many.filter(({ isGl }) => isGl)).toHaveLength(7), { timeout: 60_000, interval: 100 });
    for (const element of many.filter(({ isGl }) => !isGl)) expect(all(element, '.picture path.unit')).toHaveLength(7);
    expect(warned.mock.calls).toEqual([]);
    warned.mockRestore();
  }, 120_000);

  test('draws its own sample without a centre', async () => {
    const element = await stage(new CoreMap(), {
      data: sampleData(definition),
      options: definition.sample.options as MapOptions,
      width: 700,
      height: 460,
      context: { size: 'l' },
    });
    await vi.waitFor(() => expect(all(element, '.picture path.unit')).toHaveLength(7));
    expect(all(element, '.mark')).toHaveLength(5);
    expect(shownText(element)).toContain('Sơ đồ giản lược');
  });
});

function around([x, y]: readonly [number, number]): Geography['outline'] & object {
  const d = 0.02;
  return {
    type: 'Polygon',
    coordinates: [
      [
        [x - d, y - d],
        [x + d, y - d],
        [x + d, y + d],
        [x - d, y + d],
        [x - d, y - d],
      ],
    ],
  };
}
