import { describe, expect, it } from '@jest/globals';
import { namesAHost } from './names-a-host.js';

describe('the header Host', () => {
  it.each([
    undefined,
    '',
    'localhost',
    '127.0.0.1:8081',
    '[::1]:80',
    'a_b.example',
    'xn--bcher-kva',
  ])('%p names a host, or leaves it open', (host) => {
    expect([namesAHost(host), namesAHost(host)]).toEqual([true, true]);
  });

  it.each(['a b', '[::', 'a:99999999', '%', '@', 'a@b', 'a/b', 'a?b', 'a#b', 'a\\b', ':80'])(
    '%p names none',
    (host) => {
      expect(namesAHost(host)).toBe(false);
    },
  );
});
