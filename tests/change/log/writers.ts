import { wards } from '../../spine/lights.ts';

const states = ['on', 'off', 'broken'] as const;
/** Lights that all of them write. */
const shared = 20;

interface Light {
  readonly id: number;
  revision: number;
}

const pick = (count: number) => Math.floor(Math.random() * count);

/** Many who write at once, by every way there is. What was acknowledged is counted. */
export class Writers {
  readonly #urls: readonly string[];
  /** Changes that were accepted. */
  accepted = 0;
  /** The newest; others were there before. */
  #turn = 1000;

  constructor(urls: readonly string[]) {
    this.#urls = urls;
  }

  /** So many writers, until so many changes are accepted. */
  async write(writers: number, until: number): Promise<void> {
    await Promise.all(
      Array.from({ length: writers }, (_, index) =>
        this.#writeOn(`${this.#urls[index % this.#urls.length]}/api/records/lights/light`, until),
      ),
    );
  }

  async #writeOn(url: string, until: number): Promise<void> {
    const own: Light[] = [];
    while (this.accepted < until) {
      const way = Math.random();
      const light = own[pick(own.length)];
      if (way < 0.7) {
        const rows = [
          ...Array.from({ length: 1 + pick(100) }, () => this.#new()),
          ...Array.from({ length: pick(4) }, () => this.#shared()),
        ];
        const { added = 0, changed = 0, refused } = await send(`${url}/bulk`, 'POST', rows);
        if (JSON.stringify(refused) !== '[]') throw new Error(JSON.stringify(refused));
        this.accepted += added + changed;
        continue;
      }
      if (way < 0.85 || !light) {
        // It may be removed later, and the newest turn must not go with it.
        const { _id = 0 } = await send(url, 'POST', { ...this.#new(), turn: 0 });
        own.push({ id: _id, revision: 1 });
      } else if (way < 0.95) {
        await send(`${url}/${light.id}`, 'PATCH', { turn: -light.revision }, light.revision);
        light.revision++;
      } else {
        await send(`${url}/${light.id}`, 'DELETE', undefined, light.revision);
        own.splice(own.indexOf(light), 1);
      }
      this.accepted++;
    }
  }

  #new() {
    const turn = ++this.#turn;
    return { code: `l${turn}`, ward: wards[pick(2)] ?? wards[0], state: states[pick(3)] ?? 'on', turn, at: new Date().toISOString() };
  }

  #shared() {
    return { ...this.#new(), code: `s${pick(shared)}`, turn: 0 };
  }
}

/** A new light; gives its number. */
export async function postLight(url: string, code: string): Promise<number> {
  const row = { code, ward: wards[0], state: 'on', turn: 0, at: new Date().toISOString() };
  return (await send(`${url}/api/records/lights/light`, 'POST', row))._id ?? 0;
}

export async function patchLight(
  url: string,
  id: number,
  { turn, revision }: { readonly turn: number; readonly revision: number },
): Promise<void> {
  await send(`${url}/api/records/lights/light/${id}`, 'PATCH', { turn }, revision);
}

interface Answer {
  readonly _id?: number;
  readonly added?: number;
  readonly changed?: number;
  readonly refused?: readonly unknown[];
}

async function send(url: string, method: string, body?: unknown, revision?: number): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(revision !== undefined && { 'if-match': `"${revision}"` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
