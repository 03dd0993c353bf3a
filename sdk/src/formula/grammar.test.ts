import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import peggy from 'peggy';
import { expect, test } from 'vitest';

const head = `// Generated from grammar.peggy; grammar.test.ts compares the two. Do not edit.
// @ts-nocheck
`;
const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

// After a change of the grammar: HAIDANG_GENERATE=1 npx vitest run --project node sdk/src/formula/grammar.test.ts
test('the parser that is checked in is the one of the grammar', () => {
  const parser = head + peggy.generate(readFileSync(beside('./grammar.peggy'), 'utf8'), { output: 'source', format: 'es' });
  if (process.env.HAIDANG_GENERATE) writeFileSync(beside('./grammar.generated.ts'), parser);
  expect(readFileSync(beside('./grammar.generated.ts'), 'utf8')).toBe(parser);
});
