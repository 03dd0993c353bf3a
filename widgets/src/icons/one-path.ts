const shape = /<(path|circle|ellipse|rect|line|polyline|polygon)\b([^>]*)>/g;
const attribute = /([\w-]+)="([^"]*)"/g;
const relativeStart = /^m\s*(-?[\d.]+)[\s,]*(-?[\d.]+)\s*(.*)$/s;

/** One SVG path for all shapes of a lucide icon: an icon is then one string that any template can draw. */
export function onePath(svg: string): string {
  const parts: string[] = [];
  for (const [, tag, text] of svg.matchAll(shape)) {
    const at = new Map<string, string>();
    for (const [, name = '', value = ''] of (text ?? '').matchAll(attribute)) at.set(name, value);
    parts.push(tag === 'path' ? absoluteStart(at.get('d') ?? '') : outline(tag ?? '', at));
  }
  return parts.join('');
}

/** A leading `m` counts from the end of the shape before it once the paths are joined. */
function absoluteStart(path: string): string {
  const found = relativeStart.exec(path);
  if (!found) return path;
  const [, x, y, rest = ''] = found;
  return `M${x} ${y}${/^[\d.-]/.test(rest) ? `l${rest}` : rest}`;
}

function outline(tag: string, at: ReadonlyMap<string, string>): string {
  const of = (name: string, otherwise = 0) => Number(at.get(name) ?? otherwise);
  if (tag === 'circle') return ellipse(of('cx'), of('cy'), of('r'), of('r'));
  if (tag === 'ellipse') return ellipse(of('cx'), of('cy'), of('rx'), of('ry'));
  if (tag === 'line') return `M${of('x1')} ${of('y1')}L${of('x2')} ${of('y2')}`;
  if (tag === 'rect') return box(of('x'), of('y'), of('width'), of('height'), of('rx', of('ry')));
  return `M${at.get('points') ?? ''}${tag === 'polygon' ? 'Z' : ''}`;
}

function ellipse(cx: number, cy: number, rx: number, ry: number): string {
  return `M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0Z`;
}

function box(x: number, y: number, w: number, h: number, r: number): string {
  const corner = (dx: number, dy: number) => (r ? `a${r} ${r} 0 0 1 ${dx} ${dy}` : '');
  return `M${x + r} ${y}h${w - 2 * r}${corner(r, r)}v${h - 2 * r}${corner(-r, r)}h${2 * r - w}${corner(-r, -r)}v${2 * r - h}${corner(r, -r)}Z`;
}
