export const usage: string;
export function readOptions(given: string[]): {
  page: string[];
  only: string[];
  out: string;
  server?: string | undefined;
  docs: boolean;
};
