import type { Figure, Length, Right, Test, Tree } from './tree.ts';

const token =
  /\s+|'(?:[^']|'')*'|\d+(?:\.\d+)?(?:min|mo|[smhdwy])?|[a-z][a-z0-9-]*\/[a-z][a-z0-9_.]*|[a-z][a-z0-9_.]*|<=|>=|!=|[-+*/()[\],<>=]/gy;
const functions = new Set(['count', 'distinct', 'latest', 'sum', 'avg', 'median', 'p90', 'min', 'max']);
const lengths = new Set(['hours', 'whours', 'minutes', 'seconds', 'days']);
const signs = new Set(['=', '!=', '<', '<=', '>', '>=']);

/** Reads a formula of a plugin word by word; `owners` gives the dataset that the rows of a time between two are of. */
export function readFormula(text: string, plugin: string, owners: (from: string, to: string) => string): Tree {
  return new Reader(text, plugin, owners).formula();
}

class Reader {
  readonly #words: readonly string[];
  readonly #plugin: string;
  readonly #owners: (from: string, to: string) => string;
  #at = 0;

  constructor(text: string, plugin: string, owners: (from: string, to: string) => string) {
    const words: string[] = [...text.matchAll(token)].map(([word]) => word);
    if (words.join('') !== text) throw new Error(`cannot read ${text} behind ${words.join('')}`);
    this.#words = words.filter((word) => word.trim() !== '');
    this.#plugin = plugin;
    this.#owners = owners;
  }

  formula(): Tree {
    const tree = this.#sum();
    if (this.#at < this.#words.length) throw new Error(`too much: ${this.#words.slice(this.#at).join(' ')}`);
    return tree;
  }

  #next(): string {
    return this.#words[this.#at] ?? '';
  }

  #take(wanted?: string): string {
    const word = this.#next();
    if (word === '' || (wanted !== undefined && word !== wanted)) throw new Error(`${word} instead of ${wanted ?? 'a word'}`);
    this.#at++;
    return word;
  }

  #skip(word: string): boolean {
    if (this.#next() !== word) return false;
    this.#at++;
    return true;
  }

  #sum(): Tree {
    let left = this.#product();
    for (let sign = this.#next(); sign === '+' || sign === '-'; sign = this.#next()) {
      this.#take();
      left = { kind: 'sum', sign, left, right: this.#product() };
    }
    return left;
  }

  #product(): Tree {
    let left = this.#factor();
    for (let sign = this.#next(); sign === '*' || sign === '/'; sign = this.#next()) {
      this.#take();
      left = { kind: 'sum', sign, left, right: this.#factor() };
    }
    return left;
  }

  #factor(): Tree {
    const word = this.#take();
    if (word === '(') {
      const tree = this.#sum();
      this.#take(')');
      return tree;
    }
    if (/^\d/.test(word)) return { kind: 'number', value: Number(word) };
    if (functions.has(word) && this.#next() === '(') return this.#figure(word);
    if (!this.#skip('(')) return { kind: 'word', name: word };
    const argument = this.#take();
    this.#take(')');
    return word === 'indicator' ? { kind: 'other', indicator: this.#qualified(argument) } : { kind: 'word', name: word };
  }

  #figure(fn: string): Figure {
    this.#take('(');
    const word = this.#take();
    const of = lengths.has(word) && this.#next() === '(' ? this.#length(word) : word;
    const where = this.#skip('where') ? this.#condition() : undefined;
    this.#take(')');
    if (typeof of === 'object') return { kind: 'figure', fn, of, dataset: this.#owners(of.from, of.to), ...(where && { where }) };
    if (fn === 'count') return { kind: 'figure', fn, dataset: this.#qualified(of), ...(where && { where }) };
    const dot = of.lastIndexOf('.');
    return { kind: 'figure', fn, dataset: this.#qualified(of.slice(0, dot)), of: of.slice(dot + 1), ...(where && { where }) };
  }

  #length(unit: string): Length {
    this.#take('(');
    const from = this.#take();
    this.#take(',');
    const to = this.#take();
    this.#take(')');
    return { unit, from, to };
  }

  #condition(): Test {
    const first = this.#test();
    const joint = this.#next();
    if (joint !== 'and' && joint !== 'or') return first;
    const of = [first];
    while (this.#skip(joint)) of.push(this.#test());
    if (this.#next() === 'and' || this.#next() === 'or') throw new Error('and and or without parentheses');
    return { kind: joint, of };
  }

  #test(): Test {
    if (this.#skip('(')) {
      const test = this.#condition();
      this.#take(')');
      return test;
    }
    const left = this.#take();
    if (this.#next() === '(') {
      if (lengths.has(left)) return { kind: 'compare', left: this.#length(left), sign: this.#take(), right: this.#right() };
      this.#take('(');
      const argument = this.#take();
      this.#take(')');
      return { kind: 'helper', name: left, argument };
    }
    if (signs.has(this.#next())) return { kind: 'compare', left, sign: this.#take(), right: this.#right() };
    const not = this.#skip('not');
    if (this.#skip('empty')) return { kind: 'empty', left, not };
    if (!this.#skip('in')) return { kind: 'true', left };
    if (!this.#skip('[')) return { kind: 'during', left, not, period: this.#take() };
    const values: (string | number)[] = [];
    do values.push(literal(this.#take()) as string | number);
    while (this.#skip(','));
    this.#take(']');
    return { kind: 'in', left, not, values };
  }

  #right(): Right {
    if (this.#skip('-')) return { value: -Number(this.#take()) };
    const word = this.#take();
    const value = literal(word);
    if (value !== undefined) return { value };
    const sign = this.#next();
    if (sign !== '+' && sign !== '-') return { name: word };
    this.#take();
    const [, amount = '', unit = ''] = /^([\d.]+)([a-z]*)$/.exec(this.#take()) ?? [];
    return { name: word, plus: { by: Number(sign + amount), unit } };
  }

  #qualified(name: string): string {
    return name.includes('/') ? name : `${this.#plugin}/${name}`;
  }
}

function literal(word: string): string | number | boolean | undefined {
  if (word.startsWith("'")) return word.slice(1, -1).replaceAll("''", "'");
  if (/^\d/.test(word)) return Number(word);
  return word === 'true' ? true : word === 'false' ? false : undefined;
}
