import type { LitElement } from 'lit';
import { beforeEach, describe, expect, test } from 'vitest';
import { until } from '../frame/testing.ts';
import { clear, client, press, root, shell, start } from './testing.ts';

beforeEach(clear);

describe('keyboard', () => {
  test('F6 goes round the regions, Shift+F6 back', async () => {
    await start();
    const at = () => root().activeElement?.localName;
    const way = [];
    for (let turn = 0; turn < 5; turn += 1) {
      press('F6');
      way.push(at());
    }
    expect(way).toEqual(['header', 'nav', 'main', 'footer', 'header']);
    press('F6', { shiftKey: true });
    expect(at()).toBe('footer');
  });

  test('Alt and a digit opens a page, Alt+↑ goes up; letters alone do nothing', async () => {
    await start();
    press('Digit2', { altKey: true });
    await until(() => document.title.startsWith('Phản ánh'));
    press('ArrowUp', { altKey: true });
    await until(() => document.title.startsWith('Toàn cảnh'));
    for (const code of ['KeyI', 'KeyT', 'KeyR', 'Digit2']) press(code);
    expect(document.querySelector<LitElement>('ioc-source-dialog')).toBeNull();
    expect(document.title.startsWith('Toàn cảnh')).toBe(true);
  });

  test('Ctrl+I shows the source, Ctrl+/ the list of shortcuts, once', async () => {
    await start();
    await until(() => client.watched.length > 0);
    press('KeyI', { ctrlKey: true });
    const dialog = document.querySelector<LitElement>('ioc-source-dialog');
    await dialog?.updateComplete;
    expect(dialog?.shadowRoot?.querySelector('h2')?.textContent).toBe('Nguồn: Đúng hạn');
    press('Slash', { ctrlKey: true });
    expect(document.querySelector('ioc-shortcuts')).toBeNull();
    dialog?.shadowRoot?.querySelector('dialog')?.close();
    await until(() => document.querySelector<LitElement>('ioc-source-dialog') === null);
    press('Slash', { ctrlKey: true });
    press('Slash', { ctrlKey: true });
    expect(document.querySelectorAll('ioc-shortcuts')).toHaveLength(1);
    await document.querySelector<LitElement>('ioc-shortcuts')?.updateComplete;
    expect(document.querySelector('ioc-shortcuts')?.shadowRoot?.querySelectorAll('dt')).toHaveLength(11);
  });

  test('nothing is taken from somebody who writes Telex', async () => {
    await start();
    press('KeyT', { altKey: true, isComposing: true });
    await shell.updateComplete;
    expect(root().querySelector('ioc-time')?.isOpen).toBe(false);
  });
});
