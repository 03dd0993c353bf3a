import { afterEach, expect, test, vi } from 'vitest';
import { type ChartOptions, chart } from './chart/definition.ts';
import { CoreChart } from './chart.ts';
import { feed } from './feed/definition.ts';
import { CoreFeed } from './feed.ts';
import { type TableOptions, table } from './table/definition.ts';
import { CoreTable } from './table.ts';
import { sampleData } from './testing.ts';
import { shownText, stage } from './testing-page.ts';
import { type ValueOptions, value } from './value/definition.ts';
import { CoreValue } from './value.ts';

// What the picker and the workbench show: no server, only the sample of the declaration.
afterEach(() => document.body.replaceChildren());

test('the sample of the figure has value, comparison, target and trend', async () => {
  const element = await stage(new CoreValue(), { data: sampleData(value), options: value.sample.options as ValueOptions });
  expect(shownText(element)).toMatch(/87,4%.*có gia hạn: 95,1.*chỉ tiêu 90 %/);
  expect(element.shadowRoot?.querySelector('.spark')).not.toBeNull();
});

test('the sample of the chart is drawn by hour', async () => {
  const element = await stage(new CoreChart(), { data: sampleData(chart), options: chart.sample.options as ChartOptions });
  await vi.waitFor(
    () =>
      expect([...(element.shadowRoot?.querySelectorAll('.plot text') ?? [])].map((text) => text.textContent)).toEqual(
        expect.arrayContaining(['6 giờ', '21']),
      ),
    { timeout: 10_000 },
  );
});

test('the sample of the table has rows and shapes', async () => {
  const element = await stage(new CoreTable(), { data: sampleData(table), options: table.sample.options as TableOptions, width: 700 });
  expect(element.shadowRoot?.querySelectorAll('.row')).toHaveLength(4);
  expect(element.shadowRoot?.querySelectorAll('.shape')).toHaveLength(2);
});

test('the sample of the feed tells where and when', async () => {
  const element = await stage(new CoreFeed(), { data: sampleData(feed), options: feed.sample.options });
  expect(shownText(element)).toContain('Mất đèn đường, cột 118–124Mũi Né · 14:26');
});
