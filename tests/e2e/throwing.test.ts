import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Centre, frameOf, launchChromium, openPage, root, startExample } from './support.ts';

/** A plugin whose widget cannot draw a level below zero, as a vendor may have overlooked. */
const plugin = {
  'package.json': JSON.stringify({ name: 'plugin-tank', version: '1.0.0', type: 'module', haidang: { sdk: '^0.1.0' } }),
  'plugin.ts': `
import { defineDataset, definePlugin, defineWidget, schema } from '@haidang/sdk';
const level = defineDataset({
  row: schema({ required: ['code', 'at', 'level'], properties: { code: { type: 'string' }, at: { type: 'string', format: 'date-time' }, level: { type: 'number' } } }),
  key: ['code'], time: 'at',
});
const gauge = defineWidget({ element: 'tank-gauge', module: './widgets/gauge.js', group: 'value', options: schema({ properties: {} }), ports: { main: { shape: 'scalar' } }, size: { min: [4, 4], ideal: [6, 6] }, sample: {} });
export default definePlugin({ datasets: { level }, widgets: { gauge }, messages: { vi: { title: 'Bể nước', level: 'Mực nước', 'level.code': 'Mã', 'level.at': 'Lúc', 'level.level': 'Mực', gauge: 'Thước nước', 'gauge.main': 'Mực nước' } } });
`,
  'widgets/gauge.ts': `
import { IocWidget, type Ports } from '@haidang/sdk/client';
import { html } from 'lit';
class TankGauge extends IocWidget {
  protected override renderData(ports: Ports): unknown {
    const level = Number(ports.main?.result?.rows[0]?.[0]);
    return html\`<p class="level">\${'▮'.repeat(level)} \${level}</p>\`;
  }
}
customElements.define('tank-gauge', TankGauge);
`,
};

const last = { from: 'tank/level', measures: { level: { fn: 'last', field: 'level' } } };
const place = (use: string, rank: string, title: string, bind: object, options = {}) => ({
  use,
  v: 1,
  in: 'sc_main',
  rank,
  span: { w: 6, h: 6 },
  title: { vi: title },
  bind: { main: bind },
  options,
});
const page = {
  kind: 'page',
  format: 1,
  id: 'pg_benuoc01',
  slug: 'be-nuoc',
  title: { vi: 'Bể nước' },
  level: 2,
  sections: { sc_main: { rank: 'a0', layout: { kind: 'flow' } } },
  widgets: {
    w_gauge001: place('tank/gauge', 'a0', 'Thước', last),
    w_gauge002: place('tank/gauge', 'a1', 'Thước khác', { from: 'tank/level', measures: { n: { fn: 'count' } } }),
    w_count001: place('core/value', 'a2', 'Số lần đo', { from: 'tank/level', measures: { n: { fn: 'count' } } }),
    w_feed0001: place(
      'core/feed',
      'a3',
      'Các lần đo',
      { from: 'tank/level', select: ['code', 'at', 'level'], sort: ['-at'], limit: 5 },
      { title: 'code', time: 'at' },
    ),
  },
};

let browser: Browser;
let centre: Centre;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-tank-'));
  for (const [path, text] of Object.entries(plugin)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  execFileSync(process.execPath, [join(root, 'sdk', 'bin', 'haidang-plugin.js'), 'build', folder], { cwd: root, stdio: 'pipe' });
  const edit = (locality: string) => {
    const file = join(locality, 'ioc.json');
    const ioc = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...ioc, plugins: { ...ioc.plugins, tank: '^1.0.0' } }));
    writeFileSync(join(locality, 'pages', 'be-nuoc.json'), JSON.stringify(page));
  };
  const plugins = [join(root, 'widgets'), join(root, 'plugins', 'field-reports'), folder];
  [browser, centre] = await Promise.all([launchChromium(), startExample({ plugins, edit, sample: false })]);
});

afterAll(async () => {
  await browser?.close();
  await centre?.stop();
  rmSync(folder, { recursive: true, force: true });
});

let measured = 0;
async function measure(level: number): Promise<void> {
  measured += 1;
  const row = { code: `lần ${measured}`, at: new Date(Date.parse('2026-11-20T08:00:00+07:00') + measured * 60_000).toISOString(), level };
  const response = await fetch(`${centre.url}/api/records/tank/level`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(row),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

const gauge = (opened: Page) => frameOf(opened, 'Thước').locator('tank-gauge');
const shown = (opened: Page) => gauge(opened).evaluate((element) => element.shadowRoot?.querySelector('.level')?.textContent);
/** A machine that is busy takes its time. */
const patient = { timeout: 10_000 };
const neighbours = ['Thước khác', 'Số lần đo', 'Các lần đo'];

/** What the neighbours show. */
async function around(opened: Page): Promise<string[]> {
  return [
    await frameOf(opened, 'Thước khác').locator('tank-gauge .level').innerText(),
    await frameOf(opened, 'Số lần đo').locator('core-value .digits').innerText(),
    await frameOf(opened, 'Các lần đo').locator('core-feed b').first().innerText(),
  ];
}

test('a widget that throws on some data says so, alone, and draws again with the next good data', async () => {
  await measure(3);
  const { page: opened, complaints } = await openPage(browser, `${centre.url}/page/be-nuoc`);
  await expect.poll(() => shown(opened), patient).toBe('▮▮▮ 3');
  await expect.poll(() => around(opened), patient).toEqual(['▮ 1', '1', 'lần 1']);
  // Every element of the neighbours is marked: one that is made anew has no mark.
  for (const title of neighbours)
    await frameOf(opened, title).evaluate((frame) => {
      const all = (element: Element): Element[] => [
        element,
        ...[...element.children, ...(element.shadowRoot?.children ?? [])].flatMap(all),
      ];
      for (const element of all(frame)) if (element.localName.includes('-')) Object.assign(element, { isMarked: true });
    });
  expect(complaints).toEqual([]);

  await measure(-1);
  await frameOf(opened, 'Thước').getByText('Tiện ích này gặp lỗi').waitFor();
  expect(await gauge(opened).getAttribute('state')).toBe('crashed');
  await expect.poll(() => around(opened), patient).toEqual(['▮▮ 2', '2', 'lần 2']);
  // The developer reads why in the console, once; nothing else went wrong.
  expect(complaints.filter((complaint) => !complaint.includes('Invalid count value: -1'))).toEqual([]);
  expect(complaints).toHaveLength(1);

  await measure(-2);
  await expect.poll(() => around(opened), patient).toEqual(['▮▮▮ 3', '3', 'lần 3']);
  expect(await gauge(opened).getAttribute('state')).toBe('crashed');

  await measure(4);
  await expect.poll(() => shown(opened), patient).toBe('▮▮▮▮ 4');
  expect(await gauge(opened).getAttribute('state')).toBe('ready');
  await expect.poll(() => around(opened), patient).toEqual(['▮▮▮▮ 4', '4', 'lần 4']);

  for (const title of neighbours) {
    const isSame = await frameOf(opened, title).evaluate(
      (frame) => 'isMarked' in frame && frame.firstElementChild !== null && 'isMarked' in frame.firstElementChild,
    );
    expect([title, isSame]).toEqual([title, true]);
  }
});
