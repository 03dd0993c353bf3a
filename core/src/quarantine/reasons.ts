import type { L10n } from '@haidang/sdk';
import { refusalText } from '../import/refusal-text.ts';
import type { DatasetEntry } from '../registry.ts';
import type { RefusedFault } from './refused.ts';

/** Reasons why a line of a delivery is no row at all. */
const noRows: { readonly [reason: string]: L10n } = {
  'not-json': { vi: 'dòng không phải là JSON.', en: 'the line is not JSON.' },
  'not-an-object': { vi: 'không phải là một đối tượng JSON.', en: 'this is not a JSON object.' },
};

/** Why a row was refused, as a sentence in the language of the reader. */
export function reasonText({ reason, details, text }: RefusedFault, language: 'vi' | 'en'): string {
  const said = text ?? noRows[reason] ?? refusalText(reason, details);
  return typeof said === 'string' ? said : (said[language] ?? said.vi);
}

/** All that is wrong with a row, field by field. */
export function reasonsText(entry: DatasetEntry, faults: readonly RefusedFault[], language: 'vi' | 'en'): string {
  return faults
    .map((fault) => {
      const label = fault.field === undefined ? undefined : entry.fields.get(fault.field)?.label;
      const of = label ? (label[language] ?? label.vi) : fault.field;
      return of === undefined ? reasonText(fault, language) : `${of}: ${reasonText(fault, language)}`;
    })
    .join('\n');
}
