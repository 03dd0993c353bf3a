import { placeIn } from '../../place-in.ts';
import type { Box } from '../geometry/plane.ts';

/** Boxes of the list, the controls and the like, in pixels of the stage that they stand over. */
export function takenOn(stage: HTMLElement): readonly Box[] {
  return [...stage.querySelectorAll('.corner, .controls, .base')].map((element) => {
    const box = element.getBoundingClientRect();
    const [left, top] = placeIn(stage, { clientX: box.left, clientY: box.top });
    const [right, bottom] = placeIn(stage, { clientX: box.right, clientY: box.bottom });
    return { left, top, right, bottom };
  });
}
