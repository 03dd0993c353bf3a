import type { Grade, Trust } from '../query.ts';
import type { PortData } from '../widget.ts';
import { civilOf } from './civil.ts';
import { formatDuration } from './durations.ts';
import { formatNumber, none } from './numbers.ts';
import { formatMoment, formatTime } from './times.ts';
import { translate } from './translate.ts';
import { trustTexts as texts } from './trust-texts.ts';

/** How the trust rule of a frame is drawn: on schedule, due, late, unknown, live. */
export type RuleKind = 'solid' | 'dashes' | 'hatch' | 'dots' | 'double';

/** How one of the four squares is drawn; dotted is unknown. */
export type Square = 'full' | 'half' | 'empty' | 'dotted';

/** One of the four grades in words: "đúng: chưa đánh giá". */
export interface SquareWords {
  readonly grade: 'correct' | 'complete' | 'clean' | 'live';
  readonly square: Square;
  readonly text: string;
}

/** The one badge that a frame may show. */
export interface Badge {
  readonly kind: 'late' | 'frozen' | 'lost';
  readonly text: string;
}

const rules: { readonly [freshness in Trust['freshness']]: RuleKind } = {
  live: 'double',
  'on-time': 'solid',
  due: 'dashes',
  late: 'hatch',
  frozen: 'double',
  unknown: 'dots',
};

/** Rule of a frame by its data: unknown while there is no answer, and while the newest could not be had. */
export function ruleOf({ state, trust }: Pick<PortData, 'state' | 'trust'>): RuleKind {
  if (!trust || state === 'error' || state === 'offline' || state === 'denied') return 'dots';
  return rules[trust.freshness];
}

/** Square of a grade: full from 0.9, half from 0.5, dotted when nobody has assessed it. */
export function squareOf({ value }: Grade): Square {
  if (value === undefined) return 'dotted';
  if (value >= 0.9) return 'full';
  return value >= 0.5 ? 'half' : 'empty';
}

/** The four squares in the order đúng, đủ, sạch, sống, each with its words; dotted without trust. */
export function squaresOf(trust: Trust | undefined, locale = 'vi'): readonly SquareWords[] {
  return (['correct', 'complete', 'clean', 'live'] as const).map((grade) => {
    const square = trust ? squareOf(trust.quality[grade]) : 'dotted';
    const why = trust?.quality[grade].why;
    const words = `${say(`grade.${grade}`, locale)}: ${say(`square.${square}`, locale)}`;
    return { grade, square, text: why ? `${words} (${whyText(why, locale)})` : words };
  });
}

/** Why a grade is not known; a reason of the core in the reader's words, any other as it is. */
function whyText(why: string, locale: string): string {
  const key = `why.${why}`;
  return key in (texts.vi ?? {}) ? say(key, locale) : why;
}

/** The four grades in one number, and its letter: "điểm chung 93,0 (hạng A)"; nothing while a part is not known. */
export function overallText({ quality: { overall } }: Pick<Trust, 'quality'>, locale = 'vi'): string | undefined {
  if (overall === undefined) return undefined;
  const grade = overall >= 90 ? 'A' : overall >= 75 ? 'B' : overall >= 50 ? 'C' : 'D';
  return say('overall', locale, { value: formatNumber(overall, { locale, decimals: 1 }), grade });
}

/** Who has reported of those who have to: "75 % · thiếu 31 nơi gửi". */
export function coverageText({ coverage }: Pick<Trust, 'coverage'>, locale = 'vi'): string | undefined {
  if (!coverage || coverage.expected === 0) return undefined;
  const count = coverage.expected - coverage.reported;
  // Cut, not rounded: 99.6 % are not all.
  const share = formatNumber(Math.floor((100 * coverage.reported) / coverage.expected), { locale, unit: '%' });
  return say(count === 0 ? 'coverage.full' : 'coverage', locale, { share, count });
}

/** Those who have not reported, by name; how many more there are when not all are named. */
export function missingText({ coverage }: Pick<Trust, 'coverage'>, locale = 'vi'): string | undefined {
  const named = coverage?.missing ?? [];
  if (!coverage || named.length === 0) return undefined;
  const others = coverage.expected - coverage.reported - named.length;
  const names = named.join(', ');
  return say('coverage.missing', locale, { names: others > 0 ? say('coverage.more', locale, { names, count: others }) : names });
}

