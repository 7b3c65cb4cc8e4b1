import { describe, expect, it } from '@jest/globals';
import {
  EVERY_CONTEXT,
  parseContext,
  parseScope,
  parseSubject,
  printSubject,
} from './subject-name.js';

describe('a subject name', () => {
  it.each([
    ['orders-value', '.', 'orders-value'],
    [':.:orders-value', '.', 'orders-value'],
    [':.eu:orders-value', '.eu', 'orders-value'],
    [':odd', '.', ':odd'],
    [':.eu:a:b', '.eu', 'a:b'],
  ])('%s is in context %s', (text, context, subject) => {
    expect(parseSubject(text)).toEqual({ context, subject });
  });

  it('a bare one belongs to the context of the path', () => {
    expect(parseSubject('a', '.eu')).toEqual({ context: '.eu', subject: 'a' });
    expect(parseSubject(':.us:a', '.eu')).toEqual({ context: '.us', subject: 'a' });
  });

  it('prints as it was read', () => {
    for (const text of ['a', ':.eu:a']) expect(printSubject(parseSubject(text))).toBe(text);
  });

  it.each([
    ...['', ' ', '\0', 'a\nb', ':.eu:', ':.__GLOBAL:', '\ud800', 'x'.repeat(256)],
    ...['__GLOBAL', '__EMPTY', ':.eu:__EMPTY'],
  ])('%j is none', (text) => {
    expect(() => parseSubject(text)).toThrow(/is not a valid/);
  });

  it('without a subject is a scope of settings', () => {
    expect(parseScope(':.eu:')).toEqual({ context: '.eu', subject: '' });
    expect(parseScope(':.__GLOBAL:')).toBe(EVERY_CONTEXT);
    expect(() => parseSubject(':.__GLOBAL:orders')).toThrow(/not a valid/);
  });

  it('a context may be named three ways', () => {
    for (const text of ['eu', '.eu', ':.eu:']) expect(parseContext(text)).toBe('.eu');
    for (const text of ['a b', 'a:b', '\0'])
      expect(() => parseContext(text)).toThrow(/is not a valid/);
  });
});
