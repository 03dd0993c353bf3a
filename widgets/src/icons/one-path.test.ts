import { describe, expect, test } from 'vitest';
import { onePath } from './one-path.ts';

describe('one path for a lucide icon', () => {
  test('keeps an absolute path as it is', () => {
    expect(onePath('<svg><path d="M3 9h18" /></svg>')).toBe('M3 9h18');
  });

  test('a relative start does not count from the shape before it, and lines that follow stay relative', () => {
    expect(onePath('<svg><path d="M1 1h2" /><path d="m15 9-3-3 3-3" /></svg>')).toBe('M1 1h2M15 9l-3-3 3-3');
    expect(onePath('<svg><path d="m5 6a2 2 0 0 1 2 2" /></svg>')).toBe('M5 6a2 2 0 0 1 2 2');
  });

  test('draws circles, boxes and lines as paths', () => {
    expect(onePath('<svg><circle cx="12" cy="10" r="3" /></svg>')).toBe('M9 10a3 3 0 1 0 6 0a3 3 0 1 0 -6 0Z');
    expect(onePath('<svg><rect width="7" height="9" x="3" y="4" /></svg>')).toBe('M3 4h7v9h-7v-9Z');
    expect(onePath('<svg><rect width="7" height="9" x="3" y="4" rx="1" /></svg>')).toBe(
      'M4 4h5a1 1 0 0 1 1 1v7a1 1 0 0 1 -1 1h-5a1 1 0 0 1 -1 -1v-7a1 1 0 0 1 1 -1Z',
    );
    expect(onePath('<svg><line x1="1" y1="2" x2="3" y2="4" /></svg>')).toBe('M1 2L3 4');
    expect(onePath('<svg><polygon points="1 2 3 4 5 6" /></svg>')).toBe('M1 2 3 4 5 6Z');
  });
});
