import type { ClientMessage, ServerMessage } from '@haidang/sdk';
import { Ajv } from 'ajv';
import { errorReply } from '../http/errors.ts';
import type { WatchNews } from './watch.ts';

const id = { type: 'string', minLength: 1, maxLength: 64 };
const isClientMessage = new Ajv({ discriminator: true }).compile<ClientMessage>({
  type: 'object',
  discriminator: { propertyName: 'type' },
  required: ['type'],
  oneOf: [
    {
      properties: { type: { const: 'watch' }, id, query: { type: 'object' }, at: { type: 'string', maxLength: 100 } },
      required: ['id', 'query'],
      additionalProperties: false,
    },
    { properties: { type: { const: 'unwatch' }, id }, required: ['id'], additionalProperties: false },
    { properties: { type: { const: 'ping' } }, additionalProperties: false },
  ],
});

/** What a client sent; nothing when it is no message. */
export function readMessage(text: string): ClientMessage | undefined {
  try {
    const message: unknown = JSON.parse(text);
    return isClientMessage(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

/** So many texts of one result are kept; pages that are alike give their watches the same names. */
const keptTexts = 16;
const texts = new WeakMap<WatchNews, Map<string, Buffer>>();

/** News of a watch as its viewer gets them, under the name that he gave it. Made once for all who gave the same name. */
export function newsText(watch: string, news: WatchNews, language: string): Buffer {
  if (news.type !== 'result') return Buffer.from(JSON.stringify(messageOf(watch, news, language)));
  const known = texts.get(news) ?? new Map<string, Buffer>();
  texts.set(news, known);
  let text = known.get(watch);
  if (!text) {
    text = Buffer.from(`{"type":"result","id":${JSON.stringify(watch)},"at":${JSON.stringify(news.at)},"result":${news.json}}`);
    if (known.size < keptTexts) known.set(watch, text);
  }
  return text;
}

function messageOf(watch: string, news: Exclude<WatchNews, { readonly type: 'result' }>, language: string): ServerMessage {
  if (news.type === 'current') return { type: 'current', id: watch, at: news.at };
  if (news.type === 'resync') return { type: 'resync', id: watch };
  return { type: 'failed', id: watch, error: errorReply(news.error, language).error };
}
