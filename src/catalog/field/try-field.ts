import { Injectable } from '@nestjs/common';
import { problem } from '#kernel';
import { TryChange } from '#registry';
import { nodesAt, treeOf } from '#schema';
import type { ChangeVerdict } from '../answers.js';
import { witnessOf } from '../diff/merge-changes.js';
import { EventContracts } from '../event/event-contracts.js';
import { catalogProblems } from '../problems.js';
import { type FieldChange, variantsOf } from './field-variants.js';

/** What would become of a version in which one field is changed and nothing else. */
export interface TriedFieldChange {
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
  readonly changes: readonly TriedFieldChange[];
}

/** Asks the engine before somebody changes a field: every verdict is proved, none is guessed. */
@Injectable()
export class TryField {
  constructor(
    private readonly contracts: EventContracts,
    private readonly change: TryChange,
  ) {}

  /** @throws EVENT_UNKNOWN, FIELD_UNKNOWN */
  async try(id: string, path: string): Promise<TriedField> {
    const latest = await this.contracts.latest(id);
    const tree = treeOf(latest.source);
    const node = tree && nodesAt(tree, path)?.[0];
    if (!node) throw problem(catalogProblems.FIELD_UNKNOWN, { id, path });
    const changes: TriedFieldChange[] = [];
    for (const { change, source } of variantsOf(latest.source, node.schemaPointer ?? '')) {
      const { verdict, breaking, readers } = await this.change.run(latest, source);
      const witness = breaking && witnessOf(breaking);
      changes.push({
        ...{ change, verdict, readers },
        ...(breaking && { because: breaking.message }),
        ...(witness && { witness }),
      });
    }
    return { version: latest.version, isCompared: this.change.isCompared(latest), changes };
  }
}
