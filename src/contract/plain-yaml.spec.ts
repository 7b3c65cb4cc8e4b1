import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { readPlainYaml } from './plain-yaml.js';

/** What the parser makes of it; an error counts as nothing. */
function parsed(text: string): unknown {
  const document = parseDocument(text, { version: '1.2', schema: 'core', merge: false });
  return document.errors.length + document.warnings.length > 0 ? undefined : document.toJS();
}

const CONTRACT = `# A comment.
apiVersion: concordat/v1
kind: EventContract
id: orders.order-placed

owner: { team: orders, contact: '#orders' }
description:
  purpose: Starts fulfilment, and billing.
schema: { file: ./order-placed.schema.json }
channel: { topic: orders.events, key: /orderId, partitions: 12 }
semantics:
  entity:
    type: order
    key: /orderId
  transitions: { field: /status, graph: { new: [paid, cancelled], paid: [] } }
fields:
  /customer/email: { classification: pii.contact }
`;

describe('the plain reader of YAML', () => {
  it('reads a contract as the parser does', () => {
    expect(readPlainYaml(CONTRACT)).toEqual(parsed(CONTRACT));
  });

  const words = fc.constantFrom(
    ...[
      'a',
      'b',
      '/a',
      './x',
      'true',
      'null',
      'No',
      '~',
      '0',
      '1',
      '01',
      '1.5',
      '0x1f',
      '.inf',
      '1e3',
    ],
    ...[
      '2027-01-01',
      'P7D',
      "'",
      '"',
      "'x'",
      '"y"',
      "'it''s'",
      '"\\n"',
      '#',
      ' # c',
      '# c',
      '&a',
      '*a',
      '!t',
    ],
    ...[
      '{',
      '}',
      '[',
      ']',
      ',',
      ', ',
      ': ',
      ':',
      '\n',
      '\n  ',
      '\n    ',
      '\n\n',
      ' ',
      '-',
      '- ',
      '\n- ',
      '?',
      '? ',
    ],
    ...[
      '|',
      '>',
      '|\n  ',
      '---',
      '...',
      '%',
      '@',
      '`',
      '<<',
      'a: ',
      '\na: ',
      '\nb: ',
      '\n  c: ',
      '{ a: ',
      'a:b',
    ],
    ...[
      'http://x/y',
      'a, b',
      'é',
      '\t',
      '\r\n',
      '__proto__',
      'constructor',
      '\u00a0',
      '\ud83d\ude00',
      '/a/*: ',
    ],
  );

  it('never reads anything otherwise than the parser', () => {
    const texts = fc.array(words, { maxLength: 14 }).map((each) => each.join(''));
    fc.assert(
      fc.property(
        fc.oneof(
          texts,
          texts.map((text) => `a: ${text}`),
          texts.map((text) => `${CONTRACT}${text}`),
        ),
        (text) => {
          const read = readPlainYaml(text);
          if (read !== undefined) expect(read).toEqual(parsed(text));
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('never reads a damaged contract otherwise than the parser', () => {
    const damage = fc.tuple(fc.nat(CONTRACT.length), fc.nat(6), words);
    fc.assert(
      fc.property(damage, ([at, length, word]) => {
        const text = CONTRACT.slice(0, at) + word + CONTRACT.slice(at + length);
        const read = readPlainYaml(text);
        if (read !== undefined) expect(read).toEqual(parsed(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it('leaves an empty text to the parser', () => {
    for (const text of ['', '\n', '# nothing\n']) expect(readPlainYaml(text)).toBeUndefined();
  });
});
