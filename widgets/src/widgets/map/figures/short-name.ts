const kinds = /^(?:phường|xã|thị trấn|đặc khu|thành phố|thị xã|tỉnh|quận|huyện)\s+(?=\p{L})/iu;
const englishKinds = /(?<=\p{L})\s+(?:ward|commune|township|special zone|city|town|province|district)$/iu;
const shortened: readonly (readonly [RegExp, string])[] = [
  [/^phường\s+/iu, 'P. '],
  [/^thành phố\s+/iu, 'TP. '],
  [/^thị trấn\s+/iu, 'TT. '],
  [/^thị xã\s+/iu, 'TX. '],
  [/^huyện\s+/iu, 'H. '],
  [/^quận\s+/iu, 'Q. '],
];

/** Name of a unit without its kind, to stand on a map: "Phường Mũi Né" → "Mũi Né". A number stays whole: "Quận 1". */
export function shortName(name: string): string {
  return name.replace(kinds, '').replace(englishKinds, '');
}

/** Name of a unit with its kind in short, to stand in a list: "Phường Mũi Né" → "P. Mũi Né". */
export function listName(name: string): string {
  for (const [kind, short] of shortened) if (kind.test(name)) return name.replace(kind, short);
  return name;
}
