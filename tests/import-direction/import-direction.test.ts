import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { breachesIn } from './directions.ts';
import { importsOf } from './imports.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const left: ReadonlySet<string> = new Set(['node_modules', 'dist', 'dist-types']);

test('every import of the repository goes the right way', () => {
  expect(breachesIn(root)).toEqual([]);
});

describe('an import that goes the wrong way', () => {
  let copy: string;

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'haidang-directions-'));
    for (const folder of ['sdk', 'core', 'widgets', 'studio', 'plugins'])
      cpSync(join(root, folder), join(copy, folder), { recursive: true, filter: (path) => !left.has(basename(path)) });
    plant('plugins/other/package.json', JSON.stringify({ name: '@haidang/plugin-other' }));
  });

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  function plant(file: string, text: string): void {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), text);
  }

  test.each<[file: string, text: string, specifier: string, reason: string]>([
    ['sdk/src/index.ts', "import { run } from '@haidang/core';", '@haidang/core', 'sdk may not import core'],
    ['sdk/src/text.ts', "export const seen = () => import('@haidang/widgets');", '@haidang/widgets', 'sdk may not import widgets'],
    ['core/src/server.ts', "import type { Client } from '@haidang/sdk/client';", '@haidang/sdk/client', 'core may not import sdk/client'],
    [
      'core/src/clock.ts',
      "export { value } from '../../widgets/src/widgets/value/definition.ts';",
      '../../widgets/src/widgets/value/definition.ts',
      'leaves core by path',
    ],
    [
      'core/src/clock.test.ts',
      "import report from '@haidang/plugin-field-reports/plugin.ts';",
      '@haidang/plugin-field-reports/plugin.ts',
      'core may not import plugins/field-reports',
    ],
    ['widgets/src/index.ts', "type Server = import('@haidang/core').Server;", '@haidang/core', 'widgets may not import core'],
    ['studio/src/app.ts', "const core = require('@haidang/core');", '@haidang/core', 'studio may not import core'],
    ['plugins/field-reports/plugin.ts', "export * from '@haidang/core';", '@haidang/core', 'plugins/field-reports may not import core'],
    [
      'plugins/field-reports/datasets/report.ts',
      "import other from '@haidang/plugin-other';",
      '@haidang/plugin-other',
      'plugins/field-reports may not import plugins/other',
    ],
    [
      'plugins/field-reports/pages/reports.ts',
      "import other from '../../other/plugin.ts';",
      '../../other/plugin.ts',
      'leaves plugins/field-reports by path',
    ],
    [
      'plugins/field-reports/pages/overview.ts',
      'const gone = await import(`@haidang/health`);',
      '@haidang/health',
      'is no package of this repository',
    ],
    ['sdk/src/query.ts', "import { readFileSync } from 'node:fs';", 'node:fs', 'is reached by what browsers load'],
    ['sdk/src/client/index.ts', "import { Ajv2020 } from 'ajv/dist/2020.js';", 'ajv/dist/2020.js', 'is reached by what browsers load'],
  ])('in %s fails: %s', (file, text, specifier, reason) => {
    const path = join(copy, file);
    const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    plant(file, `${before ?? ''}\n${text}\n`);
    try {
      const line = (before ?? '').split('\n').length + 1;
      expect(breachesIn(copy)).toEqual([{ file, line, specifier, reason }]);
    } finally {
      if (before === undefined) rmSync(path);
      else writeFileSync(path, before);
    }
  });

  test('is not seen where there is none: in comments, in texts, in the tests of a package', () => {
    plant(
      'widgets/src/harmless.test.ts',
      "// import '@haidang/core';\nimport { databases } from '../../tests/support/databases.ts';\nexport const text = `import x from '@haidang/core'`, re = /import '@haidang\\/core'/;\n",
    );
    expect(breachesIn(copy)).toEqual([]);
    rmSync(join(copy, 'widgets/src/harmless.test.ts'));
  });
});

test('imports are read in all their forms', () => {
  const text =
    "import a from 'a';\nimport type { B } from 'b';\nexport { c } from 'c';\nexport type * from 'd';\nimport('e');\nimport f = require('f');\nlet g: import('g').G;\nrequire('h');\nimport(`i`);\nimport(name);\n";
  expect(importsOf(text, 'x.ts')).toEqual([
    { specifier: 'a', line: 1, isType: false },
    { specifier: 'b', line: 2, isType: true },
    { specifier: 'c', line: 3, isType: false },
    { specifier: 'd', line: 4, isType: true },
    { specifier: 'e', line: 5, isType: false },
    { specifier: 'f', line: 6, isType: false },
    { specifier: 'g', line: 7, isType: true },
    { specifier: 'h', line: 8, isType: false },
    { specifier: 'i', line: 9, isType: false },
  ]);
});
