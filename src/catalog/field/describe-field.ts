import { Injectable } from '@nestjs/common';
import { problem } from '#kernel';
import type { PublishedContract } from '#registry';
import { declares, overlaps } from '#schema';
import type { FieldNode } from '../answers.js';
import { EventContracts } from '../event/event-contracts.js';
import { ReadContracts } from '../event/read-contracts.js';
import type { ConsumerNeed, ConsumerParty } from '../parties/parties-of.js';
import { ShowParties } from '../parties/show-parties.js';
import { catalogProblems } from '../problems.js';
import { writtenSource } from '../schema-tree.js';
import { SampleEvents } from './sample-events.js';
import { type SeenValues, seenValues } from './seen-values.js';

export interface FieldReader extends Pick<
  ConsumerParty,
  'name' | 'team' | 'isSeen' | 'isDeclared'
> {
  /** What it says it needs; absent of a reader who never said. */
  readonly need?: ConsumerNeed;
}

export interface FieldAnswer {
  readonly event: { readonly id: string; readonly name: string; readonly version: number };
  readonly field: Omit<FieldNode, 'children'> & { readonly members: readonly string[] };
  /** The oldest version, of those looked at, that has it without a gap. */
  readonly since?: { readonly version: number; readonly publishedAt: string };
  readonly readers: readonly FieldReader[];
  readonly writers: readonly {
    readonly name: string;
    readonly isDeclared: boolean;
    readonly lastSeen?: string;
  }[];
  readonly seen?: SeenValues;
}

const VERSIONS_LOOKED_AT = 20;
const CLOSED = /\benum\b|one of|boolean/i;

/** One field: what it is, since when, who reads it, who writes it, and what came in it lately. */
@Injectable()
export class DescribeField {
  constructor(
    private readonly contracts: EventContracts,
    private readonly read: ReadContracts,
    private readonly parties: ShowParties,
    private readonly sample: SampleEvents,
  ) {}

  /** @throws EVENT_UNKNOWN, FIELD_UNKNOWN */
  async describe(id: string, path: string): Promise<FieldAnswer> {
    const versions = await this.contracts.newest(id, VERSIONS_LOOKED_AT);
    const [latest] = versions;
    if (!latest) throw problem(catalogProblems.EVENT_UNKNOWN, { id });
    const node = this.find(latest, path);
    if (!node) throw problem(catalogProblems.FIELD_UNKNOWN, { id, path });
    const [{ producers, consumers }, sample] = await Promise.all([
      this.parties.show(id),
      this.sample.of(latest),
    ]);
    const since = sinceOf(versions, path);
    const { children, ...field } = node;
    const isPersonal = field.classification !== undefined;
    const isClosed = CLOSED.test([field.type, ...field.constraints].join(' '));
    const seen = seenValues(sample, path, { isPersonal, isClosed });
    return {
      event: { id, name: latest.contract.name, version: latest.version },
      field: { ...field, members: children.map(({ path }) => path) },
      ...(since && { since }),
      readers: readersOf(consumers, path),
      writers: producers
        .filter(({ isSeen }) => isSeen)
        .map(({ name, isDeclared, lastSeen }) => ({
          ...{ name, isDeclared },
          ...(lastSeen !== undefined && { lastSeen }),
        })),
      ...(seen && { seen }),
    };
  }

  private find(published: PublishedContract, path: string): FieldNode | undefined {
    const { tree } = this.read.of(published);
    return tree && nodeAt(tree, path);
  }
}

/** The newest version has it. */
function sinceOf(versions: readonly PublishedContract[], path: string): FieldAnswer['since'] {
  const without = versions.findIndex((each, i) => i > 0 && !declares(writtenSource(each), path));
  const oldest = versions.at(without < 0 ? -1 : without - 1);
  return oldest && { version: oldest.version, publishedAt: oldest.publishedAt.toISOString() };
}

function nodeAt(node: FieldNode, path: string): FieldNode | undefined {
  if (node.path === path) return node;
  for (const child of node.children) {
    const found = nodeAt(child, path);
    if (found) return found;
  }
  return undefined;
}

const readersOf = (consumers: readonly ConsumerParty[], path: string): readonly FieldReader[] =>
  consumers.flatMap(({ name, team, isSeen, isDeclared, needs }) => {
    const need = needs.find((each) => overlaps(each.path, path));
    const reader = { name, isSeen, isDeclared, ...(team !== undefined && { team }) };
    if (isDeclared && !need) return [];
    return [{ ...reader, ...(need && { need }) }];
  });
