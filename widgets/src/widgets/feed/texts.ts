import type { Texts } from '@haidang/sdk/client';

export const feedTexts = {
  vi: { feed: '{name}: {n} mục, mới nhất trước. Phím mũi tên chuyển mục, Enter mở.', overdue: 'quá hạn', done: 'đã xong' },
  en: { feed: '{name}: {n} items, newest first. Arrow keys move, Enter opens.', overdue: 'overdue', done: 'done' },
} as const satisfies Texts;
