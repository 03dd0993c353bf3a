// No I, L, O, U, 0 and 1: nobody mistakes a letter read out on the telephone.
const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const size = 30n ** 8n;
// Coprime to 30, so that different numbers give different codes.
const stride = 387_420_511_337n;

/** A code that cannot be guessed from the one before, with a check letter at the end: "PT-7K4M-Q2WX-9". Different numbers below 30⁸ give different codes. */
export function codeOf(prefix: string, number: number): string {
  let rest = Number((BigInt(number) * stride) % size);
  let text = '';
  let sum = 0;
  for (let place = 1; place <= 8; place++) {
    const digit = rest % 30;
    rest = Math.floor(rest / 30);
    text += letters[digit];
    sum += digit * place;
    if (place === 4) text += '-';
  }
  return `${prefix}-${text}-${letters[sum % 30]}`;
}
