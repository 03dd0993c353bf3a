import { describe, expect, test } from 'vitest';
import { type KeyPress, pressed, shortcuts } from './keys.ts';

const press = (code: string, held: Partial<KeyPress> = {}) =>
  pressed({ code, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, isComposing: false, ...held });

describe('keyboard of the shell', () => {
  test('goes by the place of the key', () => {
    expect(press('KeyT', { altKey: true })).toEqual({ action: 'time' });
    expect(press('F6')).toEqual({ action: 'next-region' });
    expect(press('F6', { shiftKey: true })).toEqual({ action: 'previous-region' });
    expect(press('Slash', { ctrlKey: true })).toEqual({ action: 'shortcuts' });
  });

  test('Alt and a digit names a page, on the number pad too', () => {
    expect(press('Digit3', { altKey: true })).toEqual({ action: 'page', digit: 3 });
    expect(press('Numpad9', { altKey: true })).toEqual({ action: 'page', digit: 9 });
    expect(press('Digit0', { altKey: true })).toBeUndefined();
  });

  test('no bare letter or digit does anything', () => {
    for (const code of ['KeyI', 'KeyT', 'KeyR', 'KeyJ', 'KeyK', 'Digit1', 'Slash', 'ArrowUp']) expect(press(code)).toBeUndefined();
    for (const shortcut of shortcuts) expect(shortcut.modifiers !== '' || /^F\d/.test(shortcut.keys[0] ?? '')).toBe(true);
  });

  test('nothing fires with other modifiers, with AltGr, or while Telex composes', () => {
    expect(press('KeyI', { ctrlKey: true, shiftKey: true })).toBeUndefined();
    expect(press('KeyT', { altKey: true, ctrlKey: true })).toBeUndefined();
    expect(press('KeyI', { metaKey: true })).toBeUndefined();
    expect(press('KeyT', { altKey: true, isComposing: true })).toBeUndefined();
  });
});
