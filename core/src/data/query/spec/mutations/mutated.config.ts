import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { mutations } from './mutations.ts';

const conditions = ['haidang-source', 'module', 'node', 'development|production'];
const mutation = mutations.find(({ name }) => name === process.env.HAIDANG_MUTATION);
const file = mutation && fileURLToPath(new URL(`../../../../${mutation.file}`, import.meta.url));

/** Runs the subject against the product with the mistake that `HAIDANG_MUTATION` names, or as it is without one. */
export default defineConfig({
  plugins: [
    {
      name: 'mutation',
      enforce: 'pre',
      transform: (code, id) => (mutation && id === file ? code.replace(mutation.find, () => mutation.replace) : undefined),
    },
  ],
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { include: ['core/src/data/query/spec/mutations/subject.ts'], testTimeout: 120_000 },
});
