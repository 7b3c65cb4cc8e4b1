import { Injectable } from '@nestjs/common';
import { brokenNeeds, modes } from '#compat';
import { problem } from '#kernel';
import { Consumptions, DescribeChange, type PublishedContract } from '#registry';
import { nodesAt, type SchemaNode, treeOf } from '#schema';
import type { ChangeVerdict } from '../answers.js';
import { witnessOf } from '../diff/merge-changes.js';
import { EventContracts } from '../event/event-contracts.js';
import { today } from '../parties/show-parties.js';
import { catalogProblems } from '../problems.js';
import { type FieldChange, type FieldVariant, variantsOf } from './field-variants.js';

/** What would become of a version in which one field is changed and nothing else. */
export interface TriedChange {
  readonly change: FieldChange;
  readonly verdict: 'compatible' | 'incompatible' | 'undecided';
  /** What breaks, in a sentence. */
  readonly because?: string;
  /** An event that one of the two versions takes and the other refuses. */
  readonly witness?: ChangeVerdict['witness'];
  /** Who declared to read what would break. */
  readonly readers: readonly string[];
}

export interface TriedField {
  /** The version it is judged against: the newest. */
  readonly version: number;
  /** Whether versions of this contract are compared at all. */
  readonly isCompared: boolean;
  /** Nothing for a field whose schema does not say it in one place of its own. */
  readonly changes: readonly TriedChange[];
}

/** Asks the engine before somebody changes a field: every verdict is proved, none is guessed. */
@Injectable()
export class TryField {
  constructor(
    private readonly contracts: EventContracts,
    private readonly change: DescribeChange,
    private readonly consumptions: Consumptions,
  ) {}

  /** @throws EVENT_UNKNOWN, FIELD_UNKNOWN */
  async try(id: string, path: string): Promise<TriedField> {
    const latest = await this.contracts.latest(id);
    const tree = treeOf(latest.source);
    const node = tree && nodesAt(tree, path)?.[0];
    if (!node) throw problem(catalogProblems.FIELD_UNKNOWN, { id, path });
    const changes: TriedChange[] = [];
    for (const variant of variantsOf(latest.source, node.schemaPointer ?? ''))
      changes.push(await this.judge(latest, tree, variant));
    return {
      version: latest.version,
      isCompared: modes[latest.contract.compatibility.mode].directions.length > 0,
      changes,
    };
  }

  private async judge(
    latest: PublishedContract,
    old: SchemaNode,
    { change, source }: FieldVariant,
  ): Promise<TriedChange> {
    const { report } = await this.change.run(latest, { ...latest, source });
    const { directions } = modes[latest.contract.compatibility.mode];
    const asked = report.comparisons.filter(({ direction }) => directions.includes(direction));
    const breaking = asked
      .flatMap(({ findings }) => findings)
      .find(({ severity }) => severity === 'breaking');
    const isUndecided =
      asked.some(({ verdict }) => verdict === 'undecided') || asked.length < directions.length;
    const forward = report.comparisons.find(({ direction }) => direction === 'forward');
    const readers = await this.readersHurt(latest, { old, new: treeOf(source), forward });
    const witness = breaking && witnessOf(breaking);
    return {
      change,
      verdict: breaking ? 'incompatible' : isUndecided ? 'undecided' : 'compatible',
      ...(breaking && { because: breaking.message }),
      ...(witness && { witness }),
      readers,
    };
  }

  private async readersHurt(
    { id, source: { type } }: PublishedContract,
    between: {
      readonly old: SchemaNode;
      readonly new: SchemaNode | undefined;
      readonly forward: Parameters<typeof brokenNeeds>[0]['forward'] | undefined;
    },
  ): Promise<readonly string[]> {
    const { old, new: after, forward = { findings: [] } } = between;
    if (!after) return [];
    const declared = await this.consumptions.list({ of: id });
    const isHurt = (each: (typeof declared)[number]) =>
      brokenNeeds({
        ...{ type, old, new: after, forward, today: today() },
        consumptions: [each.consumption],
      }).some(({ severity }) => severity === 'breaking');
    return declared.filter(isHurt).map(({ consumption: { consumer } }) => consumer);
  }
}
