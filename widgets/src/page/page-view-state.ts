import type { Profile, Time } from '@haidang/sdk';
import type { VarScalars } from '@haidang/sdk/client';

/** What the viewer of a page has chosen, and on what screen. */
export interface PageViewState {
  /** The page's period: chosen, else the page's own. */
  readonly time?: Time;
  readonly vars: VarScalars;
  readonly locale: string;
  readonly theme: 'dark' | 'light';
  readonly profile: Profile;
}
