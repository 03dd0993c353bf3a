import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import type { Centre } from '../centre.ts';
import type { DataContext } from '../data/context.ts';
import { assetContext, assetRow, fileServer, nastyTexts, writeAssets } from '../export/testing.ts';
import { databaseSink } from './database-sink.ts';
import { HeaderMapper } from './map/header-mapper.ts';
import type { Refusal } from './read/batch.ts';
import { readRows } from './read/rows.ts';
import { noCounts, runImport } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-round-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeDatabases('what was exported', (open) => {
  let context: DataContext;
  let app: Awaited<ReturnType<typeof fileServer>>;
  beforeAll(async () => {
    context = await assetContext(await open());
    await writeAssets(
      context,
      nastyTexts.map((text, index) => assetRow(index, text)),
    );
    // A row with nothing but what has to be there.
    await writeAssets(context, [{ asset_code: 'bare', ward: '22918@2025-07-01' }]);
    app = await fileServer(context);
  });
  afterAll(() => app.close());

  async function exported(path: string): Promise<Buffer> {
    const { statusCode, rawPayload } = await app.inject(`/api/export/test/${path}`);
    expect(statusCode).toBe(200);
    return rawPayload;
  }

  async function imported(bytes: Buffer, name: string) {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    const entry = context.registry.datasets.get('test/asset');
    if (!entry) throw new Error('no dataset');
    const refused: Refusal[] = [];
    const counts = noCounts();
    const centre = { context } as Centre;
    await runImport({
      file: { name, sha256: '0'.repeat(64) },
      rows: await readRows(file),
      mapper: new HeaderMapper(entry),
      brought: {},
      sink: databaseSink({ centre, dataset: 'test/asset', caller: { id: 'import', language: 'vi', can: () => true } }),
      counts,
      refuse: async (more) => void refused.push(...more),
      step: () => undefined,
    });
    return { counts, refused };
  }

  const same = { read: nastyTexts.length + 1, added: 0, changed: 0, same: nastyTexts.length + 1, refused: 0 };

  test.each([
    'asset.csv',
    'asset.csv?headers=names',
    'asset.csv?lang=en',
    'asset.xlsx',
    'asset.xlsx?headers=names',
    'asset.xlsx?lang=en',
    'asset.ndjson',
  ])('as %s comes in again and changes nothing', async (path) => {
    const bytes = await exported(path);
    expect(await imported(bytes, path.replace(/\?.*/, ''))).toEqual({ counts: same, refused: [] });
  });

  test('as NDJSON is taken by the bulk route as it is', async () => {
    const payload = await exported('asset.ndjson');
    const answer = await app.inject({
      method: 'POST',
      url: '/api/records/test/asset/bulk',
      headers: { 'content-type': 'application/x-ndjson' },
      payload,
    });
    expect(JSON.parse(answer.body)).toMatchObject({ added: 0, changed: 0, same: nastyTexts.length + 1, refusedCount: 0 });
  });

  test('and then changed by hand changes what was changed, and no more', async () => {
    const text = (await exported('asset.csv?headers=names&sort=asset_code')).toString();
    const edited = text.replace(/^(A-0004,.*),good,Tốt,/m, '$1,broken,Tốt,').replace(/^(A-0005,)22945@2025-07-01/m, '$1nowhere');
    const { counts, refused } = await imported(Buffer.from(edited), 'edited.csv');
    expect(counts).toEqual({ ...same, changed: 1, same: same.same - 2, refused: 1 });
    expect(refused).toMatchObject([{ field: 'ward', value: 'nowhere' }]);
  });
});
