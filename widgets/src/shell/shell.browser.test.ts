import { beforeEach, describe, expect, test } from 'vitest';
import { portOf, until } from '../frame/testing.ts';
import { address, clear, client, root, shell, start, tellAll, text, times } from './testing.ts';

beforeEach(clear);

describe('the screen', () => {
  test('opens on the home page, and is named by page and centre', async () => {
    await start();
    expect(document.title).toBe('Toàn cảnh · Trung tâm điều hành');
    expect(document.documentElement.lang).toBe('vi');
    expect([text('.name b'), text('.name small')]).toEqual(['Thành phố Phan Thiết', 'Trung tâm điều hành']);
    expect([...root().querySelectorAll('nav a span')].map((name) => name.textContent)).toEqual([
      'Toàn cảnh',
      'Phản ánh hiện trường',
      'hong',
    ]);
    expect(root().querySelector('[aria-current=page]')?.textContent?.trim()).toBe('Toàn cảnh');
  });

  test('shows where a page of a domain belongs', async () => {
    await start('/page/phan-anh');
    expect([text('.name b'), text('.name small')]).toEqual(['Phản ánh hiện trường', 'Thành phố Phan Thiết › Lĩnh vực']);
    expect(text('footer .fixed')).toBe('Cấp 2 · Lĩnh vực');
  });

  test('says the time of the server with seconds, weekday and date', async () => {
    await start();
    const face = root().querySelector('header > ioc-clock')?.shadowRoot;
    expect(face?.querySelector('time')?.textContent).toBe('14:32:07');
    expect([...(face?.querySelectorAll('small') ?? [])].map((small) => small.textContent)).toEqual(['thứ Sáu', '20/11/2026']);
  });

  test('says in its foot what is oldest, how the line is, and that figures are illustrative only when some are', async () => {
    await start();
    expect(root().querySelector('footer .sample')).toBeNull();
    await until(() => client.watched.length > 0);
    tellAll();
    await until(() => text('footer .sample') === 'Số liệu minh hoạ');
    expect(text('footer .oldest')).toBe('Số liệu cũ nhất trên trang: 14:32:01, Đúng hạn');
    expect(text('footer [role=status]')).toBe('Kết nối tốt, 38 ms');
    client.tell('t/report', portOf(1));
    await until(() => root().querySelector('footer .sample') === null);
  });
});

describe('the address', () => {
  test('holds period and variables, and what it says is asked', async () => {
    await start('/page/phan-anh?time=2011-07-01/2011-11-01&v.ward=22918@2025-07-01');
    await until(() => client.watched.length > 0);
    expect(client.watched[0]?.query).toMatchObject({ time: { from: '2011-07-01', to: '2011-11-01' }, where: { ward: '22918@2025-07-01' } });
    await until(() => root().querySelector('ioc-options')?.shadowRoot?.querySelector('b')?.textContent === 'Phường Mũi Né');
  });

  test('another page keeps the choices; back and forward work', async () => {
    await start('/?time=today');
    root().querySelectorAll<HTMLElement>('nav a')[1]?.click();
    await until(() => document.title.startsWith('Phản ánh'));
    expect(address()).toBe('/page/phan-anh?time=today');
    await until(() => times().length > 0);
    expect(times()).toEqual(['today']);
    history.back();
    await until(() => document.title.startsWith('Toàn cảnh'));
    history.forward();
    await until(() => document.title.startsWith('Phản ánh'));
  });

  test('a link that a widget drew opens in place, with what was chosen; one that leads elsewhere is left to the browser', async () => {
    await start('/?time=today&v.ward=22918@2025-07-01');
    const link = (href: string) => {
      const drawn = Object.assign(document.createElement('a'), { href });
      root().querySelector('ioc-page-view')?.append(drawn);
      const event = new MouseEvent('click', { bubbles: true, composed: true, cancelable: true });
      // Left to the browser, the test would leave its own page.
      const leave = (last: Event) => {
        wasLeft = !last.defaultPrevented;
        last.preventDefault();
      };
      window.addEventListener('click', leave, { once: true });
      drawn.dispatchEvent(event);
    };
    let wasLeft = false;
    for (const href of ['https://chinhphu.vn/', '/api/openapi.json', '/page/khong-co']) {
      link(href);
      expect(wasLeft).toBe(true);
    }
    link('/page/phan-anh?time=month');
    expect(wasLeft).toBe(false);
    await until(() => document.title.startsWith('Phản ánh'));
    expect(address()).toBe('/page/phan-anh?time=month&v.ward=22918@2025-07-01');
    link('/');
    await until(() => document.title.startsWith('Toàn cảnh'));
  });

  test('a page that is not there says so; a broken one lists what is wrong, the others stay open', async () => {
    await start('/page/khong-co');
    expect(text('.message h2')).toBe('Không có trang này');
    const faults = [{ path: '/widgets/w_x/rank', code: 'missing', details: {}, message: 'thiếu' }];
    client.pages = { ...client.pages, pg_hong: Object.assign(new Error('broken'), { code: 'validation-failed', details: { faults } }) };
    root().querySelectorAll<HTMLElement>('nav a')[2]?.click();
    await until(() => text('.broken td') === '/widgets/w_x/rank');
    expect(text('.broken')).toContain('Các trang khác vẫn dùng bình thường.');
    root().querySelectorAll<HTMLElement>('nav a')[0]?.click();
    await until(() => root().querySelector('ioc-page-view') !== null);
  });
});