/** What stands over figures that must not be taken for what they look like: data that have stopped coming, totals of too few. Nothing when all is well. */
export function noticeText({ trust, result }: Pick<PortData, 'trust' | 'result'>, now: number, locale = 'vi'): string | undefined {
  if (!trust) return undefined;
  if (isWithheld({ trust, result })) return [say('withheld', locale), coverageText(trust, locale)].filter(Boolean).join(' · ');
  if (trust.freshness !== 'late' || trust.asOf === undefined) return undefined;
  return say('stopped', locale, { time: asOfText(trust, now, locale) });
}

/** Whether the totals of an answer are kept back because too few have reported. */
export function isWithheld({ trust, result }: Pick<PortData, 'trust' | 'result'>): boolean {
  const { coverage } = trust ?? {};
  const [row, ...others] = result?.rows ?? [];
  if (!coverage || coverage.reported >= coverage.expected || !row || others.length > 0) return false;
  return row.length > 0 && row.every((cell) => cell === null);
}

/** Statistical status in a word: ước tính, sơ bộ, chính thức, điều chỉnh, vận hành. */
export function statusWord(status: Trust['status'], locale = 'vi'): string {
  return say(`status.${status}`, locale);
}

/** Freshness in words: trực tiếp, đúng lịch, đến hạn, trễ, đứng yên, chưa rõ. */
export function freshnessWord(freshness: Trust['freshness'], locale = 'vi'): string {
  return say(`freshness.${freshness}`, locale);
}

/** What the data speak about, as short as now allows: "14:31:40", "17/11"; a period in its own words, an en dash when nothing has come yet. */
export function asOfText({ asOf }: Pick<Trust, 'asOf'>, now: number, locale = 'vi'): string {
  if (asOf === undefined) return none;
  return civilOf(asOf) ? formatMoment(asOf, now, locale) : asOf;
}

/** The next delivery, or the one that was missed: "hạn 18/11". */
export function dueText({ dueAt }: Pick<Trust, 'dueAt'>, now: number, locale = 'vi'): string | undefined {
  if (dueAt === undefined) return undefined;
  const isToday = formatTime(dueAt, 'date') === formatTime(now, 'date');
  return say('due', locale, { time: formatTime(dueAt, isToday ? 'minute' : 'day', locale) });
}

/** The badge of a frame: "trễ 2 ngày", "đứng 3 giờ 10", "mất nguồn"; none when all is normal. `now` is the server's clock in milliseconds. */
export function badgeOf({ state, trust }: Pick<PortData, 'state' | 'trust'>, now: number, locale = 'vi'): Badge | undefined {
  if (state === 'error' || state === 'offline')
    return { kind: 'lost', text: say(state === 'error' ? 'badge.error' : 'badge.offline', locale) };
  if (trust?.freshness === 'late') {
    const time = trust.dueAt === undefined ? '' : formatDuration(now - Date.parse(trust.dueAt), locale);
    return { kind: 'late', text: say('badge.late', locale, { time }).trim() };
  }
  if (trust?.freshness === 'frozen') {
    const time = trust.asOf === undefined ? '' : formatDuration(now - Date.parse(trust.asOf), locale);
    return { kind: 'frozen', text: say('badge.frozen', locale, { time }).trim() };
  }
  return undefined;
}

/** Says that rows counted are illustrative; nothing when none is. */
export function sampleText({ sample, n }: Pick<Trust, 'sample' | 'n'>, locale = 'vi'): string | undefined {
  if (!sample) return undefined;
  return say(n !== undefined && sample < n ? 'sample.some' : 'sample.all', locale, { sample, n: n ?? sample });
}

/** Says that figures are of units that are no longer in force: "theo địa giới cũ", or "một phần theo địa giới cũ" where the others were converted; nothing when all units are in force, or when the query did not ask. */
export function boundariesText({ boundaries }: Pick<Trust, 'boundaries'>, locale = 'vi'): string | undefined {
  if (!boundaries?.former) return undefined;
  return say(boundaries.basis === 'current' ? 'boundaries.partly' : 'boundaries.former', locale);
}

function say(key: string, locale: string, values?: { readonly [name: string]: string | number }): string {
  return translate({ texts, key, locale, ...(values ? { values } : {}) });
}
