import { expect, test } from 'vitest';
import { health } from '../samples/overview-page.ts';
import { resolvePage } from './resolve-page.ts';

test('what is wrong with a page is said as problems, with path and time, in the language asked for', () => {
  const since = '2026-11-21T14:32:07+07:00';
  const { page, problems } = resolvePage({ page: health, since });
  expect(problems).toEqual([
    {
      of: 'page:pg_k3n8x2qa',
      code: 'template-missing',
      message: '/base/template: chưa có mẫu trang "health/overview"; hãy cài phân hệ có mẫu này',
      since,
    },
  ]);
  expect(page.widgets).toHaveProperty('w_beds');
  expect(resolvePage({ page: health, since, language: 'en' }).problems[0]?.message).toBe(
    '/base/template: the page template "health/overview" is not there; install the plugin that has it',
  );
});
