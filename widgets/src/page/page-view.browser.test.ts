import { beforeEach, describe, expect, test } from 'vitest';
import { portOf, until } from '../frame/testing.ts';
import { box, clear, client, frame, open, pageOf, place, placement, placements, status, view, words } from './testing.ts';

beforeEach(clear);

describe('layout', () => {
  const four = {
    w_a: place({ span: { w: 12, h: 10 } }),
    w_b: place({ rank: 'a1', span: { w: 6, h: 5 } }),
    w_c: place({ rank: 'a2', span: { w: 6, h: 5 } }),
    w_d: place({ rank: 'a3', span: { w: 12, h: 5 } }),
  };

  test('a desk has 24 columns, rows of 24 px and gaps of 8', async () => {
    await open(pageOf(four));
    expect([box('w_a'), box('w_b'), box('w_c'), box('w_d')]).toEqual([
      [0, 0, 600, 312],
      [608, 0, 296, 152],
      [912, 0, 296, 152],
      [608, 160, 600, 152],
    ]);
  });

  test('a phone shows values in pairs, with the differences of the page', async () => {
    const profiles = { phone: { widgets: { w_a: { hide: true }, w_d: { rank: 'a0', span: { w: 4, h: 4 } } } } } as const;
    await open(pageOf(four, { profiles }), { profile: 'phone' }, 366);
    expect(placements().map(({ widget }) => widget.id)).toEqual(['w_d', 'w_b', 'w_c']);
    expect([box('w_d'), box('w_b'), box('w_c')]).toEqual([
      [0, 0, 366, 120],
      [0, 128, 179, 152],
      [187, 128, 179, 152],
    ]);
  });

  test('height auto follows the content', async () => {
    await open(pageOf({ w_a: place({ span: { w: 12, h: 'auto' } }), w_b: place({ rank: 'a1', span: { w: 24, h: 5 } }) }));
    await until(() => words('w_a') === 'loading' && client.watched.length > 0);
    frame('w_a')?.querySelector<HTMLElement>('test-plain')?.style.setProperty('min-height', '300px');
    const rowsOf = (height: number) => Math.ceil((height + 8) / 32) * 32;
    await until(() => box('w_b')[1] === rowsOf(box('w_a')[3] ?? 0) && (box('w_a')[3] ?? 0) > 300, 'the next row begins below it');
  });

  test('sections have their titles, and closed ones open', async () => {
    const sections = {
      sc_a: { rank: 'a0', title: { vi: 'Chỉ tiêu' }, layout: { kind: 'flow' } },
      sc_b: { rank: 'a1', title: { vi: 'Chi tiết' }, layout: { kind: 'flow' }, collapsed: true },
    } as const;
    await open(pageOf({ w_a: place(), w_b: place({ in: 'sc_b' }) }, { sections }));
    expect([...(view.shadowRoot?.querySelectorAll('h2') ?? [])].map((title) => title.textContent?.trim())).toEqual([
      'Chỉ tiêu',
      'Chi tiết',
    ]);
    expect(placement('w_b').checkVisibility()).toBe(false);
    view.shadowRoot?.querySelector<HTMLElement>('h2 button')?.click();
    await view.updateComplete;
    expect(placement('w_b').checkVisibility()).toBe(true);
    expect(view.shadowRoot?.querySelector('h2 button')?.getAttribute('aria-expanded')).toBe('true');
  });

  test('conditions on screens, variables and data show and hide, and the others close up', async () => {
    const widgets = {
      w_a: place({ span: { w: 6, h: 5 }, show: { profile: ['phone'] } }),
      w_b: place({ rank: 'a1', span: { w: 6, h: 5 }, show: { port: 'main', is: '>=90' } }),
      w_c: place({ rank: 'a2', span: { w: 6, h: 5 }, bind: { main: { from: 't/rate', limit: 1 } } }),
    };
    await open(pageOf(widgets));
    expect(placement('w_a')).toBeUndefined();
    expect([placement('w_b').checkVisibility(), box('w_c')[0]]).toEqual([false, 0]);
    client.tell('t/rate', portOf(95));
    await until(() => placement('w_b').checkVisibility());
    expect(box('w_c')[0]).toBe(304);
    client.tell('t/rate', portOf(80));
    await until(() => !placement('w_b').checkVisibility());
    expect(box('w_c')[0]).toBe(0);
  });

  test('what the page speaks of and nobody knows is named in a notice, the rest is drawn', async () => {
    await open(pageOf({ w_a: place(), w_b: place({ in: 'sc_lost' }) }));
    const notice = view.shadowRoot?.querySelector('.notice');
    expect(notice?.querySelector('summary')?.textContent).toBe('Trang có 1 chỗ chưa hiển thị được');
    expect(notice?.querySelector('td')?.textContent).toBe('widgets.w_b.in');
    expect(placements().map(({ widget }) => widget.id)).toEqual(['w_a']);
  });
});

describe('what the page tells the shell', () => {
  test('its oldest data with their name, rows that are illustrative, and the period as the server has it', async () => {
    const bind = { main: { from: 't/rate', time: { var: 'time' } } } as const;
    await open(pageOf({ w_a: place({ title: { vi: 'Mới' } }), w_b: place({ rank: 'a1', title: { vi: 'Cũ' }, bind }) }), { time: 'today' });
    await until(() => client.watched.length === 2);
    const period = { from: '2026-11-20T00:00:00+07:00', to: '2026-11-20T14:32:07+07:00' };
    const [fresh, old] = [portOf(1, { n: 4, sample: 4 }), portOf(2, { asOf: '2026-11-18' })];
    client.watched.find(({ query }) => query.time === undefined)?.tell(fresh);
    client.watched.find(({ query }) => query.time === 'today')?.tell({ ...old, ...(old.result && { result: { ...old.result, period } }) });
    await until(() => status?.sample === 4 && status.oldest?.heading === 'Cũ');
    expect(status).toEqual({ sample: 4, oldest: { asOf: '2026-11-18', heading: 'Cũ' }, period });
  });

  test('a choice in a widget sets the variable that a link names', async () => {
    const links = {
      ln_a: { from: 'w_a', on: 'select', do: { kind: 'filter', by: 'unit', var: 'ward' } },
      ln_b: { from: 'w_a', on: 'open', do: { kind: 'drill', to: 'pg_x', carry: [] } },
    } as const;
    await open(pageOf({ w_a: place() }, { links }));
    await until(() => words('w_a') === 'loading' && client.watched.length > 0);
    const told: unknown[] = [];
    view.addEventListener('vars-choose', (event) => told.push((event as CustomEvent).detail));
    view.addEventListener('page-open', (event) => told.push((event as CustomEvent).detail));
    const tell = (name: string) =>
      frame('w_a')
        ?.querySelector('test-plain')
        ?.dispatchEvent(
          new CustomEvent(name, {
            detail: { port: 'main', field: 'ward', keys: ['1@2025-07-01'], label: '1' },
            bubbles: true,
            composed: true,
          }),
        );
    tell('widget-select');
    tell('widget-open');
    expect(told).toEqual([{ ward: ['1@2025-07-01'] }, { to: 'pg_x', carry: [] }]);
  });

  test('reload asks again for what failed', async () => {
    client.first = () => ({ state: 'error', error: { code: 'timed-out' } });
    await open(pageOf({ w_a: place() }));
    await until(() => client.watched.length === 1);
    view.reload();
    expect(client.retried).toEqual([{ from: 't/rate' }]);
    expect(client.watched).toHaveLength(1);
  });
});
