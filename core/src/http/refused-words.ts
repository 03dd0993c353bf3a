import type { HaidangError, Json, L10n } from '@haidang/sdk';
import { refusalText, unitNames } from '../import/refusal-text.ts';

interface Refused {
  readonly field?: string;
  readonly reason: string;
  readonly details?: { readonly [name: string]: Json };
  readonly also?: readonly unknown[];
}

/** Most faults of a record that a message tells; its details hold them all. */
const most = 20;

/** Why a record was refused, or which places a unit code may mean, as sentences; nothing where the error says it itself. */
export function refusedWords({ code, details }: HaidangError): L10n | undefined {
  if (code === 'unit-version-missing' || code === 'unknown-unit') {
    const names = unitNames(details.versions as Json | undefined);
    if (!names) return undefined;
    const text = `${details.unit}: ${names.join(', ')}.`;
    return { vi: text, en: text };
  }
  if (code !== 'validation-failed' || !Array.isArray(details.refused)) return undefined;
  const faults = details.refused.filter(isRefused).flatMap((row) => [row, ...(row.also ?? []).filter(isRefused)]);
  if (faults.length === 0) return undefined;
  const said = (language: 'vi' | 'en') =>
    faults
      .slice(0, most)
      .map((fault) => sentence(fault, language))
      .join(' ');
  return { vi: said('vi'), en: said('en') };
}

function isRefused(value: unknown): value is Refused {
  return typeof value === 'object' && value !== null && 'reason' in value && typeof value.reason === 'string';
}

function sentence({ field, reason, details }: Refused, language: 'vi' | 'en'): string {
  const text = refusalText(reason, details);
  const said = typeof text === 'string' ? text : text[language];
  return field === undefined ? said : `${field}: ${said}`;
}
