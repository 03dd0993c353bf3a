const marks = /[\u0300-\u036f]/g;

/** Text without case, diacritics and repeated spaces, as people type it in a search box: "Phường Mũi Né" → "phuong mui ne", "Đà Nẵng" → "da nang". Accepts NFC and NFD. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(marks, '').toLowerCase().replaceAll('đ', 'd').replace(/\s+/g, ' ').trim();
}

const letters = [
  'a',
  'ă',
  'â',
  'b',
  'c',
  'd',
  'đ',
  'e',
  'ê',
  'f',
  'g',
  'h',
  'i',
  'j',
  'k',
  'l',
  'm',
  'n',
  'o',
  'ô',
  'ơ',
  'p',
  'q',
  'r',
  's',
  't',
  'u',
  'ư',
  'v',
  'w',
  'x',
  'y',
  'z',
];
const rank = new Map(letters.map((letter, index) => [letter, String.fromCharCode(0x61 + index)]));
// Tones in the order of the alphabet: none, huyền, hỏi, ngã, sắc, nặng.
const tones = new Map([
  ['\u0300', '1'],
  ['\u0309', '2'],
  ['\u0303', '3'],
  ['\u0301', '4'],
  ['\u0323', '5'],
]);

interface Rank {
  readonly plain: string;
  readonly tone: string;
}

// Text is made of a few hundred letters; each is taken apart once.
const ranks = new Map<string, Rank>();
const mostRanks = 1000;

function rankOf(letter: string): Rank {
  const known = ranks.get(letter);
  if (known) return known;
  const parts = [...letter.normalize('NFD')];
  const tone = parts.reduce((found, part) => tones.get(part) ?? found, '0');
  const base =
    tone === '0'
      ? letter
      : parts
          .filter((part) => !tones.has(part))
          .join('')
          .normalize('NFC');
  const plain = rank.get(base) ?? (base >= '0' && base <= '9' ? base : base === ' ' ? ' ' : base < 'a' ? base : `\u00ff${base}`);
  if (ranks.size < mostRanks) ranks.set(letter, { plain, tone });
  return { plain, tone };
}

/** A key whose plain order of code points is the Vietnamese alphabet (a ă â b … d đ e ê …), letters first, then tones (none, huyền, hỏi, ngã, sắc, nặng). Case does not count. Kept beside text so that every database sorts alike. */
export function sortKey(text: string): string {
  let plain = '';
  let accents = '';
  for (const letter of text.normalize('NFC').toLowerCase()) {
    const found = rankOf(letter);
    plain += found.plain;
    accents += found.tone;
  }
  return `${plain.trim()}\u0001${accents.replace(/0+$/, '')}`;
}
