import type { ThemeMode } from '@haidang/sdk/client';

/** What a person keeps on one machine: look and language. Nothing about people or data. */
export interface Settings {
  readonly theme?: ThemeMode;
  readonly locale?: string;
}

const key = 'haidang.settings';
const modes: readonly string[] = ['auto', 'dark', 'light'] satisfies ThemeMode[];

/** Reads the settings; a browser that keeps nothing has none. */
export function readSettings(storage: Pick<Storage, 'getItem'> | undefined): Settings {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(key) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    const { theme, locale } = kept as { theme?: unknown; locale?: unknown };
    return { ...(isMode(theme) && { theme }), ...(typeof locale === 'string' && { locale }) };
  } catch {
    return {};
  }
}

/** Keeps the settings where the browser allows it. */
export function keepSettings(storage: Pick<Storage, 'setItem'> | undefined, settings: Settings): void {
  try {
    storage?.setItem(key, JSON.stringify(settings));
  } catch {
    // A private window or a full disk: the choice then holds until the page is closed.
  }
}

function isMode(value: unknown): value is ThemeMode {
  return typeof value === 'string' && modes.includes(value);
}
