import { beforeEach, describe, expect, test } from 'vitest';
import { until } from '../frame/testing.ts';
import { address, clear, client, press, root, start, tellAll, times } from './testing.ts';

beforeEach(clear);

describe('choosing', () => {
  const panel = (tag: 'ioc-time' | 'ioc-options') => root().querySelector(tag)?.shadowRoot as ShadowRoot;
  const options = (tag: 'ioc-time' | 'ioc-options') => [...panel(tag).querySelectorAll<HTMLElement>('.option')];

  test('a period: presets with the bounds that the server gives them', async () => {
    await start();
    press('KeyT', { altKey: true });
    await until(() => options('ioc-time').length > 0);
    await until(() => options('ioc-time')[3]?.textContent?.includes('01/07/2025 – 30/09/2025') === true);
    expect(options('ioc-time').map((option) => option.querySelector('.text')?.textContent)).toEqual([
      'Hôm nay',
      'Tuần này',
      'Tháng này',
      'Quý này',
      '6 tháng',
      '9 tháng',
      'Luỹ kế từ đầu năm',
      'Năm nay',
      'Nhiệm kỳ',
      '24 giờ qua',
      '7 ngày qua',
      '30 ngày qua',
      '12 tháng qua',
    ]);
    expect(client.asked).toHaveLength(1);
    options('ioc-time')[3]?.click();
    await until(() => address() === '/page/toan-canh?time=quarter');
    await until(() => JSON.stringify(times()) === '["quarter"]');
  });

  test('a period in words, understood by the server or not', async () => {
    await start();
    await root().querySelector('ioc-time')?.open();
    const say = async (words: string) => {
      const field = panel('ioc-time').querySelector<HTMLInputElement>('.said input') as HTMLInputElement;
      field.value = words;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      panel('ioc-time').querySelector<HTMLFormElement>('.said')?.requestSubmit();
    };
    await say('xyz');
    await until(() => panel('ioc-time').querySelector('#said')?.textContent?.includes('Chưa hiểu “xyz”') === true);
    await say('q3/2025');
    await until(() => address() === '/page/toan-canh?time=said:q3/2025');
  });

  test('days, the last one included; a day that is none is refused', async () => {
    await start();
    await root().querySelector('ioc-time')?.open();
    const enter = (first: string, last: string) => {
      const fields = [...panel('ioc-time').querySelectorAll<HTMLInputElement>('.days input')];
      for (const [index, day] of [first, last].entries()) if (fields[index]) fields[index].value = day;
      panel('ioc-time').querySelector<HTMLFormElement>('.days')?.requestSubmit();
    };
    enter('31/2/2011', '31/10/2011');
    await until(() => panel('ioc-time').querySelector('.days [role=alert]')?.textContent?.startsWith('Ngày chưa đúng') === true);
    enter('1/7/2011', '31/10/2011');
    await until(() => address() === '/page/toan-canh?time=2011-07-01/2011-11-01');
  });

  test('always shows the exact bounds of the data', async () => {
    await start();
    await until(() => client.watched.length > 0);
    tellAll();
    await until(() => panel('ioc-time').querySelector('b')?.textContent === '14:32 21/10/2026 – 14:32 20/11/2026');
    expect(panel('ioc-time').querySelector('small')?.textContent).toBe('Kỳ · 30 ngày qua');
  });

  test('units by name without diacritics, in force and former apart, several at once', async () => {
    await start();
    const control = root().querySelector('ioc-options');
    await control?.open();
    await until(() => options('ioc-options').length === 12);
    const field = panel('ioc-options').querySelector('input') as HTMLInputElement;
    field.value = 'MUI NE';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await control?.updateComplete;
    expect([...panel('ioc-options').querySelectorAll('h2')].map((group) => group.textContent)).toEqual([
      'Hiện hành, từ 01/07/2025',
      'Bản cũ, hết hiệu lực 01/07/2025',
    ]);
    options('ioc-options')[0]?.click();
    await until(() => address() === '/page/toan-canh?v.ward=22918@2025-07-01');
    options('ioc-options')[1]?.click();
    await until(() => address() === '/page/toan-canh?v.ward=22918@2025-07-01,22915@2025-03-01');
    await until(() => panel('ioc-options').querySelector('b')?.textContent === '2 mục đã chọn');
  });

  test('choices of the page show their default', async () => {
    await start();
    const control = [...root().querySelectorAll('ioc-options')][1];
    await until(() => control?.shadowRoot?.querySelector('b')?.textContent === 'Hiện hành');
    expect(control?.shadowRoot?.querySelector('small')?.textContent).toBe('Địa giới');
  });
});
