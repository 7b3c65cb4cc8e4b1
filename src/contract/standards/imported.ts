import { type Contract } from '../contract.js';
import { schemaFormats } from '../schema-formats.js';
import { readContract } from '../read-contract.js';
import { type ExportedContract } from './exported-contract.js';
import { isMembers, losslessFrom, losslessText } from './lossless-text.js';
import { shown } from './not-importable.js';
import { whatDiffers } from './what-differs.js';

/** What became of a document of another standard: contracts to look through and publish. */
export interface Imported {
  /** Documents as `POST /v1/contracts` takes them, the schema inside; write them with `losslessText`. */
  readonly contracts: readonly object[];
  /** What the document did not say, and what was written instead. */
  readonly notes: readonly string[];
  /** JSON Pointers of what a contract has no place for; `*` stands for every place of a list. */
  readonly lost: readonly string[];
}

/** The team of a contract whose document names none. */
export const NO_OWNER = 'unowned';

/** A contract’s id has few letters to choose from: others part words, and vanish beside a dot. */
export const idFrom = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9._-]+(?=\.)|(?<=\.)[^A-Za-z0-9._-]+/g, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|-+$/g, '')
    .slice(0, 255) || 'imported';

/** Kafka’s rules for names of topics; a note where the document’s name is against them. */
export function topicFrom(text: string, notes: Set<string>): string {
  const topic =
    text
      .replace(/[^A-Za-z0-9._-]+/g, '.')
      .replace(/^\.+|\.+$/g, '')
      .slice(0, 249) || 'imported';
  if (topic !== text)
    notes.add(
      `${shown(text)} cannot be the name of a topic: "${topic}" was written instead. Write the topic that events are sent to.`,
    );
  return topic;
}

/** A contract that left as something else comes back word for word, with its schema inside. */
export function sameContract(kept: unknown, definition: unknown): object | undefined {
  if (!isMembers(kept) || !isMembers(kept['schema']) || typeof kept['id'] !== 'string')
    return undefined;
  const { type, ...schema } = kept['schema'] as Partial<Contract['schema']>;
  if (type === undefined || !Object.hasOwn(schemaFormats, type)) return undefined;
  return {
    apiVersion: 'concordat/v1',
    kind: 'EventContract',
    ...kept,
    schema: { ...schema, format: schemaFormats[type], definition },
  };
}

/** Told where a document was changed after a contract left as it. */
const BELIEVED =
  'The document says of itself what it was as a contract, and that was taken; of what else was changed in it nothing came over.';

export interface OwnWords {
  readonly document: unknown;
  /** As it left, and what is not compared with that. */
  readonly write: (exported: ExportedContract) => object;
  readonly besides: readonly string[];
}

/** A contract that came back as it was, and what the document says differently by now. */
export function ownWords(kept: object, { document, write, besides }: OwnWords): Imported {
  const read = readContract(losslessText(kept));
  if (!read.ok) return { contracts: [kept], notes: [], lost: [] };
  const { type, definition } = read.value.schema;
  const source = { type, text: String(definition), references: [] };
  const again = losslessFrom(losslessText(write({ contract: read.value, source })));
  const lost = whatDiffers(document, again, besides);
  return { contracts: [kept], notes: lost.length > 0 ? [BELIEVED] : [], lost };
}
