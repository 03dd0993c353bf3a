import { headText } from './chain.ts';
import type { ChainFault, RowFault, Verification } from './verify.ts';

export type Language = 'vi' | 'en';

const rowWords: { readonly [kind in RowFault['kind']]: { readonly [language in Language]: string } } = {
  edited: { vi: 'đã bị sửa', en: 'was edited' },
  removed: { vi: 'đã bị xoá', en: 'was removed' },
  inserted: { vi: 'bị chèn thêm', en: 'was inserted' },
  'sealed-twice': { vi: 'nằm trong hai khối', en: 'stands in two blocks' },
  reordered: { vi: 'không còn ở chỗ cũ (thứ tự bị đổi)', en: 'is not where it was (the order was changed)' },
};

const chainWords: { readonly [kind in ChainFault['kind']]: { readonly [language in Language]: string } } = {
  'block-edited': { vi: 'không khớp với các dòng và khối trước nó', en: 'does not fit its rows and the block before it' },
  'block-removed': { vi: 'đã bị xoá', en: 'was removed' },
  'head-missing': {
    vi: 'không có trong chuỗi với mã đã ghi lại (nhật ký bị cắt đuôi hoặc viết lại)',
    en: 'is not in the chain with the hash that was kept (the log was cut off or written anew)',
  },
};

/** Faults that are shown one by one. */
const shown = 20;

/** What a verification found, for the person at the console. */
export function verificationText(
  { head, blocks, rows, unsealed, unsealedSince, faults, more }: Verification,
  language: Language,
  now: number,
): string {
  const number = new Intl.NumberFormat(language);
  const vi = language === 'vi';
  const seconds = unsealedSince === undefined ? 0 : Math.max(Math.round((now - unsealedSince) / 1000), 0);
  const lines = [
    vi
      ? `Nhật ký kiểm toán: ${number.format(rows)} dòng đã niêm phong trong ${number.format(blocks)} khối, đầu chuỗi ${headText(head)}`
      : `Audit log: ${number.format(rows)} rows sealed in ${number.format(blocks)} blocks, head ${headText(head)}`,
  ];
  if (unsealed > 0)
    lines.push(
      vi
        ? `Chưa niêm phong: ${number.format(unsealed)} dòng, lâu nhất ${number.format(seconds)} giây`
        : `Not sealed yet: ${number.format(unsealed)} rows, the oldest for ${number.format(seconds)} s`,
    );
  for (const fault of faults.slice(0, shown)) lines.push(`! ${faultText(fault, language)}`);
  const beyond = faults.length + more - shown;
  if (beyond > 0) lines.push(vi ? `! và ${number.format(beyond)} lỗi nữa` : `! and ${number.format(beyond)} more`);
  if (faults.length > 0) lines.push(vi ? 'KHÔNG nguyên vẹn.' : 'NOT intact.');
  else lines.push(vi ? 'Nguyên vẹn.' : 'Intact.');
  return `${lines.join('\n')}\n`;
}

function faultText(fault: RowFault | ChainFault, language: Language): string {
  const [row, block] = language === 'vi' ? ['dòng', 'khối'] : ['row', 'block'];
  if (!('row' in fault)) return `${block} ${fault.block} ${chainWords[fault.kind][language]}`;
  const place = fault.block === undefined ? '' : ` (${block} ${fault.block})`;
  return `${row} ${fault.row}${place} ${rowWords[fault.kind][language]}`;
}
