import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../open.ts';
import { openCentre } from '../centre.ts';
import { disagreements, SpecInquiry } from '../inquiry.ts';

// A fast part of the suite; run by mutations.test.ts, with and without mistakes in the product.
test('the formulas of the specification agree with the independent evaluator', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-mutation-'));
  const database = await openDatabase({ folder });
  try {
    const inquiry = new SpecInquiry('mutations', 32);
    const centre = await openCentre(database);
    await centre.write(inquiry.rows);
    const reports = await disagreements(centre, inquiry, 3, 1);
    expect([...reports.values()].join()).toBe('');
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
