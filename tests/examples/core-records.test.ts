import { expect, test } from 'vitest';
import { coreRecords } from '../../core/src/records/records.ts';
import { checkPlugin } from '../../sdk/src/cli/check/plugin.ts';
import { Findings } from '../../sdk/src/cli/findings.ts';
import { en } from '../../widgets/messages/en.ts';
import { vi } from '../../widgets/messages/vi.ts';

const { manifest, messages } = coreRecords('0.1.0');

test('the records of the core pass the check of every plugin', () => {
  const findings = new Findings();
  checkPlugin({ manifest, messages, findings });
  expect(findings.errors).toEqual([]);
});

test('and take no name or text of the built-in widgets, with which they make up one plugin', () => {
  for (const texts of [vi, en]) {
    const shared = Object.keys(texts).filter((key) => key !== 'title' && key in (messages.vi ?? {}));
    expect(shared).toEqual([]);
  }
});
