import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { liftStyles } from './lift-styles.js';

describe('styles of a page the server drew', () => {
  it('become one sheet, each style once, that its hash allows', () => {
    const { html, source } = liftStyles(
      '<p style="width:10%">a</p><p style="width:20.5%">b</p><p style="width:10%">c</p>',
    );
    const [, sheet = '', rest] = /^<style>(.*)<\/style>(.*)$/.exec(html) ?? [];
    expect(sheet).toBe('[data-style=s0]{width:10%}[data-style=s1]{width:20.5%}');
    expect(rest).toBe('<p data-style="s0">a</p><p data-style="s1">b</p><p data-style="s0">c</p>');
    expect(source).toBe(`'sha256-${createHash('sha256').update(sheet).digest('base64')}'`);
  });

  it('that could end their rule are left out, and a text about styles stays a text', () => {
    expect(liftStyles('<p style="width:1}*{color:red">x</p><i>style=&quot;a&quot;</i>')).toEqual({
      html: '<p>x</p><i>style=&quot;a&quot;</i>',
      source: undefined,
    });
  });
});
