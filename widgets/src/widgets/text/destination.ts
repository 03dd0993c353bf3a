/** Where a link of a text leads: another site, a person, or a page of the centre. */
export interface Destination {
  readonly href: string;
  readonly isOutside: boolean;
}

const persons: readonly string[] = ['mailto:', 'tel:'];
const sites: readonly string[] = ['http:', 'https:'];
const page = /^\/(?:$|page\/)/;

/** Where an address leads; none for addresses that are no site, mail, telephone number or page of the centre. */
export function destinationOf(address: string, origin: string): Destination | undefined {
  const isPath = address.startsWith('/');
  const url = parsed(address, isPath ? origin : undefined);
  if (!url) return undefined;
  if (url.origin === origin) return page.test(url.pathname) ? { href: `${url.pathname}${url.search}`, isOutside: false } : undefined;
  // Browsers read "//" and "/\\" as the begin of another host.
  if (isPath) return undefined;
  if (persons.includes(url.protocol)) return { href: url.href, isOutside: false };
  return sites.includes(url.protocol) && url.username === '' && url.password === '' ? { href: url.href, isOutside: true } : undefined;
}

function parsed(address: string, base: string | undefined): URL | undefined {
  try {
    return new URL(address, base);
  } catch {
    return undefined;
  }
}
