import { Agent, request as send } from 'node:http';

/** @typedef {{ readonly method?: string, readonly path: string, readonly body?: string | Buffer, readonly type?: string }} Request */

/** Connections that stay open, as a browser or a connector keeps them.
 * @param {{ url: string, connections?: number }} to
 * @returns {{ send(request: Request): Promise<string>, rate(options: { seconds: number, request(): Request }): Promise<number>, close(): void }} */
export function connect({ url, connections = 1 }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(url);
  const once = (/** @type {Request} */ { method = 'GET', path, body, type = 'application/json' }) =>
    new Promise((/** @type {(text: string) => void} */ resolve, reject) => {
      const headers = body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) };
      const request = send({ agent, hostname, port, method, path, headers }, (response) => {
        /** @type {Buffer[]} */
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          const { statusCode = 0 } = response;
          if (statusCode >= 200 && statusCode < 300) resolve(text);
          else reject(new Error(`${method} ${path}: ${statusCode} ${text.slice(0, 500)}`));
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  return {
    send: once,
    /** Answers per second when each connection asks again as soon as it is answered. */
    async rate({ seconds, request }) {
      const started = performance.now();
      const until = started + seconds * 1000;
      let answered = 0;
      const ask = async () => {
        while (performance.now() < until) {
          await once(request());
          answered++;
        }
      };
      await Promise.all(Array.from({ length: connections }, ask));
      return (answered * 1000) / (performance.now() - started);
    },
    close: () => agent.destroy(),
  };
}
