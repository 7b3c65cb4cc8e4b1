import type { ArrivedEvent } from '../event.js';

type Header = readonly [name: string, value: Buffer];

/** Names of ours: nobody else says them. */
const OWN = /^concordat-(contract|embedded|merged-with)$/;
const TRACE = 'traceparent';

/**
 * CloudEvents Kafka binding §3.2, binary mode: attributes become `ce_` headers in UTF-8, the
 * content type keeps its name, and the value stays what it was: so tombstones stay tombstones.
 * Headers of a record of the Kafka API stay what they are; one that tells its own trace keeps that.
 */
export function forwardedHeaders({ context, headers = [], hop }: ArrivedEvent): readonly Header[] {
  const sent = headers.filter(([name]) => !OWN.test(name));
  const own = hop && !sent.some(([name]) => name === TRACE) ? [...sent, ...hop] : sent;
  if (!context) return own;
  return [
    ...[...context.attributes].map(([name, value]): Header => [
      name === 'datacontenttype' ? 'content-type' : `ce_${name}`,
      Buffer.from(value),
    ]),
    ...own,
  ];
}
