import { css } from 'lit';

/** A window from this size on, in CSS pixels, is a wall: a screen of four thousand points that nobody scaled hangs where people sit far from it. */
export const wallFrom = { width: 3200, height: 1700 } as const;

/** Condition of a media query: the window is a wall. */
export const onWall = css`(min-width: ${wallFrom.width}px) and (min-height: ${wallFrom.height}px)`;

/** What a host declares to be drawn for a wall: everything twice as big, and no letter smaller than 14 of its points. */
export const wallScale = css`
  zoom: 2;
  --ioc-fs-1: 14px;
  --ioc-fs-2: 15.2px;
  --ioc-fs-3: 16px;
  --ioc-fs-4: 18px;
`;
