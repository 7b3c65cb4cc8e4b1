import { describe, expect, it } from '@jest/globals';
import {
  ADMINISTRATOR_HEADER,
  isAdministrator,
  PRINCIPAL_HEADER,
  principalOf,
} from './principal.js';

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;

describe('who asks', () => {
  it.each([
    ['nobody who says so', {}, 'anonymous'],
    ['a user of Basic authentication', { authorization: basic('ada:secret:more') }, 'ada'],
    [
      'the same without a password',
      { authorization: basic('ada').replace('Basic', 'basic') },
      'ada',
    ],
    ['a user without a name', { authorization: basic(':secret') }, 'anonymous'],
    ['another scheme', { authorization: 'Bearer abc' }, 'anonymous'],
    ['a scheme that only begins so', { authorization: `Basically ${btoa('ada')}` }, 'anonymous'],
    ['no credentials', { authorization: 'Basic' }, 'anonymous'],
    ['a name with what cannot be seen', { authorization: basic('a\u0000d\na') }, 'ada'],
    ['a long name, to its limit', { authorization: basic('a'.repeat(300)) }, 'a'.repeat(200)],
    ['a key that proves it', { [PRINCIPAL_HEADER]: 'svc', authorization: basic('ada') }, 'svc'],
    ['a proof given twice', { [PRINCIPAL_HEADER]: ['a', 'b'] }, 'anonymous'],
  ])('%s', (_, headers, name) => {
    expect(principalOf(headers)).toBe(name);
  });
});

describe('an administrator', () => {
  const svc = { [PRINCIPAL_HEADER]: 'svc' };
  it.each([
    ['is everybody where nobody has to prove anything', {}, true],
    ['is whose key says so', { ...svc, [ADMINISTRATOR_HEADER]: 'yes' }, true],
    ['is not whose key does not', svc, false],
    ['is not whose key says it twice', { ...svc, [ADMINISTRATOR_HEADER]: ['yes', 'yes'] }, false],
  ])('%s', (_, headers, is) => {
    expect(isAdministrator(headers)).toBe(is);
  });
});
