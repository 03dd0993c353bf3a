import type { Texts } from '@haidang/sdk/client';

export const textTexts = {
  vi: { outside: 'mở trang bên ngoài', cut: 'Văn bản dài quá {n} ký tự; phần còn lại không hiện.', nothing: 'Chưa có nội dung' },
  en: {
    outside: 'opens another site',
    cut: 'The text is longer than {n} characters; the rest is not shown.',
    nothing: 'Nothing written yet',
  },
} as const satisfies Texts;
