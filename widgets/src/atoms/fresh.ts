import { css } from 'lit';

/** Remembers what was shown under each name, to tell a value that changed from one that is new or the same. */
export class Freshness {
  readonly #shown = new Map<string, { readonly text: string; readonly isFresh: boolean }>();

  /** Whether the text under this name is other than the one before; the first is not. Stays so until the next change. */
  isFresh(name: string, text: string): boolean {
    const before = this.#shown.get(name);
    if (before?.text === text) return before.isFresh;
    const isFresh = before !== undefined;
    this.#shown.set(name, { text, isFresh });
    return isFresh;
  }
}

/** A changed value is underlined for two seconds. Key the element by its text, so that each change starts anew. */
export const freshStyles = css`
  .fresh {
    animation: fresh 2s step-end 1 both;
  }
  @keyframes fresh {
    0% {
      box-shadow: 0 2px var(--ioc-accent);
    }
    100% {
      box-shadow: none;
    }
  }
`;
