import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const authoriser = `${root}core/src/data/query/authorise.ts`;
const standIn = fileURLToPath(new URL('authorise.ts', import.meta.url));

/** The suite on a build whose authoriser lets everything pass. */
export default defineConfig({
  root,
  plugins: [
    {
      name: 'authoriser-switched-off',
      enforce: 'pre',
      load: (id) => (id.split('?')[0] === authoriser ? `export * from ${JSON.stringify(standIn)};` : undefined),
    },
  ],
  resolve: { conditions: ['haidang-source', 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: ['haidang-source', 'module', 'node', 'development|production'] } },
  test: {
    // This one needs no database server.
    include: ['tests/meaning/interference/sqlite.test.ts'],
    reporters: ['json'],
  },
});
