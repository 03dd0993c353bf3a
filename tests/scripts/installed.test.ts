import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isInstalled } from '../../scripts/installed.mjs';

const driver = 'node_modules/sqlite3/build/Release/node_sqlite3.node';
const there = 'node_modules/.package-lock.json';
const packages = {
  'node_modules/lit': { version: '3.3.3' },
  'node_modules/@haidang/sdk': { link: true, resolved: 'sdk' },
};
const wanted = {
  ...packages,
  '': { version: '0.1.0' },
  sdk: { version: '0.1.0' },
  'node_modules/other-platform': { version: '1.0.0', optional: true },
};

let root: string;
const write = (path: string, content: object | string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(content));
};

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'haidang-installed-'));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

test('packages are installed anew when one is missing or of another version, and not because the lock file was touched', () => {
  write('package-lock.json', { packages: wanted });
  expect(isInstalled(root)).toBe(false);
  write(there, { packages });
  expect(isInstalled(root)).toBe(false);
  write(driver, '');
  expect(isInstalled(root)).toBe(true);
  const later = new Date(Date.now() + 60_000);
  utimesSync(join(root, 'package-lock.json'), later, later);
  expect(isInstalled(root)).toBe(true);
  write('package-lock.json', { packages: { ...wanted, 'node_modules/lit': { version: '3.4.0' } } });
  expect(isInstalled(root)).toBe(false);
  write('package-lock.json', { packages: { ...wanted, 'node_modules/new': { version: '1.0.0' } } });
  expect(isInstalled(root)).toBe(false);
});
