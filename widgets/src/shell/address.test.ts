import { describe, expect, test } from 'vitest';
import { addressOf, readAddress } from './address.ts';

const read = (address: string) => readAddress(new URL(address, 'http://127.0.0.1:8080'));

describe('address of a page', () => {
  test('names page, period and variables, and says them again', () => {
    const address = '/page/phan-anh?time=2011-07-01/2011-11-01&v.ward=22918@2025-07-01,22945@2025-07-01';
    const { slug = '', chosen } = read(address);
    expect(slug).toBe('phan-anh');
    expect(chosen).toEqual({ time: { from: '2011-07-01', to: '2011-11-01' }, vars: { ward: ['22918@2025-07-01', '22945@2025-07-01'] } });
    expect(addressOf({ slug }, chosen)).toBe(address);
  });

  test('the root is the home page', () => {
    expect(read('/')).toEqual({ chosen: { vars: {} } });
    expect(read('/?time=today')).toEqual({ chosen: { time: 'today', vars: {} } });
  });

  test('a slug may hold any letter, and a broken escape does no harm', () => {
    expect(read(addressOf({ slug: 'tổng quan' }, { vars: {} })).slug).toBe('tổng quan');
    expect(readAddress({ pathname: '/page/%E0%A4%A', search: '' }).slug).toBe('%E0%A4%A');
  });
});
