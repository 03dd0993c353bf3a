import { dateOf, day, localDate } from '../data/query/calendar.ts';

// The lunar calendar of Vietnam: a month begins on the day of the new moon at UTC+7, the eleventh holds the winter solstice, and of thirteen months between two eleventh ones the first in which the sun enters no new sign is a leap month (Decision 121/CP of 8 August 1967).
// Places of sun and moon after J. Meeus, "Astronomical Algorithms" (2nd ed.), ch. 25 and 49.

const radians = Math.PI / 180;
/** Julian day on which 1970-01-01 begins at UTC+7. */
const epoch = 2_440_587.5 - 7 / 24;
const meanMonth = 29.530588861;

/** Local start of the first day of the lunar year that begins in a year. */
export function tetOf(year: number): number {
  return lunarDay(year, 1, 1);
}

/** Year of the Tết that lies nearest to a local time. */
export function yearOfNearestTet(local: number): number {
  const { year } = dateOf(local);
  return [year + 1, year - 1].reduce((a, b) => (Math.abs(tetOf(b) - local) < Math.abs(tetOf(a) - local) ? b : a), year);
}

/** Local start of a day of one of the months 1 to 10, none of them a leap month, of the lunar year that begins in a year. */
export function lunarDay(year: number, month: number, dayOfMonth: number): number {
  const eleventh = eleventhMoon(year - 1);
  const hasLeap = eleventhMoon(year) - eleventh > 12;
  const steps = month + 1;
  return (newMoonDay(eleventh + (hasLeap && steps >= leapStep(eleventh) ? steps + 1 : steps)) + dayOfMonth - 1) * day;
}

/** Number of the new moon with which the month of a year's winter solstice begins. */
function eleventhMoon(year: number): number {
  const lastDay = localDate(year, 12, 31) / day;
  const moon = Math.floor((lastDay + epoch - newMoon(0)) / meanMonth) + 1;
  const onTime = [moon, moon - 1, moon - 2].find((each) => newMoonDay(each) <= lastDay) ?? moon;
  return sector(newMoonDay(onTime)) >= 9 ? onTime - 1 : onTime;
}

/** How many months after an eleventh one the leap month comes. */
function leapStep(eleventh: number): number {
  for (let step = 1; step < 14; step++) if (sector(newMoonDay(eleventh + step)) === sector(newMoonDay(eleventh + step + 1))) return step;
  return Number.POSITIVE_INFINITY;
}

/** Sign of the zodiac, 0 to 11, in which the sun stands when a day begins. */
function sector(days: number): number {
  const t = centuries(days + epoch);
  const mean = 280.46646 + 36_000.76983 * t + 0.0003032 * t * t;
  const anomaly = (357.52911 + 35_999.05029 * t - 0.0001537 * t * t) * radians;
  const centre =
    (1.914602 - 0.004817 * t - 0.000014 * t * t) * Math.sin(anomaly) +
    (0.019993 - 0.000101 * t) * Math.sin(2 * anomaly) +
    0.000289 * Math.sin(3 * anomaly);
  const node = (125.04 - 1934.136 * t) * radians;
  const longitude = mean + centre - 0.00569 - 0.00478 * Math.sin(node);
  return Math.floor((((longitude % 360) + 360) % 360) / 30);
}

/** Day of UTC+7, counted from 1970, on which a new moon falls. */
function newMoonDay(number: number): number {
  return Math.floor(newMoon(number) - epoch);
}

/** Julian day (universal time) of a new moon, counted from that of 6 January 2000. */
function newMoon(k: number): number {
  const t = k / 1236.85;
  const [t2, t3] = [t * t, t * t * t];
  const mean = 2_451_550.09766 + meanMonth * k + 0.00015437 * t2 - 0.00000015 * t3;
  const e = 1 - 0.002516 * t - 0.0000074 * t2;
  const sun = (2.5534 + 29.1053567 * k - 0.0000014 * t2) * radians;
  const moon = (201.5643 + 385.81693528 * k + 0.0107582 * t2 + 0.00001238 * t3) * radians;
  const latitude = (160.7108 + 390.67050284 * k - 0.0016118 * t2 - 0.00000227 * t3) * radians;
  const node = (124.7746 - 1.56375588 * k + 0.0020672 * t2) * radians;
  const of = (amount: number, ...angles: number[]) => amount * Math.sin(angles.reduce((sum, angle) => sum + angle, 0));
  const correction =
    of(-0.4072, moon) +
    of(0.17241 * e, sun) +
    of(0.01608, 2 * moon) +
    of(0.01039, 2 * latitude) +
    of(0.00739 * e, moon, -sun) +
    of(-0.00514 * e, moon, sun) +
    of(0.00208 * e * e, 2 * sun) +
    of(-0.00111, moon, -2 * latitude) +
    of(-0.00057, moon, 2 * latitude) +
    of(0.00056 * e, 2 * moon, sun) +
    of(-0.00042, 3 * moon) +
    of(0.00042 * e, sun, 2 * latitude) +
    of(0.00038 * e, sun, -2 * latitude) +
    of(-0.00024 * e, 2 * moon, -sun) +
    of(-0.00017, node) +
    of(0.000325, (299.77 + 0.107408 * k - 0.009173 * t2) * radians) +
    of(0.000165, (251.88 + 0.016321 * k) * radians) +
    of(0.000164, (251.83 + 26.651886 * k) * radians);
  return mean + correction - lag(2000 + 100 * t) / 86_400;
}

/** Seconds by which the earth's rotation has fallen behind uniform time (F. Espenak, J. Meeus, 2006, for our century). */
function lag(year: number): number {
  const t = year - 2000;
  return 62.92 + 0.32217 * t + 0.005589 * t * t;
}

function centuries(julianDay: number): number {
  return (julianDay - 2_451_545) / 36_525;
}
