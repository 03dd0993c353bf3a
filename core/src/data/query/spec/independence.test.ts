import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { importsOf } from '../../../../../tests/import-direction/imports.ts';

const src = fileURLToPath(new URL('../../../', import.meta.url));
const evaluators = ['data/query/spec/naive', 'data/query/oracle/naive'];

/** Everything that a file stands on when it runs, by path. */
function standsOn(file: string, found = new Map<string, string>()): ReadonlyMap<string, string> {
  for (const { specifier, isType } of importsOf(readFileSync(file, 'utf8'), file)) {
    // Types are gone when it runs.
    if (isType) continue;
    const target = specifier.startsWith('.') ? relative(src, resolve(dirname(file), specifier)) : specifier;
    if (found.has(target)) continue;
    found.set(target, relative(src, file));
    if (specifier.startsWith('.')) standsOn(resolve(dirname(file), specifier), found);
  }
  return found;
}

const files = readdirSync(resolve(src, evaluators[0] ?? '')).map((name) => resolve(src, evaluators[0] ?? '', name));

test.each(files)('%s shares no parser and no code with what it judges', (file) => {
  const strange = [...standsOn(file)].filter(([target]) => !evaluators.some((folder) => dirname(target) === folder));
  expect(strange).toEqual([]);
});

test('a file that shares code is told', () => {
  const shared = standsOn(resolve(src, 'data/query/spec/centre.ts'));
  expect([...shared.keys()]).toContain('data/query/query.ts');
  expect([...shared.keys()]).toContain('@haidang/sdk');
});
