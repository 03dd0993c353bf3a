import { fold } from '@haidang/sdk';
import type { Unit, UnitLevel, UnitType } from '../units.ts';

/** Words before the name of a unit, short ones only with their dot, or before a space; by what they may mean. */
const typeWords: readonly (readonly [word: string, types: readonly UnitType[]])[] = [
  ['thành phố', ['thanh_pho_tw', 'thanh_pho_tinh', 'thanh_pho_thuoc_tp']],
  ['tp', ['thanh_pho_tw', 'thanh_pho_tinh', 'thanh_pho_thuoc_tp']],
  ['tỉnh', ['tinh']],
  ['t', ['tinh']],
  ['quận', ['quan']],
  ['q', ['quan']],
  ['huyện', ['huyen']],
  ['h', ['huyen']],
  ['thị xã', ['thi_xa']],
  ['tx', ['thi_xa']],
  ['thị trấn', ['thi_tran']],
  ['tt', ['thi_tran']],
  ['phường', ['phuong']],
  ['p', ['phuong']],
  ['xã', ['xa']],
  ['x', ['xa']],
  ['đặc khu', ['dac_khu']],
  ['đk', ['dac_khu']],
];

const tones: ReadonlyMap<string, string> = new Map([
  ['\u0300', '1'],
  ['\u0309', '2'],
  ['\u0303', '3'],
  ['\u0301', '4'],
  ['\u0323', '5'],
]);

