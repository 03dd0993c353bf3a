import { describe, expect, it } from 'vitest';
import { meter } from './progress.ts';

describe('progress away from a terminal', () => {
  it('says a line every few seconds, by bytes of the file', () => {
    const lines: string[] = [];
    let now = 0;
    const shown = meter({ write: (text) => lines.push(text) }, 'vi', () => now);
    for (const [at, done] of [
      [1000, 100],
      [4000, 250],
      [4500, 300],
      [8000, 1000],
    ] as const) {
      now = at;
      shown.show({ total: 1000, done }, done * 100);
    }
    shown.stop();
    expect(lines).toEqual(['25% · 25.000 hàng · 6.250 hàng/giây\n', '100% · 100.000 hàng · 12.500 hàng/giây\n']);
  });
});
