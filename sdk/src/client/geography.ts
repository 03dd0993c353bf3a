import type { Catalog } from '../catalog.ts';
import type { Geography } from '../geography.ts';

interface Asking {
  catalog(): Promise<Catalog>;
  ask(): Promise<Geography>;
}

/** Shapes of the centre, asked once for each version of its catalogue. What has not changed stays the same object, so that maps need not draw again. */
export function geographyOf({ catalog, ask }: Asking): () => Promise<Geography> {
  let known: { readonly catalog: string; readonly answer: Promise<Geography> } | undefined;

  const askAgain = async (last: Promise<Geography> | undefined): Promise<Geography> => {
    const [before, now] = await Promise.all([last?.catch(() => undefined), ask()]);
    return before?.version === now.version ? before : now;
  };

  return async () => {
    const { version } = await catalog();
    if (known?.catalog === version) return known.answer;
    const asked = { catalog: version, answer: askAgain(known?.answer) };
    known = asked;
    asked.answer.catch(() => {
      if (known === asked) known = undefined;
    });
    return asked.answer;
  };
}
