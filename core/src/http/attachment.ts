/** `Content-Disposition` of a file to save (RFC 6266, RFC 5987): the name as it is for whoever reads UTF-8, without diacritics for others. Nothing in a name can end the header or leave the folder. */
export function attachment(name: string): string {
  const safe = name
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}"'*/:<>?\\|%;=]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const shown = [...safe].slice(0, 150).join('') || 'data';
  const plain = shown
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, (letter) => (letter === 'đ' ? 'd' : 'D'))
    .replace(/[^\x20-\x7e]/g, '_');
  const encoded = encodeURIComponent(shown).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
