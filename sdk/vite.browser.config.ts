import { defineConfig } from 'vite';
import { browserModules } from './src/client/browser/modules.ts';

const here = import.meta.dirname;
const prefix = '/sdk/';

/** `dist/browser/lit/directives/repeat.js` from `lit/directives/repeat.js`, and so on. */
const input = Object.fromEntries(
  Object.entries(browserModules).map(([specifier, address]) => [
    address.slice(prefix.length, -'.js'.length),
    specifier === '@haidang/sdk/client' ? `${here}/src/client/index.ts` : specifier,
  ]),
);

/** The modules that all pages and widgets share: the client and lit, in one copy. */
export default defineConfig({
  root: here,
  base: prefix,
  publicDir: false,
  build: {
    outDir: 'dist/browser',
    target: 'es2022',
    modulePreload: false,
    sourcemap: true,
    rolldownOptions: {
      input,
      preserveEntrySignatures: 'strict',
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared/[name]-[hash].js' },
    },
  },
});
