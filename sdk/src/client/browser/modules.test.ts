import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import { browserModules } from './modules.ts';

let chunks: Rollup.OutputChunk[];

beforeAll(async () => {
  const configFile = fileURLToPath(new URL('../../../vite.browser.config.ts', import.meta.url));
  const built = await build({ configFile, logLevel: 'silent', build: { write: false } });
  const outputs = Array.isArray(built) ? built : [built];
  chunks = outputs.flatMap((one) => ('output' in one ? one.output : [])).filter((file) => file.type === 'chunk');
});

const at = (address: string) => chunks.find(({ fileName }) => `/sdk/${fileName}` === address);

test('each shared module is built at its address, with all that the source exports', async () => {
  for (const [specifier, address] of Object.entries(browserModules)) {
    if (specifier === '@haidang/sdk/client') continue;
    const source = Object.keys((await import(specifier)) as object);
    expect(at(address)?.exports, specifier).toEqual(expect.arrayContaining(source));
  }
  expect(at('/sdk/client.js')?.exports).toEqual(
    expect.arrayContaining([
      'createClient',
      'IocWidget',
      'QueryController',
      'resolveBinding',
      'formatNumber',
      'ruleOf',
      'parseView',
      'applyTheme',
    ]),
  );
});

test('one copy of lit serves them all', () => {
  for (const copy of ['litHtmlVersions', 'litElementVersions', 'reactiveElementVersions']) {
    expect(
      chunks.filter(({ code }) => code.includes(copy)).map(({ name }) => name),
      copy,
    ).toHaveLength(1);
  }
});

test('nothing of the tools comes into the browser', () => {
  const modules = chunks.flatMap(({ moduleIds }) => moduleIds).map((id) => id.replaceAll('\\', '/'));
  expect(modules.length).toBeGreaterThan(50);
  const foreign = modules.filter(
    (id) =>
      !/\/node_modules\/(lit|lit-html|lit-element|@lit\/[a-z-]+)\/|\/sdk\/src\/(client\/|documents\/canonical\.ts|errors\.ts|error-texts\.ts|query\.ts|send-once\.ts)|^\0/.test(
        id,
      ),
  );
  expect(foreign).toEqual([]);
});
