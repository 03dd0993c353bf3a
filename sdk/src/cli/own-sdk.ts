import { fileURLToPath } from 'node:url';

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

function file(path: string): string {
  return fileURLToPath(new URL(`../${path}.${extension}`, import.meta.url));
}

/** What a plugin imports as the sdk is the sdk that builds it. */
export const ownSdk = [{ find: /^@haidang\/sdk$/, replacement: file('index') }];
