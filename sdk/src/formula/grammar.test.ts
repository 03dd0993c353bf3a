import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import peggy from 'peggy';
import { expect, test } from 'vitest';

const head = (name: string) => `// Generated from ${name}.peggy; grammar.test.ts compares the two. Do not edit.
// @ts-nocheck
`;
const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

// After a change of a grammar: HAIDANG_GENERATE=1 npx vitest run --project node sdk/src/formula/grammar.test.ts
test.each(['grammar', 'threshold'])('the parser that is checked in is the one of %s.peggy', (name) => {
  const parser = `${head(name)}${peggy.generate(readFileSync(beside(`./${name}.peggy`), 'utf8'), { output: 'source', format: 'es' })}`;
  if (process.env.HAIDANG_GENERATE) writeFileSync(beside(`./${name}.generated.ts`), parser);
  expect(readFileSync(beside(`./${name}.generated.ts`), 'utf8')).toBe(parser);
});
