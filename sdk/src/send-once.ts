/** A write as `fetch` takes it. The body can be sent more than once. */
export interface OnceRequest {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
}

/** `fetch` replaces the one of the platform; a try that takes longer than `limit` milliseconds counts as lost (no limit when absent). */
export interface OnceOptions {
  readonly fetch?: typeof fetch;
  readonly limit?: number;
}

/** Pauses between the tries, ms. */
const pauses = [250, 750, 2000];
/** The server, or one before it, is away for a moment (RFC 9110 §15.6). */
const away: ReadonlySet<number> = new Set([502, 503, 504]);

/** Sends a write so that it happens once: with an `Idempotency-Key` of its own, and under the same key again when no whole answer came, or one that says that the server is away. Four tries within about three seconds. Gives the answer, whatever its status; rejects with what the last try threw. */
export async function sendOnce(
  url: string,
  request: OnceRequest,
  { fetch = globalThis.fetch, limit }: OnceOptions = {},
): Promise<Response> {
  const headers = { ...request.headers, 'idempotency-key': newKey() };
  const send = async () => {
    const response = await fetch(url, { ...request, headers, ...(limit !== undefined && { signal: AbortSignal.timeout(limit) }) });
    // Half an answer is none.
    const body = await response.arrayBuffer();
    return new Response(body.byteLength > 0 ? body : null, response);
  };
  for (const pause of pauses) {
    const response = await send().catch(() => undefined);
    if (response && !away.has(response.status)) return response;
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)));
  }
  return send();
}

/** 128 random bits; browsers give `randomUUID` to secure pages only. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
