import type { Contract } from '#contract';
import type { EventRow } from '../answers.js';
import type { LatestContract } from '../store/latest-contracts.js';
import type { SchemaKey } from '../store/described-fields.js';

/** An event as the list knows it. Made once per contract version. */
export interface IndexEntry {
  readonly contract: Contract;
  readonly schema: SchemaKey;
  /** Of its personal fields, each classification once. */
  readonly personal: readonly string[];
  readonly row: Omit<EventRow, 'matched' | 'traffic'>;
  /** Lower case, as everything that is searched. */
  readonly title: string;
  /** Whatever identifies it: title, purpose, owner, topic, tags. */
  readonly identity: string;
}

export function indexEntry({ id, version, contract, ...schema }: LatestContract): IndexEntry {
  const { name, status, domain, owner, channel, description, tags } = contract;
  const title = `${name}\n${id}`.toLowerCase();
  const personal = Object.values(contract.fields).filter(isPersonal);
  const words = [description.purpose, description.limitations, domain, owner.team, channel.topic];
  return {
    contract,
    schema: { context: schema.context, schemaId: schema.schemaId },
    personal: [...new Set(personal.flatMap(({ classification = [] }) => classification))],
    row: {
      id,
      name,
      status,
      version,
      owner: owner.team,
      topic: channel.topic,
      format: schema.type,
      personalFields: personal.length,
      ...(description.purpose !== undefined && { purpose: description.purpose }),
      ...(domain !== undefined && { domain }),
    },
    title,
    identity: [title, ...words, ...tags].filter(Boolean).join('\n').toLowerCase(),
  };
}

export const isPersonal = ({ classification }: { readonly classification?: string }): boolean =>
  classification?.toLowerCase().startsWith('pii') === true;

/** By name, then by id. Code units, not a locale: a place means the same on every machine. */
export function byName({ row: one }: IndexEntry, { row: other }: IndexEntry): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  return one.id < other.id ? -1 : Number(one.id > other.id);
}
