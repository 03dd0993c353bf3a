import type { Messages } from '../../manifest.ts';
import { workflowsOf } from '../../workflow.ts';
import type { Place } from '../findings.ts';
import { type Scope, sound } from './scope.ts';

type ByLanguage = { readonly [language: string]: Messages };

// Codes of UCUM that are as long as words; everything else of that length names a message.
const units: ReadonlySet<string> = new Set(['mmol', 'umol', 'kmol', 'kcal', 'mbar', 'mol/L']);

/** Checks that everything has a name in Vietnamese; other languages are expected, not required. */
export function checkMessages(scope: Scope, messages: ByLanguage): void {
  const { findings, manifest } = scope;
  const needed = keysOf(scope);
  for (const [key, place] of needed) {
    if (!messages.vi?.[key]?.trim())
      findings.error(
        ['messages', 'vi', key],
        `is missing: the Vietnamese name of ${place.join('.')}`,
        `Add '${key}': '…' to the Vietnamese messages`,
      );
  }
  for (const language of manifest.languages) {
    const missing = [...needed.keys()].filter((key) => !messages[language]?.[key]?.trim());
    if (language !== 'vi' && missing.length > 0)
      findings.warn(
        ['messages', language],
        `${missing.length} of ${needed.size} are missing and will be shown in Vietnamese`,
        missing.slice(0, 8).join(', ') + (missing.length > 8 ? ', …' : ''),
      );
  }
}

function keysOf(scope: Scope): Map<string, Place> {
  const { manifest } = scope;
  const keys = new Map<string, Place>([['title', ['the plugin']]]);
  for (const kind of ['datasets', 'indicators', 'alerts', 'widgets', 'roles'] as const)
    for (const name of Object.keys(manifest[kind])) keys.set(name, [kind, name]);
  for (const [name, dataset] of sound(scope, 'datasets')) {
    const { row } = dataset;
    for (const { transitions, clocks = {} } of workflowsOf(dataset)) {
      for (const step of Object.keys(transitions)) keys.set(`${name}.step.${step}`, ['datasets', name, 'workflow', 'transitions', step]);
      for (const clock of Object.keys(clocks)) keys.set(`${name}.clock.${clock}`, ['datasets', name, 'workflow', 'clocks', clock]);
    }
    for (const [field, property] of Object.entries(row.properties)) {
      const place = ['datasets', name, field];
      keys.set(`${name}.${field}`, place);
      for (const value of property.enum ?? []) if (typeof value === 'string') keys.set(`${name}.${field}.${value}`, [...place, value]);
      const unit = property['x-unit'];
      if (unit !== undefined && isWord(unit)) keys.set(unit, [...place, 'x-unit']);
    }
  }
  for (const [name, { unit }] of sound(scope, 'indicators')) if (isWord(unit)) keys.set(unit, ['indicators', name, 'unit']);
  return keys;
}

function isWord(unit: string): boolean {
  return /^[a-z][a-z0-9_]*$/.test(unit) && (unit.length > 4 || unit.includes('_')) && !units.has(unit);
}
