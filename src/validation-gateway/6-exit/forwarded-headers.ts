import type { ArrivedEvent } from '../event.js';

type Header = readonly [name: string, value: Buffer];

/**
 * CloudEvents Kafka binding §3.2, binary mode: attributes become `ce_` headers in UTF-8, the
 * content type keeps its name, and the value stays what it was: so tombstones stay tombstones.
 */
export function forwardedHeaders({ context }: ArrivedEvent): readonly Header[] {
  if (!context) return [];
  return [...context.attributes].map(([name, value]): Header => [
    name === 'datacontenttype' ? 'content-type' : `ce_${name}`,
    Buffer.from(value),
  ]);
}
