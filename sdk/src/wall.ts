import type { Priority } from './alert.ts';
import type { Id, PageId, Rank } from './ids.ts';
import type { Condition, VarValues } from './page.ts';
import type { L10n } from './schema.ts';
import type { Cells } from './widget.ts';

/** A video wall: canvas, zones with playlists of pages, and what takes it over. */
export interface Wall {
  readonly kind: 'wall';
  readonly format: 1;
  readonly id: Id<'wl'>;
  readonly title: L10n;
  /** Pixels, pixel pitch and distance of the farthest seat (millimetres, metres), cells of the wall and width of their bezels. */
  readonly canvas: {
    readonly px: readonly [width: number, height: number];
    readonly pitchMm: number;
    readonly farM: number;
    readonly cells?: Cells;
    readonly bezelPx?: number;
  };
  readonly zones: {
    readonly [id: Id<'zn'>]: {
      readonly rect: readonly [x: number, y: number, w: number, h: number];
      readonly playlist: Id<'pl'>;
      readonly pinnable?: boolean;
    };
  };
  readonly playlists: {
    readonly [id: Id<'pl'>]: {
      readonly items: {
        readonly [id: Id<'it'>]: {
          readonly rank: Rank;
          readonly page: PageId;
          readonly vars?: VarValues;
          readonly seconds: number;
          readonly show?: Condition;
        };
      };
    };
  };
  readonly takeover: {
    readonly [name: string]: {
      readonly page: PageId;
      readonly zones: 'all' | readonly Id<'zn'>[];
      readonly from?: Priority;
      readonly seconds: number;
      readonly automatic?: boolean;
    };
  };
  readonly screen: {
    readonly watchdogSeconds: number;
    readonly dailyRestart: string;
    readonly pixelShift: boolean;
    readonly dim?: { readonly from: string; readonly to: string; readonly level: number };
  };
}
