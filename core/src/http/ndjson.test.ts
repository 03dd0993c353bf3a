import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type BulkLine, readNdjson } from './ndjson.ts';

const megabyte = 1024 * 1024;

/** The batches that a text comes in, in pieces of so many bytes. */
async function batchesOf(
  text: string,
  { size, piece = 65_536 }: { readonly size: number; readonly piece?: number },
): Promise<BulkLine[][]> {
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, index) => bytes.subarray(index * piece, (index + 1) * piece));
  const batches: BulkLine[][] = [];
  for await (const batch of readNdjson(Readable.from(pieces), size)) batches.push(batch);
  return batches;
}

const linesOf = (batches: readonly BulkLine[][]) => batches.map((batch) => batch.map(({ line }) => line));

describe('newline-delimited JSON', () => {
  test('comes in batches of so many rows, whatever the pieces it arrives in', async () => {
    const text = Array.from({ length: 7 }, (_, index) => JSON.stringify({ code: `Đ${index}` })).join('\n');
    for (const piece of [1, 2, 3, 1000]) {
      const batches = await batchesOf(text, { size: 3, piece });
      expect(linesOf(batches)).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
      expect(batches.flat().map((each) => ('row' in each ? each.row.code : each.reason))).toEqual(
        Array.from({ length: 7 }, (_, index) => `Đ${index}`),
      );
    }
  });

  test('comes in smaller batches where rows are long: a batch ends with the row that makes it 16 MB', async () => {
    const row = JSON.stringify({ note: 'x'.repeat(3 * megabyte) });
    const batches = await batchesOf(`${Array.from({ length: 14 }, () => row).join('\n')}\n`, { size: 4000 });
    expect(linesOf(batches)).toEqual([
      [1, 2, 3, 4, 5, 6],
      [7, 8, 9, 10, 11, 12],
      [13, 14],
    ]);
  });

  test('names each line that is no row, passes over empty ones, and refuses a line that is too long', async () => {
    const batches = await batchesOf('{"a":1}\n\n[1]\nno\n{"a":2}', { size: 10 });
    expect(batches).toEqual([
      [
        { line: 1, row: { a: 1 } },
        { line: 3, reason: 'not-an-object' },
        { line: 4, reason: 'not-json' },
        { line: 5, row: { a: 2 } },
      ],
    ]);
    const long = `{"a":1}\n{"note":"${'x'.repeat(11 * megabyte)}"}`;
    await expect(batchesOf(long, { size: 10 })).rejects.toMatchObject({ code: 'too-large', details: { line: 2 } });
    const broken = Readable.from([Buffer.from('{"a":1}\n'), Buffer.from([0xff, 0x0a])]);
    const read = async () => {
      for await (const _ of readNdjson(broken, 10));
    };
    await expect(read()).rejects.toMatchObject({ code: 'bad-file', details: { line: 2 } });
  });
});
