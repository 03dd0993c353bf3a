import type { StatusShape } from '../../atoms/status-shape.ts';
import type { Level } from '../level.ts';
import type { Reading } from './reading.ts';
import { say } from './words.ts';

/** What a widget shows in its frame when its figures are not normal. */
export interface Badge {
  readonly shape: StatusShape;
  readonly word: string;
}

/** Shape of a level; green is normal and has none. */
export function shapeOf(level: Level | undefined): StatusShape | undefined {
  if (level === 'red') return 'high';
  return level === 'amber' ? 'caution' : undefined;
}

/** Word of a figure's level; a normal figure has none. */
export function levelWord({ level, field }: Reading, locale: string): string | undefined {
  if (level === 'red') return say(`red.${field.direction ?? 'up'}`, locale);
  return level === 'amber' ? say('amber', locale) : undefined;
}

/** The badge of the worst of several figures. */
export function badgeOf(readings: readonly Reading[], locale: string): Badge | undefined {
  const worst = readings.find(({ level }) => level === 'red') ?? readings.find(({ level }) => level === 'amber');
  const shape = shapeOf(worst?.level);
  const word = worst && levelWord(worst, locale);
  return shape && word !== undefined ? { shape, word } : undefined;
}
