import { describe, expect, it } from '@jest/globals';
import { xmlText } from './xml-text.js';

describe('a text in XML', () => {
  it('is escaped where XML would read it', () => {
    expect(xmlText('a < b && "c" > ]]>')).toBe('a &lt; b &amp;&amp; &quot;c&quot; &gt; ]]&gt;');
  });

  it('has no character XML cannot carry', () => {
    expect(xmlText('\u0000\u001b\uffff \ud800 \t\n é 😀')).toBe(
      '\ufffd\ufffd\ufffd \ufffd \t\n é 😀',
    );
  });
});
