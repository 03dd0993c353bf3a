import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/** Closes a run with how many tests of each kind ran, and with which counts, in plain lines. */
export default class PlainReporter implements Reporter {
  readonly #folder = mkdtempSync(join(tmpdir(), 'haidang-counts-'));
  readonly #counts = join(this.#folder, 'counts');

  onInit(): void {
    writeFileSync(this.#counts, '');
    // Workers inherit it; `counted` writes there.
    process.env.HAIDANG_COUNTS = this.#counts;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = new Map<string, number>();
    const total = { passed: 0, failed: 0, skipped: 0 };
    const count = (kind: string) => counts.set(kind, (counts.get(kind) ?? 0) + 1);
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') total.passed++;
        else if (state === 'failed') total.failed++;
        else total.skipped++;
        if (state !== 'passed') continue;
        count(`project ${module.project.name}`);
        const database = / on (sqlite|postgres)(?: |$)/.exec(test.fullName)?.[1];
        if (database) count(`on ${database}`);
      }
    }
    for (const line of new Set(readFileSync(this.#counts, 'utf8').split('\n').sort())) if (line) process.stdout.write(`${line}\n`);
    rmSync(this.#folder, { recursive: true, force: true });
    for (const [kind, passed] of [...counts].sort()) process.stdout.write(`${kind}: ${passed} passed\n`);
    // A file that does not load, or whose preparation fails, has no failed test: it fails the run all the same.
    const broken = modules.filter(
      (module) => module.state() === 'failed' && [...module.children.allTests()].every((test) => test.result().state !== 'failed'),
    ).length;
    process.stdout.write(`\ntests: ${total.passed} passed, ${total.failed + broken} failed, ${total.skipped} skipped\n`);
  }
}
