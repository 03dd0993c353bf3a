import type { Fault } from '../documents/fault.ts';
import { faultText } from '../documents/fault.ts';

/** Something wrong in a plugin: where ("datasets.report.time"), what, and how to mend it. */
export interface Finding {
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/** Names from the plugin's declaration down to the place that is meant. */
export type Place = readonly (string | number)[];

/** Collects what is wrong, so that all of it is told at once. */
export class Findings {
  readonly errors: Finding[] = [];
  readonly warnings: Finding[] = [];

  error(place: Place, message: string, fix: string): void {
    this.errors.push({ path: pathOf(place), message, fix });
  }

  warn(place: Place, message: string, fix: string): void {
    this.warnings.push({ path: pathOf(place), message, fix });
  }

  /** Takes over what `checkDocument` found, below a place. */
  fault(place: Place, { path, code, details }: Fault): void {
    const steps = path.split('/').slice(1);
    const at = [...place, ...steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))];
    this.error(at, faultText({ code, details }, 'en'), fixes[code] ?? 'Write it as the types of @haidang/sdk say');
  }
}

const fixes: { readonly [code: string]: string } = {
  missing: 'Add it',
  'unknown-key': 'Take it out, or check its spelling',
  'wrong-value': 'Choose one of these',
  'wrong-name':
    'Rename it; ids of datasets, fields, indicators, alerts and steps are snake_case, those of plugins, widgets and pages kebab-case',
  doubled: 'Keep one of them',
  'unknown-section': 'Declare the section, or place the widget in one that is there',
  'unknown-widget': 'Name a widget of the page',
  'unknown-variable': 'Declare it under vars, or name one that is there; "time" is the period of the page',
};

/** "datasets.report.key[0]"; parts that are no plain names stand in brackets. */
export function pathOf(place: Place): string {
  let path = '';
  for (const step of place) {
    if (/^\d+$/.test(String(step))) path += `[${step}]`;
    else if (/^(?:[\w-]+|plugin\.ts|package\.json)$/.test(String(step))) path += path === '' ? step : `.${step}`;
    else path += `["${step}"]`;
  }
  return path;
}

/** The known name that was probably meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known.map((other) => ({ other, distance: distanceOf(name, other) })).sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(1, Math.floor(name.length / 3)) ? best.other : undefined;
}

/** "Write "report"" where that is near, else the names that there are. */
export function suggest(name: string, known: readonly string[]): string {
  const best = nearest(name, known);
  if (best !== undefined) return `Write "${best}"`;
  return known.length === 0 ? 'Declare it first' : `Known are: ${known.slice(0, 30).join(', ')}`;
}

function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++)
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === b[j] ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
}