/** A name as it is compared: NFC and NFD, case, spaces, hyphens and the place of a tone mark do not count ("hoà" = "hòa", "thuỷ" = "thủy"), the tone itself does; numbers lose their leading zeros. */
export function nameKey(name: string): string {
  const words = name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[’ʼ‘`´]/g, "'")
    .split(/[\s\-–—,]+/)
    .filter((word) => word !== '');
  return words
    .map((word) => {
      let tone = '';
      let plain = '';
      for (const letter of word) {
        const found = tones.get(letter);
        if (found === undefined) plain += letter;
        else tone += found;
      }
      return (plain + tone).normalize('NFC').replace(/^0+(?=\d)/, '');
    })
    .join(' ');
}

/** A name taken apart: as it is compared, without the word for its type, and what that word can mean. */
export interface UnitName {
  readonly whole: string;
  readonly base: string;
  readonly types?: readonly UnitType[];
}

// Single letters only with a dot or before a number: a name may begin with one.
const prefixes = typeWords.map(([word, types]) => {
  const key = nameKey(word);
  const short = word.length === 1 ? '(?:\\s*\\.\\s*|(?=\\d))' : '(?:\\s*\\.\\s*|\\s+|(?=\\d))';
  const isShort = word.length <= 2 && word !== 'xã';
  return { key, types, ...(isShort && { short: new RegExp(`^${word}${short}(\\S.*)$`, 'iu') }) };
});

/** Takes the word for the type off a name: "TX. Hương Trà" → "hương trà". Case does not count: "xã Bắc Sơn". */
export function unitName(name: string): UnitName {
  const text = name.normalize('NFC').trim();
  const whole = nameKey(text);
  for (const { key, types, short } of prefixes) {
    const rest = short ? short.exec(text)?.[1] : whole.startsWith(`${key} `) ? whole.slice(key.length + 1) : undefined;
    if (rest !== undefined) return { whole, base: short ? nameKey(rest) : rest, types };
  }
  return { whole, base: whole };
}

const plainTypes = new RegExp(
  `^(?:${typeWords
    .map(([word]) => fold(word))
    .filter((word) => word.length > 1)
    .join('|')})\\.? +`,
);

/** A name without the numbers of its tones. */
function plainName(base: string): string {
  return base.replace(/(?<=\p{L})[1-5](?= |$)/gu, '');
}

/** The units that names are looked up in. */
export interface UnitLists {
  get(key: string): Unit | undefined;
  /** Units in force on a day. */
  inForce(day: string): readonly Unit[];
}

/** Units in force on a day by name. */
export class UnitNames {
  readonly #units: UnitLists;
  readonly #names = new Map<string, UnitName>();
  readonly #lists = new Map<string, ReadonlyMap<string, readonly Unit[]>>();

  constructor(units: UnitLists) {
    this.#units = units;
  }

  /** Finds the unit that a name means among those in force on a day and below all of the others that are named; else those that may be meant. */
  find({ name, within, day, level }: UnitByName): Unit | { readonly candidates: readonly Unit[] } {
    const wanted = unitName(name);
    const fits = (unit: Unit) => (level === undefined || unit.level === level) && this.#liesIn(unit, within);
    const list = this.#list(day);
    const same = [...new Set([...(list.get(wanted.base) ?? []), ...(list.get(wanted.whole) ?? [])])].filter(fits);
    const [unit, ...others] = this.#best(same, wanted);
    if (unit && others.length === 0) return unit;
    if (unit) return { candidates: [unit, ...others] };
    const alike = this.#alike(name, day).filter((each) => level === undefined || each.level === level);
    const below = alike.filter(fits);
    // Typed without marks, a name that only one unit can have is that one.
    if (below.length === 1 && below[0] && fold(name) === name.trim().toLowerCase().replace(/\s+/g, ' ')) return below[0];
    return { candidates: below.length > 0 ? below : alike };
  }

  /** Units whose names have the same letters, whatever their marks. */
  #alike(name: string, day: string): readonly Unit[] {
    const whole = fold(name);
    const wanted = new Set([whole, whole.replace(plainTypes, ''), fold(plainName(unitName(name).base))]);
    const all = new Set([...this.#list(day).values()].flat());
    return [...all].filter((unit) => wanted.has(fold(plainName(this.#nameOf(unit).base))));
  }

  /** Of units with one name those of the type that is said: one of another type may be another place. */
  #best(units: readonly Unit[], wanted: UnitName): readonly Unit[] {
    const exact = units.filter((unit) => this.#nameOf(unit).whole === wanted.whole);
    if (exact.length > 0) return exact;
    const { types } = wanted;
    if (!types) return units;
    return units.filter((unit) => {
      const own = unit.type ? [unit.type] : this.#nameOf(unit).types;
      return own === undefined || own.some((type) => types.includes(type));
    });
  }

  #liesIn(unit: Unit, within: readonly string[]): boolean {
    const above = this.#above(unit);
    return within.every((text) => {
      const wanted = unitName(text);
      return above.some((each) => {
        const { base, whole } = this.#nameOf(each);
        return each.key === text || each.code === text || base === wanted.base || base === wanted.whole || whole === wanted.base;
      });
    });
  }

  #above(unit: Unit): readonly Unit[] {
    const found: Unit[] = [];
    for (let key = unit.parent; key !== undefined && found.length < 5; ) {
      const parent = this.#units.get(key);
      if (!parent) break;
      found.push(parent);
      key = parent.parent;
    }
    return found;
  }

  #nameOf(unit: Unit): UnitName {
    const known = this.#names.get(unit.key);
    if (known) return known;
    const name = unitName(unit.title.vi);
    this.#names.set(unit.key, name);
    return name;
  }

  #list(day: string): ReadonlyMap<string, readonly Unit[]> {
    const known = this.#lists.get(day);
    if (known) return known;
    const list = new Map<string, Unit[]>();
    for (const unit of this.#units.inForce(day)) {
      const { base, whole } = this.#nameOf(unit);
      for (const name of new Set([base, whole])) list.set(name, [...(list.get(name) ?? []), unit]);
    }
    this.#lists.set(day, list);
    return list;
  }
}

/** A unit that is named, not coded. */
export interface UnitByName {
  readonly name: string;
  /** Names or codes of units that it lies in. */
  readonly within: readonly string[];
  /** The version: units in force on that day ("2025-07-01"). */
  readonly day: string;
  readonly level?: UnitLevel;
}
