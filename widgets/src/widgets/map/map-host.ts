import type { WidgetContext } from '@haidang/sdk';
import type { MapOptions } from './definition.ts';
import type { StageOwner } from './drawing/stage.ts';
import type { Sheet } from './sheet.ts';

/** What the parts of a map ask of the widget that they belong to. */
export interface MapHost extends StageOwner {
  readonly options: MapOptions;
  readonly heading: string;
  readonly context: WidgetContext;
  /** What was drawn last. */
  readonly sheet: Sheet | undefined;
  /** Pixels of a design pixel. */
  readonly px: number;
}
