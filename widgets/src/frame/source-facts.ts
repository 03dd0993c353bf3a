import type { Result, Trust } from '@haidang/sdk';
import {
  coverageText,
  formatNumber,
  formatPeriod,
  formatTime,
  freshnessWord,
  isWithheld,
  label,
  missingText,
  overallText,
  sampleText,
  squaresOf,
  statusWord,
} from '@haidang/sdk/client';
import type { Origin } from './origin.ts';
import { say } from './texts.ts';

/** A line of the panel: what, and one or several lines about it. */
export interface Fact {
  readonly name: string;
  readonly lines: readonly string[];
  /** Text in the formula language. */
  readonly isFormula?: true;
}

/** All that is known about where the numbers of a port come from; what is not known is left out. */
export function sourceFacts({
  origin,
  trust,
  result,
  locale,
}: {
  origin: Origin | undefined;
  trust: Trust | undefined;
  result: Result | undefined;
  locale: string;
}): readonly Fact[] {
  const of = (key: Parameters<typeof say>[0], ...lines: (string | undefined)[]): Fact[] => {
    const known = lines.filter((line) => line !== undefined && line !== '');
    return known.length > 0 ? [{ name: say(key, locale), lines: known as string[] }] : [];
  };
  const time = (instant: string | undefined) =>
    instant ? formatTime(instant, /T/.test(instant) ? 'date-time' : 'date', locale) : undefined;
  const formula = origin?.formula ?? trust?.source.method;
  const facts = [
    ...of('source.meaning', origin && label(origin.label, locale)),
    ...of('source.indicator', trust?.source.indicator),
    ...(formula ? [{ name: say('source.formula', locale), lines: [formula], isFormula: true } as const] : []),
    ...of('source.legal', origin?.legal ?? trust?.source.legal),
  ];
  if (!trust) return facts;
  const { source, coverage, boundaries } = trust;
  return [
    ...facts,
    ...of('source.document', source.document),
    ...of('source.owner', source.owner),
    ...of('source.system', source.system),
    ...of('source.period', result?.period && formatPeriod(result.period, locale)),
    ...of('source.asOf', time(trust.asOf)),
    ...of('source.received', time(trust.receivedAt)),
    ...of('source.due', time(trust.dueAt)),
    ...of('source.freshness', freshnessWord(trust.freshness, locale)),
    ...of('source.status', statusWord(trust.status, locale)),
    ...of('source.n', rows(trust, locale)),
    ...of('source.quality', ...squaresOf(trust, locale).map(({ text }) => text), overallText(trust, locale)),
    ...of(
      'source.coverage',
      coverage && say('source.coverage.of', locale, { reported: coverage.reported, expected: coverage.expected }),
      coverageText(trust, locale),
      missingText(trust, locale),
      isWithheld({ trust, result }) ? say('source.withheld', locale) : undefined,
    ),
    ...of(
      'source.boundaries',
      boundaries && say(`source.boundaries.${boundaries.basis}`, locale, { version: formatTime(boundaries.version, 'date', locale) }),
      boundaries?.former ? say('source.boundaries.former', locale, { n: formatNumber(boundaries.former, { locale }) }) : undefined,
    ),
    ...of('source.lineage', ...(trust.lineage ?? []).map((step) => `${time(step.at)} · ${step.step} · ${step.by}`)),
  ];
}

function rows(trust: Trust, locale: string): string | undefined {
  if (trust.n === undefined) return sampleText(trust, locale);
  const n = formatNumber(trust.n, { locale });
  return trust.sample ? say('source.sample', locale, { n, sample: formatNumber(trust.sample, { locale }) }) : n;
}
