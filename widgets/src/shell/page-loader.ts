import { errorText, type HaidangError, type ResolvedPage } from '@haidang/sdk';
import { type Client, languageOf } from '@haidang/sdk/client';
import { type FaultLine, faultLines } from '../page/faults.ts';
import { say } from './texts.ts';

/** What became of opening a page. */
export type Opened =
  | { readonly kind: 'page'; readonly resolved: ResolvedPage }
  | { readonly kind: 'broken'; readonly lines: readonly FaultLine[] }
  | { readonly kind: 'failed'; readonly title: string; readonly why: string; readonly mayRetry: boolean };

/** Opens a page; whatever goes wrong becomes something to show, in the reader's language. */
export async function openPage(client: Client, name: string, locale: string): Promise<Opened> {
  try {
    return { kind: 'page', resolved: await client.page(name) };
  } catch (error) {
    return failure(error, locale);
  }
}

/** An error as something to show. */
export function failure(error: unknown, locale: string): Opened {
  if (!isRefusal(error))
    return { kind: 'failed', title: say('fail.network', locale), why: say('fail.network.why', locale), mayRetry: true };
  const lines = faultLines(error.details.faults ?? error.details.problems, locale);
  if (error.code === 'validation-failed' && lines.length > 0) return { kind: 'broken', lines };
  if (error.code === 'not-found') return notFound(locale);
  return {
    kind: 'failed',
    title: say('fail.other', locale),
    why: errorText(error.code, languageOf(locale), error.details),
    mayRetry: true,
  };
}

/** An address that leads nowhere. */
export function notFound(locale: string): Opened {
  return { kind: 'failed', title: say('fail.not-found', locale), why: say('fail.not-found.why', locale), mayRetry: false };
}

/** By its shape: the client is a module of its own and throws its own copy of the class. */
function isRefusal(error: unknown): error is Pick<HaidangError, 'code' | 'details'> {
  return error instanceof Error && 'code' in error && 'details' in error;
}
