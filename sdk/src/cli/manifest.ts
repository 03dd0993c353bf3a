import type { Messages, PluginManifest } from '../manifest.ts';
import type { L10n } from '../schema.ts';
import type { Findings, Place } from './findings.ts';
import type { Identity } from './identity.ts';

type Parts = { readonly [part: string]: unknown };
type ByLanguage = { readonly [language: string]: Messages };

const contributions = ['datasets', 'indicators', 'alerts', 'widgets', 'pages', 'roles'] as const;
const handlers = ['sources', 'actions'] as const;

/** A plugin as data, before its widgets are built, and its messages. */
interface Declared {
  readonly manifest: PluginManifest;
  readonly messages: ByLanguage;
}

/** Takes from what `plugin.ts` exports all that can be data. */
export function declare(plugin: Parts, identity: Identity, findings: Findings): Declared {
  for (const part of handlers) {
    if (part in plugin)
      findings.error(
        [part],
        'need a process of their own, which this edition does not start',
        `Take ${part} out; rows come in by HTTP or by haidang import`,
      );
  }
  for (const part of Object.keys(plugin)) {
    const isKnown = part === 'messages' || [...contributions, ...handlers].some((known) => known === part);
    if (!isKnown) findings.error([part], 'is not known here', `A plugin has ${[...contributions, 'messages'].join(', ')}`);
  }
  const messages = messagesOf(plugin.messages, findings);
  const parts = Object.fromEntries(contributions.map((part) => [part, dataOf(plugin[part] ?? {}, [part], findings)])) as unknown as Pick<
    PluginManifest,
    (typeof contributions)[number]
  >;
  const widgets = Object.fromEntries(
    Object.entries(parts.widgets ?? {}).map(([name, widget]) => [name, isParts(widget) ? { ...widget, bytes: 0, hash: unbuilt } : widget]),
  );
  const title = Object.fromEntries(
    Object.entries(messages).flatMap(([language, texts]) => (texts.title ? [[language, texts.title]] : [])),
  ) as L10n;
  return { manifest: { format: 1, ...identity, title, languages: Object.keys(messages).sort(), ...parts, widgets }, messages };
}

const unbuilt = `sha256-${'A'.repeat(43)}=` as const;

function messagesOf(messages: unknown, findings: Findings): ByLanguage {
  const texts: { [language: string]: Messages } = {};
  for (const [language, byKey] of Object.entries(isParts(messages) ? messages : {})) {
    const kept: { [key: string]: string } = {};
    for (const [key, text] of Object.entries(isParts(byKey) ? byKey : {})) {
      if (typeof text === 'string') kept[key] = text.normalize('NFC');
      else findings.error(['messages', language, key], 'is no text', 'Write a text');
    }
    texts[language] = kept;
  }
  if (!texts.vi)
    findings.error(['messages', 'vi'], 'is missing', 'Vietnamese is the language that every plugin speaks: messages: { vi: { title: … } }');
  return texts;
}

/** A copy of what JSON can hold; tells of everything else. */
function dataOf(value: unknown, place: Place, findings: Findings): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return value;
  if (Array.isArray(value)) return value.map((item, index) => dataOf(item, [...place, index], findings));
  if (isParts(value))
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, content]) => (content === undefined ? [] : [[key, dataOf(content, [...place, key], findings)]])),
    );
  findings.error(
    place,
    `is ${typeof value === 'object' ? 'an object of a class' : `a ${typeof value}`}, not data`,
    'A declaration is data only: texts, numbers, lists and plain objects',
  );
  return null;
}

function isParts(value: unknown): value is Parts {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
