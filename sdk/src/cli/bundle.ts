import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';
import type { Findings } from './findings.ts';
import { said } from './load.ts';
import { ownSdk } from './own-sdk.ts';

/** Built files by their path in `dist/`. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

/** Modules that all widgets of a page share, and the address where the core serves each. */
function sharedAddress(id: string): string | undefined {
  if (id === 'lit') return '/sdk/lit.js';
  if (id === '@haidang/sdk/client') return '/sdk/client.js';
  return id.startsWith('lit/') ? `/sdk/${id}` : undefined;
}

const styleSheet = /\.(?:css|scss|sass|less|styl)$/;

/** Builds the modules of widgets, one lazy ES module each, with the code that they share in chunks beside. */
export async function bundleWidgets({
  folder,
  modules,
  findings,
}: {
  readonly folder: string;
  readonly modules: ReadonlyMap<string, string>;
  readonly findings: Findings;
}): Promise<Files> {
  const input: { [name: string]: string } = {};
  for (const [module, widget] of modules) {
    const name = module.replace(/^\.\/widgets\//, '').replace(/\.js$/, '');
    const source = sources(name)
      .map((path) => join(folder, path))
      .find((path) => existsSync(path));
    if (source) input[name] = source;
    else findings.error(['widgets', widget, 'module'], `${module} has no source`, `Write ${sources(name)[0]} or ${sources(name)[1]}`);
  }
  if (Object.keys(input).length === 0) return new Map();
  try {
    const result = await build({
      root: folder,
      base: './',
      configFile: false,
      envFile: false,
      publicDir: false,
      logLevel: 'silent',
      // Not what the environment says: tests and releases build the same bytes.
      define: { 'process.env.NODE_ENV': '"production"' },
      resolve: { alias: ownSdk, conditions: ['module', 'browser', 'production'] },
      plugins: [sharedModules(), adoptedStyles(findings)],
      build: {
        write: false,
        target: 'es2022',
        modulePreload: false,
        assetsInlineLimit: 0,
        rolldownOptions: {
          input,
          preserveEntrySignatures: 'strict',
          output: {
            format: 'es',
            entryFileNames: 'widgets/[name].js',
            chunkFileNames: 'widgets/chunks/[name]-[hash].js',
            assetFileNames: 'widgets/assets/[name]-[hash][extname]',
          },
        },
      },
    });
    const [output] = [result].flat() as Rolldown.RolldownOutput[];
    return new Map((output?.output ?? []).map((part) => [part.fileName, part.type === 'chunk' ? part.code : part.source]));
  } catch (error) {
    findings.error(['widgets'], said(error, folder), suggestionFor(error));
    return new Map();
  }
}

function sources(name: string): string[] {
  return [`widgets/${name}.ts`, `src/widgets/${name}.ts`, `widgets/${name}.js`, `src/widgets/${name}.js`];
}

function suggestionFor(error: unknown): string {
  return /resolve/i.test(String(error)) ? 'Check the path of the import, or install the package' : 'Mend the code of the widget';
}

function sharedModules(): Plugin {
  return {
    name: 'haidang-shared-modules',
    enforce: 'pre',
    resolveId(id) {
      const address = sharedAddress(id);
      return address === undefined ? undefined : { id: address, external: 'absolute' };
    },
  };
}

// A style sheet of its own could not reach into the shadow tree, and inline styles are blocked by the strict CSP of the pages.
function adoptedStyles(findings: Findings): Plugin {
  return {
    name: 'haidang-adopted-styles',
    enforce: 'pre',
    resolveId(id, importer) {
      if (!styleSheet.test(id)) return undefined;
      const file = importer?.split('/').slice(-2).join('/') ?? id;
      findings.error(
        ['widgets'],
        `${file} imports ${id} as a style sheet of the page`,
        `Import '${id}?inline' and adopt it: static styles = unsafeCSS(text)`,
      );
      return { id: '\0haidang:no-style', moduleSideEffects: false };
    },
    load: (id) => (id === '\0haidang:no-style' ? 'export {}' : undefined),
  };
}