describe('look', () => {
  test('the theme goes from automatic to dark to light and stays on this machine', async () => {
    await start();
    const button = root().querySelector<HTMLElement>('.tools button');
    const modes = [];
    for (let turn = 0; turn < 3; turn += 1) {
      modes.push(button?.title);
      button?.click();
      await shell.updateComplete;
    }
    expect(modes).toEqual(['Giao diện: theo máy', 'Giao diện: Đêm', 'Giao diện: Ngày']);
    button?.click();
    expect(document.documentElement.dataset.theme).toBe('dark');
    expect(JSON.parse(localStorage.getItem('haidang.settings') ?? '{}')).toEqual({ theme: 'dark' });
  });

  test('English is English everywhere, asked anew from the server, and kept', async () => {
    await start('/page/phan-anh');
    const before = client;
    root().querySelectorAll<HTMLElement>('.tools button')[1]?.click();
    await until(() => document.title === 'Field reports · Operations Centre');
    expect([before.isClosed, document.documentElement.lang]).toEqual([true, 'en']);
    await until(() => root().querySelector('ioc-page-view') !== null);
    await shell.updateComplete;
    const said = [text('nav'), text('footer'), text('.name small'), root().querySelector('ioc-time')?.label].join(' ');
    expect(said).toContain('Domain');
    expect(said.replace('Thành phố Phan Thiết', '')).not.toMatch(/[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i);
    expect(JSON.parse(localStorage.getItem('haidang.settings') ?? '{}')).toEqual({ locale: 'en' });
  });
});

describe('a server that is away', () => {
  test('is asked again, by itself and by hand', async () => {
    await start();
    const { pages } = client;
    client.pages = { ...pages, pg_reports: new TypeError('fetch failed') };
    root().querySelectorAll<HTMLElement>('nav a')[1]?.click();
    await until(() => text('.message h2') === 'Không liên lạc được với máy chủ');
    client.pages = pages;
    root().querySelector<HTMLElement>('.message button')?.click();
    await until(() => document.title.startsWith('Phản ánh') && root().querySelector('ioc-page-view') !== null);
  });

  test('leaves what is on the screen', async () => {
    await start();
    const view = root().querySelector('ioc-page-view');
    client.pages = { pg_home: new TypeError('fetch failed') };
    client.connect('lost');
    await until(() => text('footer [role=status]') === 'Mất kết nối từ 14:32');
    client.connect('open');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(root().querySelector('ioc-page-view')).toBe(view);
    expect(root().querySelector('.message')).toBeNull();
  });
});
