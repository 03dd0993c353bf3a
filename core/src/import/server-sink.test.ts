import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findServer } from '../holder.ts';
import { type RunningServer, startServer } from '../server.ts';
import { importCommand } from './command.ts';
import { serverSink } from './server-sink.ts';
import { good, header, mapping, treesIn } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-server-'));
const { locality, plugin } = treesIn(folder);
const data = join(folder, 'data');
const mappingFile = join(folder, 'mapping.json');
writeFileSync(mappingFile, JSON.stringify(mapping));

let number = 0;
async function run(
  rows: readonly string[],
  into = data,
  dryRun = false,
): Promise<{ out: string; err: string; counts: unknown; file: string }> {
  const ran = { out: '', err: '' };
  const file = join(folder, `${++number}.csv`);
  writeFileSync(file, [header, ...rows].join('\n'));
  await importCommand({
    folder: locality,
    dataset: 'trees/tree',
    file,
    mapping: mappingFile,
    data: into,
    json: true,
    dryRun,
    language: 'en',
    plugins: [plugin],
    out: { write: (text) => (ran.out += text) },
    err: { write: (text) => (ran.err += text) },
  });
  return { ...ran, counts: JSON.parse(ran.out), file };
}

describe('importing into a running server', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ folder: locality, data, port: 0, plugins: [plugin], sample: false, simulate: false });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('sends units, records and rows to it, so that its own memory knows them', async () => {
    expect((await run(good)).counts).toMatchObject({ read: 3, accepted: 3, refused: 0, changed: 3, same: 0 });
    expect(server.centre.context.units.get('T00@2025-07-01')?.title.vi).toBe('Không rõ địa bàn');
    expect(await server.centre.context.database.read('d_trees__tree')).toHaveLength(3);
    expect((await run(good)).counts).toMatchObject({ read: 3, accepted: 3, changed: 0, same: 3 });
  });

  it('numbers refused rows by their line in the file, over several requests', async () => {
    const rows = Array.from(
      { length: 4500 },
      (_, index) => `n${index},dừa,Mũi Né,21/11/2026 14:32,${index === 4321 ? 99 : 1},,108.29,10.93,x`,
    );
    const { counts, file } = await run(rows);
    expect(counts).toMatchObject({ read: 4500, accepted: 4499, refused: 1, changed: 4499 });
    const refused = JSON.parse(readFileSync(`${join(data, file.split('/').at(-1) ?? '')}.refused.ndjson`, 'utf8'));
    expect(refused).toMatchObject({ line: 4323, field: 'height', value: '99', reason: expect.stringContaining('out of range') });
    const waiting = (await (await fetch(`${server.url}/api/quarantine/trees/tree`)).json()) as { readonly rows: readonly object[] };
    expect(waiting.rows).toMatchObject([
      { line: 4323, row: { tree_code: 'n4321', height: 99 }, faults: [{ field: 'height', reason: 'out-of-range' }] },
    ]);
    const runs = await server.centre.context.database.read('d_core__ingest_run').where({ rows_read: 4500 });
    expect(runs).toMatchObject([{ connection_code: 'import', rows_new: 4499, rows_rejected: 1, outcome: 'partial', file_name: '3.csv' }]);
    expect(runs[0]).toMatchObject({
      file_sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
      ended_at: expect.any(Number),
    });
  });

  it('tries out against the units that the server has, and sends nothing', async () => {
    const before = await server.centre.context.database.read('d_trees__tree');
    expect((await run(['t1,dừa,,21/11/2026 14:32,1,,,,x'], data, true)).counts).toMatchObject({ read: 1, accepted: 1, changed: 0 });
    expect(await server.centre.context.database.read('d_trees__tree')).toHaveLength(before.length);
  });

  it('opens the database itself when the server of a data folder was killed', async () => {
    const killed = join(folder, 'killed');
    mkdirSync(killed);
    writeFileSync(join(killed, 'server.json'), JSON.stringify({ url: 'http://127.0.0.1:9', pid: 1 }));
    expect(await findServer(killed)).toBeUndefined();
    expect((await run(good, killed)).counts).toMatchObject({ read: 3, accepted: 3, changed: 3 });
  });

  it('does not take another server on the same port for that of the folder', async () => {
    const stale = join(folder, 'stale');
    mkdirSync(stale);
    const { pid } = spawnSync('true');
    writeFileSync(join(stale, 'server.json'), JSON.stringify({ url: server.url, pid }));
    expect(await findServer(stale)).toBeUndefined();
    expect(await findServer(data)).toBe(server.url);
  });

  it('sends again what was not answered, and nothing is taken twice', async () => {
    // Every answer is lost the first time, after the server has done what it was asked.
    const answered = new Set<unknown>();
    const lossy = createServer(async (request, reply) => {
      const body: Buffer[] = [];
      for await (const chunk of request) body.push(chunk);
      const { host: _, connection: __, ...headers } = request.headers as { [name: string]: string };
      const answer = await fetch(`${server.url}${request.url}`, { method: request.method ?? '', headers, body: Buffer.concat(body) });
      const key = headers['idempotency-key'];
      if (key === undefined || answered.has(key)) {
        reply.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
        return;
      }
      answered.add(key);
      request.socket.destroy();
    });
    await new Promise<void>((done) => lossy.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(lossy.address() as AddressInfo).port}`;
    const sink = serverSink({ url, dataset: 'trees/tree', language: 'en' });
    const row = (tree_code: string) => ({
      tree_code,
      species_code: 'coconut',
      ward: 'T00@2025-07-01',
      seen_at: '2026-11-21T14:32:00+07:00',
    });
    await sink.begin({ name: 'lossy.csv', sha256: '0'.repeat(64) });
    const report = await sink.write([row('lossy-1'), row('lossy-2'), {}], [2, 3, 4]);
    await sink.refuse([{ line: 5, row: {}, faults: [{ reason: 'unread' }] }]);
    await sink.end();
    lossy.close();
    expect(answered.size).toBe(4);
    expect(report).toMatchObject({ added: 2, changed: 0, same: 0, refused: [{ line: 3 }] });
    const runs = await server.centre.context.database.read('d_core__ingest_run').where({ file_name: 'lossy.csv' });
    expect(runs).toMatchObject([
      { rows_read: 4, rows_new: 2, rows_same: 0, rows_rejected: 2, outcome: 'partial', ended_at: expect.any(Number) },
    ]);
  });

  it('says that the server was lost on the way, and that what it has is kept', async () => {
    const lost = join(folder, 'lost');
    mkdirSync(lost);
    const half = createServer((request, reply) => {
      if (request.url === '/api/health') reply.end('{}');
      else request.socket.destroy();
    });
    await new Promise<void>((done) => half.listen(0, '127.0.0.1', done));
    writeFileSync(
      join(lost, 'server.json'),
      JSON.stringify({ url: `http://127.0.0.1:${(half.address() as AddressInfo).port}`, pid: process.pid }),
    );
    await expect(run(good, lost)).rejects.toMatchObject({
      code: 'not-ready',
      details: { reason: { vi: expect.stringContaining('Mất kết nối') } },
    });
    half.close();
  });

  it('asks no server elsewhere, whatever the note in the data folder says', async () => {
    const planted = join(folder, 'planted');
    mkdirSync(planted);
    writeFileSync(join(planted, 'server.json'), JSON.stringify({ url: 'http://example.org', pid: 1 }));
    expect(await findServer(planted)).toBeUndefined();
  });
});
