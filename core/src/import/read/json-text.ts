import type { Json } from '@haidang/sdk';

// Strings are taken too, so that nothing inside them is meant.
const tokens = /"(?:[^"\\]|\\.)*"|(?<![\w.])(-?)(NaN|Infinity)(?!\w)/g;
const mark = '\u0000';

/** Parses JSON, and the NaN and Infinity that some programs write into it: they become the numbers that are none, for the reader of the field to refuse. Throws `SyntaxError`. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    const marked = text.replace(tokens, (token, sign: string, name: string) => (name ? JSON.stringify(`${mark}${sign}${name}`) : token));
    if (marked === text) throw error;
    return JSON.parse(marked, (_, value: Json) => (typeof value === 'string' && value[0] === mark ? Number(value.slice(1)) : value));
  }
}

/** Whether arrays and objects stand more than so many deep in each other. */
export function isDeeper(value: Json | undefined, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => isDeeper(inner, depth - 1));
}
