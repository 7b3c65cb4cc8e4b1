import type { PublishedContract } from '#registry';
import type { SchemaNode } from '#schema';
import type { EventRow } from '../answers.js';

/** An event as search knows it. Made once per contract version. */
export interface IndexEntry {
  readonly published: PublishedContract;
  readonly row: Omit<EventRow, 'matched' | 'traffic'>;
  /** Lower case, as everything that is searched. */
  readonly title: string;
  /** Whatever identifies it: title, purpose, owner, topic, tags. */
  readonly identity: string;
  readonly fields: readonly IndexedField[];
  /** All there is to find, so that most events are ruled out by one look. */
  readonly all: string;
}

export interface IndexedField {
  readonly path: string;
  readonly description?: string;
  readonly text: string;
}

/** A schema is a tree; a very wide one is searched as far as a person would read. */
const FIELDS_MAX = 2_000;

export function indexEntry(published: PublishedContract, tree: SchemaNode | undefined): IndexEntry {
  const { contract, id, version } = published;
  const { name, status, domain, owner, channel, description, tags } = contract;
  const fields = tree ? fieldsOf(tree) : [];
  const title = `${name}\n${id}`.toLowerCase();
  const words = [description.purpose, description.limitations, domain, owner.team, channel.topic];
  const identity = [title, ...words, ...tags].filter(Boolean).join('\n').toLowerCase();
  return {
    published,
    row: {
      id,
      name,
      status,
      version,
      owner: owner.team,
      topic: channel.topic,
      format: contract.schema.type,
      personalFields: Object.values(contract.fields).filter(isPersonal).length,
      ...(description.purpose !== undefined && { purpose: description.purpose }),
      ...(domain !== undefined && { domain }),
    },
    title,
    identity,
    fields,
    all: [identity, ...fields.map(({ text }) => text)].join('\n'),
  };
}

export const isPersonal = ({ classification }: { readonly classification?: string }): boolean =>
  classification?.toLowerCase().startsWith('pii') === true;

function fieldsOf(tree: SchemaNode): readonly IndexedField[] {
  const found = new Map<string, IndexedField>();
  const pending = [...tree.children];
  for (let node = pending.shift(); node && found.size < FIELDS_MAX; node = pending.shift()) {
    const { path, description } = node;
    if (!found.has(path)) {
      const text = `${path}\n${description ?? ''}`.toLowerCase();
      found.set(path, { path, text, ...(description !== undefined && { description }) });
    }
    pending.push(...node.children);
  }
  return [...found.values()];
}
