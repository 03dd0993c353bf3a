import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumArgs, findChromium } from './tests/support/browser.mjs';

const node = ['haidang-source', 'module', 'node', 'development|production'];
const browser = ['haidang-source', 'module', 'browser', 'development|production'];
/** What browser code loads from `node_modules`, by the names it is imported by. */
const libraries = [
  'd3-delaunay',
  'echarts/charts',
  'echarts/components',
  'echarts/core',
  'echarts/renderers',
  'lit',
  'lit/directive.js',
  'lit/directives/keyed.js',
  'lit/directives/ref.js',
  'lit/directives/repeat.js',
  'maplibre-gl',
  'marked',
];
/** By itself Vitest leaves one processor out, which of two is half. */
const maxWorkers = Math.max(2, availableParallelism() - 1);
/** Tests of what somebody at a screen, or a process that stops, waits for. */
const timed = ['freshness', 'lifecycle', 'live-offscreen', 'overview', 'time', 'twenty'].map((name) => `tests/e2e/${name}.test.ts`);
const chromium = await findChromium();

export default defineConfig({
  test: {
    reporters: ['default', './tests/support/reporter.ts'],
    projects: [
      {
        resolve: { conditions: node },
        ssr: { resolve: { conditions: node } },
        test: {
          name: 'node',
          include: ['{sdk,core,widgets}/src/**/*.test.ts', 'plugins/**/*.test.ts', 'tests/*/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts', 'tests/e2e/**', '**/node_modules/**', '**/dist/**'],
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers,
        },
      },
      {
        resolve: { conditions: node },
        ssr: { resolve: { conditions: node } },
        test: {
          name: 'end to end',
          include: ['tests/e2e/**/*.test.ts'],
          exclude: timed,
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers,
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve: { conditions: node },
        ssr: { resolve: { conditions: node } },
        test: {
          name: 'end to end, timed',
          include: timed,
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          // One by one and by themselves: delays are measured here, and nothing else is to take the processor.
          sequence: { groupOrder: 3 },
        },
      },
      {
        resolve: { conditions: browser },
        // Found only in the middle of a run, a library would reload the page under the tests.
        optimizeDeps: { include: libraries },
        test: {
          name: 'browser',
          include: ['{sdk,widgets,studio}/src/**/*.browser.test.ts', 'plugins/**/*.browser.test.ts'],
          testTimeout: 30_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            viewport: { width: 1440, height: 900 },
            provider: playwright({
              contextOptions: { locale: 'vi-VN' },
              launchOptions: { executablePath: chromium.path, args: chromiumArgs, env: { ...process.env, ...chromium.env } },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
