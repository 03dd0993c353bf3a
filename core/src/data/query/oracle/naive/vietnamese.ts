// The Vietnamese alphabet as it is taught, letter by letter: each line a letter without tone and with huyền, hỏi, ngã, sắc, nặng.
const alphabet = [
  'aàảãáạ',
  'ăằẳẵắặ',
  'âầẩẫấậ',
  'b',
  'c',
  'd',
  'đ',
  'eèẻẽéẹ',
  'êềểễếệ',
  'f',
  'g',
  'h',
  'iìỉĩíị',
  'j',
  'k',
  'l',
  'm',
  'n',
  'oòỏõóọ',
  'ôồổỗốộ',
  'ơờởỡớợ',
  'p',
  'q',
  'r',
  's',
  't',
  'uùủũúụ',
  'ưừửữứự',
  'v',
  'w',
  'x',
  'yỳỷỹýỵ',
  'z',
];
const plain: { readonly [letter: string]: string } = { ă: 'a', â: 'a', đ: 'd', ê: 'e', ô: 'o', ơ: 'o', ư: 'u' };
const afterZ = 1000;

interface Place {
  /** Digits and signs stand before the letters, what is no letter of ours after them. */
  readonly letter: number;
  readonly tone: number;
  readonly base: string;
}

function placeOf(letter: string): Place {
  for (const [index, line] of alphabet.entries()) {
    const tone = [...line].indexOf(letter);
    const base = line[0] ?? '';
    if (tone >= 0) return { letter: 500 + index, tone, base: plain[base] ?? base };
  }
  const code = letter.codePointAt(0) ?? 0;
  return { letter: code < 0x61 ? code : afterZ + code, tone: 0, base: letter };
}

const known = new Map<string, Place>();

function lettersOf(text: string): Place[] {
  return [...text.normalize('NFC').toLowerCase()].map((letter) => {
    const place = known.get(letter) ?? placeOf(letter);
    known.set(letter, place);
    return place;
  });
}

/** As a Vietnamese dictionary sorts: all letters first, then the tones from the left; case does not count. */
export function compareVietnamese(a: string, b: string): number {
  const [x, y] = [lettersOf(a.trim()), lettersOf(b.trim())];
  for (const of of ['letter', 'tone'] as const) {
    for (let index = 0; index < Math.max(x.length, y.length); index++) {
      const difference = (x[index]?.[of] ?? 0) - (y[index]?.[of] ?? 0);
      if (difference !== 0) return difference;
    }
  }
  return 0;
}

/** As typed without any diacritics, in small letters, with single spaces. */
export function bare(text: string): string {
  return lettersOf(text)
    .map(({ base }) => base)
    .join('')
    .split(/\s+/)
    .filter((word) => word !== '')
    .join(' ');
}
