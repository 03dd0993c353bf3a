import type { Texts } from '@haidang/sdk/client';

export const tableTexts = {
  vi: {
    table: 'Bảng {n} dòng. Phím mũi tên chuyển dòng, Enter mở.',
    status: 'Trạng thái',
    sorted: 'Mới tải {n} dòng đầu; chỉ sắp trong các dòng này.',
    more: 'Mới tải {n} dòng đầu.',
    noColumns: 'Không có cột nào trong các cột được chọn.',
    done: 'đã xong',
    over: 'quá hạn',
    soon: 'sắp đến hạn',
  },
  en: {
    table: 'Table of {n} rows. Arrow keys move, Enter opens.',
    status: 'Status',
    sorted: 'Only the first {n} rows are loaded; the order is of these.',
    more: 'Only the first {n} rows are loaded.',
    noColumns: 'None of the chosen columns is in the data.',
    done: 'done',
    over: 'overdue',
    soon: 'due soon',
  },
} as const satisfies Texts;
