import { type FaultCode, type FaultDetails, faultText } from '@haidang/sdk';
import { languageOf } from '@haidang/sdk/client';

/** A wrong place of a page document, in the reader's language. */
export interface FaultLine {
  readonly path: string;
  readonly text: string;
}

/** Reads what the server says is wrong with a page: faults with their path, or problems whose message begins with it. */
export function faultLines(list: unknown, locale: string): readonly FaultLine[] {
  return Array.isArray(list) ? list.flatMap((one: unknown) => (typeof one === 'object' && one !== null ? [lineOf(one, locale)] : [])) : [];
}

const headed = /^(\/\S*): (.+)$/s;

function lineOf(one: object, locale: string): FaultLine {
  const { path, message, code, details } = one as { path?: unknown; message?: unknown; code?: unknown; details?: unknown };
  const text = typeof message === 'string' ? message : '';
  if (typeof path === 'string')
    return { path, text: typeof details === 'object' && details !== null ? sentence(code, details, locale, text) : text };
  const [, at, rest] = headed.exec(text) ?? [];
  return at === undefined || rest === undefined ? { path: '', text } : { path: at === '/' ? '' : at, text: rest };
}

/** The message of the server is Vietnamese; code and details say the same in any language. */
function sentence(code: unknown, details: object, locale: string, otherwise: string): string {
  try {
    return faultText({ code: code as FaultCode, details: details as FaultDetails }, languageOf(locale));
  } catch {
    return otherwise;
  }
}
