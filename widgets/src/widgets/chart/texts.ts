import type { Texts } from '@haidang/sdk/client';
import { comparisonTexts } from '../comparison.ts';

export const chartTexts = {
  vi: {
    ...comparisonTexts.vi,
    unknown: 'không rõ',
    rest: 'Khác',
    target: 'chỉ tiêu {target}',
    unfinished: 'kỳ chưa hết',
    cut: 'chỉ một phần kỳ',
    converted: 'quy đổi sang địa giới hiện hành',
    tooFew: 'n = {n}, chưa đủ mẫu',
    noCases: 'chưa đủ mẫu',
    more: 'và {n} mục khác',
    chart: 'biểu đồ',
    summary: '{name}: {points} điểm, cao nhất {top}. Dùng phím mũi tên để nghe từng điểm.',
    noDrawing: 'Không vẽ được biểu đồ; số liệu ở dạng bảng.',
    unfit: 'Số liệu không có cột nào để xếp theo.',
  },
  en: {
    ...comparisonTexts.en,
    unknown: 'unknown',
    rest: 'Other',
    target: 'target {target}',
    unfinished: 'not over yet',
    cut: 'only a part',
    converted: 'converted to the present units',
    tooFew: 'n = {n}, too few cases',
    noCases: 'too few cases',
    more: 'and {n} more',
    chart: 'chart',
    summary: '{name}: {points} points, highest {top}. Use the arrow keys to hear each point.',
    noDrawing: 'The chart cannot be drawn; here are its figures.',
    unfit: 'The data have no column to go along.',
  },
} as const satisfies Texts;
