import { Injectable } from '@nestjs/common';
import { brokenNeeds, type Comparison, modes } from '#compat';
import { type SchemaNode, type SchemaSource, treeOf } from '#schema';
import { Consumptions } from './consumptions/consumptions.js';
import { DescribeChange } from './describe-change.js';
import type { PublishedContract } from './published-contract.js';

/** What would become of a version that nobody has published. */
export interface TriedChange {
  readonly verdict: 'compatible' | 'incompatible' | 'undecided';
  /** The first that breaks, in a direction the contract asks for. */
  readonly breaking?: Comparison['findings'][number];
  /** Who declared to read what would break. */
  readonly readers: readonly string[];
}

/** Judges another schema for a contract before anybody publishes it, against the version in force alone. */
@Injectable()
export class TryChange {
  constructor(
    private readonly change: DescribeChange,
    private readonly consumptions: Consumptions,
  ) {}

  /** Whether versions of a contract are compared at all. */
  isCompared({ contract }: PublishedContract): boolean {
    return modes[contract.compatibility.mode].directions.length > 0;
  }

  async run(latest: PublishedContract, source: SchemaSource): Promise<TriedChange> {
    const { report } = await this.change.run(latest, { ...latest, source });
    const { directions } = modes[latest.contract.compatibility.mode];
    const asked = report.comparisons.filter(({ direction }) => directions.includes(direction));
    const breaking = asked
      .flatMap(({ findings }) => findings)
      .find(({ severity }) => severity === 'breaking');
    const isUndecided =
      asked.some(({ verdict }) => verdict === 'undecided') || asked.length < directions.length;
    const forward = report.comparisons.find(({ direction }) => direction === 'forward');
    return {
      verdict: breaking ? 'incompatible' : isUndecided ? 'undecided' : 'compatible',
      ...(breaking && { breaking }),
      readers: await this.readersHurt(latest, source, forward),
    };
  }

  private async readersHurt(
    { id, source: { type }, source }: PublishedContract,
    changed: SchemaSource,
    forward: Pick<Comparison, 'findings' | 'undecidedBecause'> = { findings: [] },
  ): Promise<readonly string[]> {
    const [old, after]: readonly (SchemaNode | undefined)[] = [treeOf(source), treeOf(changed)];
    if (!old || !after) return [];
    const today = new Date().toISOString().slice(0, 10);
    const declared = await this.consumptions.list({ of: id });
    return declared
      .filter(({ consumption }) =>
        brokenNeeds({
          ...{ type, old, new: after, forward, today },
          consumptions: [consumption],
        }).some(({ severity }) => severity === 'breaking'),
      )
      .map(({ consumption: { consumer } }) => consumer);
  }
}
