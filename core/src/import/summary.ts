import type { DatasetEntry, Registry } from '../registry.ts';
import type { RowMapper } from './map/mapper.ts';
import type { Counts } from './run.ts';
import type { BroughtReport } from './sink.ts';

/** What an import has come to. */
export interface Outcome {
  readonly counts: Counts;
  readonly seconds: number;
  readonly brought: BroughtReport;
  readonly mapper: RowMapper;
  readonly entry: DatasetEntry;
  readonly registry: Registry;
  /** File of the refused rows, when there are some. */
  readonly refusedFile?: string;
  readonly isDryRun: boolean;
}

/** The last line of `--json`: rows read, taken in, refused, new or different, and equal to what was there; a trial changes none. */
export function countsJson({ read, added, changed, same, refused }: Counts, seconds: number, isDryRun = false): string {
  const done = isDryRun ? { changed: 0, same: 0 } : { changed: added + changed, same };
  return JSON.stringify({ read, accepted: added + changed + same, refused, ...done, seconds: Number(seconds.toFixed(3)) });
}

/** The same for people, with everything that was passed over. */
export function summary(outcome: Outcome, language: 'vi' | 'en'): string {
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const n = (value: number) => format.format(value);
  const say = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const { counts, seconds, brought, mapper, entry, registry, refusedFile, isDryRun } = outcome;
  const { read, added, changed, same, refused } = counts;
  const lines: string[] = [];
  if (isDryRun) lines.push(say('Chạy thử: không ghi gì.', 'Dry run: nothing was written.'));
  lines.push(
    say(
      `${entry.label.vi}: đã đọc ${n(read)} hàng trong ${n(seconds)} giây; nhận ${n(added + changed + same)}, từ chối ${n(refused)}.`,
      `${entry.label.en ?? entry.label.vi}: ${n(read)} rows read in ${n(seconds)} s; ${n(added + changed + same)} accepted, ${n(refused)} refused.`,
    ),
  );
  if (!isDryRun)
    lines.push(
      say(
        `  mới ${n(added)}, thay đổi ${n(changed)}, giữ nguyên ${n(same)}`,
        `  ${n(added)} new, ${n(changed)} changed, ${n(same)} the same`,
      ),
    );
  if (!isDryRun && read > 0 && same === read)
    lines.push(say('  Không có gì thay đổi: tệp này đã được nhập.', '  Nothing has changed: this file was imported before.'));
  if (brought.units.all > 0) lines.push(line(say('đơn vị hành chính', 'administrative units'), brought.units));
  for (const [dataset, figures] of Object.entries(brought.records)) {
    const label = registry.datasets.get(dataset)?.label;
    lines.push(line((language === 'en' ? label?.en : undefined) ?? label?.vi ?? dataset, figures));
  }
  for (const { field, value, count } of mapper.ignored.counts()) {
    lines.push(
      say(
        `  bỏ qua theo bản ánh xạ: ${field} = ${value}, ${n(count)} lần`,
        `  passed over as the mapping says: ${field} = ${value}, ${count === 1 ? 'once' : `${n(count)} times`}`,
      ),
    );
  }
  if (mapper.unused.length > 0) lines.push(`  ${say('cột không dùng', 'columns not used')}: ${mapper.unused.join(', ')}`);
  if (refusedFile) lines.push(`  ${say('hàng bị từ chối', 'refused rows')}: ${refusedFile}`);
  return `${lines.join('\n')}\n`;

  function line(label: string, { all, changed: different }: { readonly all: number; readonly changed: number }): string {
    const word = isDryRun ? '' : say(` (${n(different)} mới hoặc thay đổi)`, ` (${n(different)} new or changed)`);
    return `  ${say('kèm theo', 'brought along')}: ${n(all)} ${label}${word}`;
  }
}
