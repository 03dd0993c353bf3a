import { defineConfig } from 'vite';

/** The operator's app. What it shares with widgets of plugins (Lit, the client) stays outside, so that one copy of each runs on a page. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  resolve: { conditions: ['haidang-source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: {
      external: (id) => id === '@haidang/sdk/client' || id === 'lit' || id.startsWith('lit/'),
      output: { paths: sharedAddress },
    },
  },
});

/** Address of a shared module on the server: `lit/directives/repeat.js` → `/sdk/lit/directives/repeat.js`. */
function sharedAddress(id: string): string {
  if (id === '@haidang/sdk/client') return '/sdk/client.js';
  if (id === 'lit') return '/sdk/lit.js';
  return id.startsWith('lit/') ? `/sdk/${id.endsWith('.js') ? id : `${id}.js`}` : id;
}
