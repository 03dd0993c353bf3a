import type { Dataset } from '@haidang/sdk';
import { datasets, indicators } from './datasets.ts';

/** Datasets and indicators by the names that formulas of a plugin use: short for its own, qualified for those of others. */
export function namedFor(plugin: string): {
  readonly datasets: { readonly [name: string]: Dataset };
  readonly indicators: typeof indicators;
} {
  return { datasets: seenFrom(plugin, datasets), indicators: seenFrom(plugin, indicators) };
}

function seenFrom<T>(plugin: string, all: { readonly [name: string]: T }): { readonly [name: string]: T } {
  const own = Object.entries(all).filter(([name]) => name.startsWith(`${plugin}/`));
  return { ...all, ...Object.fromEntries(own.map(([name, value]) => [name.slice(plugin.length + 1), value])) };
}
