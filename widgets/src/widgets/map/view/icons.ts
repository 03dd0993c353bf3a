import { html, type TemplateResult } from 'lit';
import layers from 'lucide-static/icons/layers.svg?raw';
import list from 'lucide-static/icons/list.svg?raw';
import locate from 'lucide-static/icons/locate.svg?raw';
import minus from 'lucide-static/icons/minus.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { onePath } from '../../../icons/one-path.ts';

const paths = {
  layers: onePath(layers),
  list: onePath(list),
  locate: onePath(locate),
  minus: onePath(minus),
  plus: onePath(plus),
  x: onePath(x),
} as const;

export type MapIcon = keyof typeof paths;

/** An icon of the map's controls in the colour of the text. */
export function mapIcon(name: MapIcon): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${paths[name]}></path></svg>`;
}
