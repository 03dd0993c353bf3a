import { expect, test } from 'vitest';
import { destinationOf } from './destination.ts';

const origin = 'https://ioc.example.gov.vn';

test.each([
  ['https://chinhphu.vn/van-ban', 'https://chinhphu.vn/van-ban', true],
  ['HTTP://EXAMPLE.VN', 'http://example.vn/', true],
  ['mailto:trucban@example.gov.vn', 'mailto:trucban@example.gov.vn', false],
  ['tel:113', 'tel:113', false],
  ['/', '/', false],
  ['/page/toan-canh?time=today', '/page/toan-canh?time=today', false],
  [`${origin}/page/toan-canh`, '/page/toan-canh', false],
])('%s is a place that a text may lead to', (address, href, isOutside) => {
  expect(destinationOf(address, origin)).toEqual({ href, isOutside });
});

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'blob:https://ioc.example.gov.vn/1',
  'file:///etc/passwd',
  'about:blank',
  'ftp://example.vn/',
  '//evil.example/',
  '/\\evil.example/',
  '\\\\evil.example',
  'https://chinhphu.vn@evil.example/',
  'http://',
  '/api/records/field-reports/report',
  '/page/../api/health',
  'page',
  '#a',
  '',
])('%j leads nowhere', (address) => {
  expect(destinationOf(address, origin)).toBeUndefined();
});
