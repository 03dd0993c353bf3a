import { Fault } from './fault.ts';

/** What an expression gives: an instant or a day in milliseconds since 1970, a span in milliseconds, or a plain number. */
export type Kind = 'instant' | 'span' | 'day' | 'number';

/** A number of that kind for a row, `undefined` when a part of it is absent. */
export type Compute = (value: (field: string) => number | undefined) => number | undefined;

/** A compiled expression; `fields` are those that it reads. */
export interface Expression {
  readonly kind: Kind;
  readonly fields: ReadonlySet<string>;
  readonly compute: Compute;
}

interface Part {
  readonly kind: Kind;
  readonly compute: Compute;
}

const spans: { readonly [letter: string]: number } = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const durations: { readonly [name: string]: number } = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };
const lexer = /\s*(?:(\d+(?:\.\d+)?)([smhdw](?![a-z0-9_]))?|([a-z][a-z0-9_]*)|([-+*/(),])|(\S))/gy;

/** Compiles "reported_at + 3d", "hours(reported_at, closed_at)", "(a + b) / 2": fields of the same row (after their code tables), numbers, spans of time, + - * / and parentheses. Nothing is evaluated as code. `kindOf` tells what a field holds. */
export function compileExpression(text: string, kindOf: (field: string) => Kind | Fault): Expression | Fault {
  const parser = new Parser(text, kindOf);
  const part = parser.sum();
  if (part instanceof Fault) return part;
  return parser.rest() ?? { kind: part.kind, fields: parser.fields, compute: part.compute };
}

type Token = { readonly number: number; readonly span?: number } | { readonly name: string } | { readonly mark: string };

class Parser {
  readonly fields = new Set<string>();
  readonly #kindOf: (field: string) => Kind | Fault;
  readonly #tokens: Token[];
  #at = 0;

  constructor(text: string, kindOf: (field: string) => Kind | Fault) {
    this.#kindOf = kindOf;
    this.#tokens = [...text.trimEnd().matchAll(lexer)].map(([, digits, letter, name, mark, other]): Token => {
      if (digits !== undefined) return { number: Number(digits), ...(letter && { span: spans[letter] }) };
      return name === undefined ? { mark: mark ?? other ?? '' } : { name };
    });
  }

  sum(): Part | Fault {
    return this.#chain(['+', '-'], () => this.#chain(['*', '/'], () => this.#factor()));
  }

  /** What stands behind the expression and does not belong there. */
  rest(): Fault | undefined {
    return this.#at < this.#tokens.length ? this.#unexpected() : undefined;
  }

  #chain(marks: readonly string[], next: () => Part | Fault): Part | Fault {
    let left = next();
    for (let mark = this.#mark(); mark !== undefined && marks.includes(mark) && !(left instanceof Fault); mark = this.#mark()) {
      this.#at++;
      const right = next();
      left = right instanceof Fault ? right : combine(mark, left, right);
    }
    return left;
  }

  #factor(): Part | Fault {
    const token = this.#tokens[this.#at];
    if (token && 'number' in token) {
      this.#at++;
      const { number, span } = token;
      return span === undefined ? { kind: 'number', compute: () => number } : { kind: 'span', compute: () => number * span };
    }
    if (token && 'name' in token) {
      this.#at++;
      return this.#take('(') ? this.#duration(token.name) : this.#field(token.name);
    }
    if (this.#take('-')) {
      const part = this.#factor();
      return part instanceof Fault ? part : combine('*', part, { kind: 'number', compute: () => -1 });
    }
    if (!this.#take('(')) return this.#unexpected();
    const part = this.sum();
    return part instanceof Fault || this.#take(')') ? part : this.#unexpected();
  }

  #field(name: string): Part | Fault {
    const kind = this.#kindOf(name);
    if (kind instanceof Fault) return kind;
    this.fields.add(name);
    return { kind, compute: (value) => value(name) };
  }

  #duration(name: string): Part | Fault {
    const unit = durations[name];
    if (unit === undefined) return new Fault(`không có hàm ${name}().`, `there is no function ${name}().`);
    const from = this.sum();
    if (from instanceof Fault) return from;
    if (!this.#take(',')) return this.#unexpected();
    const to = this.sum();
    if (to instanceof Fault) return to;
    if (!this.#take(')')) return this.#unexpected();
    const span = combine('-', to, from);
    return span instanceof Fault ? span : combine('/', span, { kind: 'span', compute: () => unit });
  }

  #mark(): string | undefined {
    const token = this.#tokens[this.#at];
    return token && 'mark' in token ? token.mark : undefined;
  }

  #take(mark: string): boolean {
    if (this.#mark() !== mark) return false;
    this.#at++;
    return true;
  }

  #unexpected(): Fault {
    const token = this.#tokens[this.#at];
    if (!token) return new Fault('biểu thức chưa hết.', 'the expression is not complete.');
    const [said] = Object.values(token);
    return new Fault(`biểu thức có "${said}" sai chỗ.`, `"${said}" is out of place in the expression.`);
  }
}

// Kind of the result by operator and the kinds of both sides; what is not here makes no sense.
const kinds: { readonly [operation: string]: Kind } = {
  'number + number': 'number',
  'number - number': 'number',
  'number * number': 'number',
  'number / number': 'number',
  'span + span': 'span',
  'span - span': 'span',
  'span * number': 'span',
  'number * span': 'span',
  'span / number': 'span',
  'span / span': 'number',
  'instant + span': 'instant',
  'instant - span': 'instant',
  'instant - instant': 'span',
  'day + span': 'day',
  'day - span': 'day',
  'day - day': 'span',
};

const operations: { readonly [mark: string]: (a: number, b: number) => number } = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};

function combine(mark: string, left: Part, right: Part): Part | Fault {
  const kind = kinds[`${left.kind} ${mark} ${right.kind}`];
  const operation = operations[mark];
  if (!kind || !operation) {
    return new Fault(`không tính được ${left.kind} ${mark} ${right.kind}.`, `${left.kind} ${mark} ${right.kind} makes no sense.`);
  }
  return {
    kind,
    compute(value) {
      const a = left.compute(value);
      const b = right.compute(value);
      const result = a === undefined || b === undefined ? undefined : operation(a, b);
      // An empty denominator gives no value, never 0.
      return result !== undefined && Number.isFinite(result) ? result : undefined;
    },
  };
}
