import { HaidangError, type ResolvedPage } from '@haidang/sdk';
import type { Client } from '@haidang/sdk/client';
import { describe, expect, test } from 'vitest';
import { openPage } from './page-loader.ts';

const open = (page: () => Promise<ResolvedPage>, locale = 'vi') => openPage({ page } as unknown as Client, 'x', locale);
const refuse = (error: Error) => async () => {
  throw error;
};

describe('opening a page', () => {
  test('a page that is there is a page', async () => {
    const resolved = { page: {}, problems: [] } as unknown as ResolvedPage;
    expect(await open(async () => resolved)).toEqual({ kind: 'page', resolved });
  });

  test('a broken document lists every wrong path, the sentence in the language of the reader', async () => {
    const faults = [
      { path: '/widgets/w_a/rank', code: 'missing', details: {}, message: 'thiếu' },
      { path: '', code: 'wrong-type', details: { expected: ['object'] }, message: 'phải là object' },
    ];
    const lines = async (locale: string) => {
      const opened = await open(refuse(new HaidangError('validation-failed', { faults })), locale);
      return opened.kind === 'broken' ? opened.lines : undefined;
    };
    expect(await lines('vi')).toEqual([
      { path: '/widgets/w_a/rank', text: 'thiếu' },
      { path: '', text: 'phải là object' },
    ]);
    expect(await lines('en')).toEqual([
      { path: '/widgets/w_a/rank', text: 'is missing' },
      { path: '', text: 'must be object' },
    ]);
  });

  test('problems whose message begins with the path are listed too', async () => {
    const problems = [
      { of: 'page:x', code: 'document-invalid', message: '/vars/Ward: tên không đúng dạng', since: '' },
      { of: 'page:x', code: 'document-broken', message: 'Unexpected end of JSON input', since: '' },
    ];
    expect(await open(refuse(new HaidangError('validation-failed', { problems })))).toEqual({
      kind: 'broken',
      lines: [
        { path: '/vars/Ward', text: 'tên không đúng dạng' },
        { path: '', text: 'Unexpected end of JSON input' },
      ],
    });
  });

  test('a page that is not there, and a server that is not there, are told apart', async () => {
    expect(await open(refuse(new HaidangError('not-found')))).toMatchObject({ title: 'Không có trang này', mayRetry: false });
    expect(await open(refuse(new TypeError('fetch failed')))).toMatchObject({ title: 'Không liên lạc được với máy chủ', mayRetry: true });
    expect(await open(refuse(new HaidangError('forbidden')), 'en')).toMatchObject({
      title: 'The page could not be opened',
      mayRetry: true,
    });
  });
});
