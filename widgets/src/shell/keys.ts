/** What the shell does by keyboard. */
export type ShellAction = 'next-region' | 'previous-region' | 'page' | 'up' | 'time' | 'reload' | 'source' | 'shortcuts';

/** A shortcut: by the place of the key, so that it works on every keyboard and input method. */
export interface Shortcut {
  readonly action: ShellAction;
  readonly code: RegExp;
  readonly modifiers: '' | 'Alt' | 'Ctrl' | 'Shift';
  /** As printed on the keys. */
  readonly keys: readonly string[];
}

// Never a bare letter: people type Vietnamese by Telex, where every letter is a tone.
export const shortcuts: readonly Shortcut[] = [
  { action: 'next-region', code: /^F6$/, modifiers: '', keys: ['F6'] },
  { action: 'previous-region', code: /^F6$/, modifiers: 'Shift', keys: ['Shift', 'F6'] },
  { action: 'page', code: /^(?:Digit|Numpad)[1-9]$/, modifiers: 'Alt', keys: ['Alt', '1…9'] },
  { action: 'up', code: /^ArrowUp$/, modifiers: 'Alt', keys: ['Alt', '↑'] },
  { action: 'time', code: /^KeyT$/, modifiers: 'Alt', keys: ['Alt', 'T'] },
  { action: 'reload', code: /^KeyR$/, modifiers: 'Alt', keys: ['Alt', 'R'] },
  { action: 'source', code: /^KeyI$/, modifiers: 'Ctrl', keys: ['Ctrl', 'I'] },
  { action: 'shortcuts', code: /^(?:Slash|NumpadDivide)$/, modifiers: 'Ctrl', keys: ['Ctrl', '/'] },
];

/** The part of a keyboard event that shortcuts are matched on. */
export type KeyPress = Pick<KeyboardEvent, 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'isComposing'>;

/** The shortcut that was pressed, with the digit of a page. Nothing fires while an input method composes or with AltGr, which is Ctrl and Alt. */
export function pressed(event: KeyPress): { readonly action: ShellAction; readonly digit?: number } | undefined {
  if (event.isComposing) return undefined;
  const held = [event.altKey && 'Alt', event.ctrlKey && 'Ctrl', event.metaKey && 'Meta', event.shiftKey && 'Shift']
    .filter(Boolean)
    .join('+');
  const found = shortcuts.find((shortcut) => shortcut.modifiers === held && shortcut.code.test(event.code));
  if (!found) return undefined;
  return found.action === 'page' ? { action: 'page', digit: Number(event.code.slice(-1)) } : { action: found.action };
}
