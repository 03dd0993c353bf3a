import type { Query } from '@haidang/sdk';
import { type Centre, emptyWorld, openCentre } from './centre.ts';
import { difference, type Pages } from './compare.ts';
import { answer, type Expected } from './naive/answer.ts';
import { formulaText } from './naive/formulas.ts';
import type { World } from './naive/world.ts';
import { type Case, makeCase } from './random/cases.ts';
import { makeIndicators } from './random/formulas.ts';
import { Random } from './random/random.ts';
import { makeRows } from './random/rows.ts';
import { shrink } from './shrink.ts';

const mostPages = 2000;
/** Fields that roll-ups are split by, as indicators declare them. */
const breakdowns = ['ward', 'category', 'status', 'public'];

/** What is made smaller of a question. */
type Part = Pick<Case, 'query'> & Partial<Pick<Case, 'scopes'>>;

/** Random rows, indicators and questions of a seed, and what their answers should be. */
export class Inquiry {
  readonly #seed: string;
  readonly #stored: Pick<World, 'rows' | 'samples' | 'received'>;
  readonly #indicators: ReturnType<typeof makeIndicators>;

  constructor(seed: string) {
    this.#seed = seed;
    this.#stored = makeRows(new Random(seed, 'rows'));
    this.#indicators = makeIndicators(new Random(seed, 'indicators'), 400);
  }

  /** A centre that holds the rows and knows the indicators. */
  open(database: Parameters<typeof openCentre>[0]): Promise<Centre> {
    const declared = Object.entries(this.#indicators).map(([name, { formula, atLeast }]) => [
      name,
      { formula: formulaText(formula), unit: '%', frequency: 'live', by: breakdowns, ...(atLeast !== undefined && { atLeast }) },
    ]);
    return openCentre(database, { ...emptyWorld, ...this.#stored }, Object.fromEntries(declared));
  }

  /** A question, from random numbers of its own: it can be asked again alone. */
  question(number: number): Case {
    return makeCase(new Random(this.#seed, 'case', number), this.#indicators);
  }

  /** What the answer should be if the rows were these. */
  expected({ query, said, now, scopes }: Case, rows: World['rows'] = this.#stored.rows): Expected {
    return answer({ query, ...(said && { said }) }, this.#indicators, { ...emptyWorld, ...this.#stored, rows, now, scopes });
  }

  /** The rows without the first report. */
  withoutOne(): World['rows'] {
    return { ...this.#stored.rows, report: this.#stored.rows.report?.slice(1) ?? [] };
  }

  /** The question in the smallest form that is still answered otherwise than expected, and how to ask it again. */
  async report(number: number, centre: Centre, rows?: World['rows']): Promise<string> {
    const asked = this.question(number);
    const told = async ({ query, scopes = {} }: Part) => {
      const pages = await pagesOf({ ...asked, query, scopes }, centre);
      const expected = this.expected({ ...asked, query, scopes }, rows);
      return { pages, expected, fault: difference(query, pages, expected) };
    };
    const fails = (smaller: Part) =>
      told(smaller).then(
        ({ fault }) => fault !== undefined,
        () => false,
      );
    const { query, scopes } = await shrink<Part>({ query: asked.query, scopes: asked.scopes }, fails);
    const { pages, expected, fault } = await told({ query, scopes });
    const formula = this.#indicators[query.from.replace('test/', '')]?.formula;
    return [
      `case ${number} of seed ${this.#seed} at ${new Date(asked.now).toISOString()}: ${fault}`,
      `query:    ${JSON.stringify(query)}${formula ? ` = ${formulaText(formula)}` : ''}`,
      `scopes:   ${JSON.stringify(scopes ?? {})}`,
      `answer:   ${JSON.stringify(pages.flatMap((page) => page.rows)).slice(0, 1500)}`,
      `expected: ${JSON.stringify(expected.rows).slice(0, 1500)}`,
      `again:    HAIDANG_ORACLE_SEED=${this.#seed} HAIDANG_ORACLE_CASE=${number}`,
    ].join('\n');
  }
}

/** Asks for one page after the other until there is no next. */
export async function pagesOf(asked: Case, centre: Centre): Promise<Pages> {
  const pages: Pages[number][] = [];
  let query: Query = asked.query;
  while (pages.length < mostPages) {
    const page = await centre.ask({ ...asked, query });
    pages.push(page);
    if (page.next === undefined) return pages;
    query = { ...asked.query, after: page.next };
  }
  throw new Error(`the pages of ${JSON.stringify(asked)} do not end`);
}
