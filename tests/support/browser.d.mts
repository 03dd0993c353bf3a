import type { Browser } from 'playwright-core';

export function findChromium(): Promise<{ path: string; env: Record<string, string> }>;
export function launchChromium(): Promise<Browser>;
export const chromiumArgs: string[];
