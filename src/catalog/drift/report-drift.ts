import { Injectable } from '@nestjs/common';
import type { Undeclared } from '#contract';
import { type UndeclaredField, UndeclaredFields } from '#event-log';
import type { FieldNode } from '../answers.js';
import { EventContracts } from '../event/event-contracts.js';
import { ReadContracts } from '../event/read-contracts.js';
import { SampleEvents } from '../field/sample-events.js';
import type { SampledEvent } from '../field/seen-values.js';
import { valuesAt } from '../field/value-shape.js';

export interface DriftReport {
  readonly contract: string;
  /** What the gateway does with undeclared fields; under `allow` nobody looks for them. */
  readonly undeclared: Undeclared;
  /** What producers send and no schema declares, in the order it turned up. */
  readonly sent: readonly UndeclaredField[];
  /** How often there were others, beyond what is told apart. */
  readonly others: number;
  /** What the schema declares and none of the newest events had. */
  readonly unsent: { readonly sampled: number; readonly pointers: readonly string[] };
}

/** Where what producers send and what the contract says have parted. */
@Injectable()
export class ReportDrift {
  constructor(
    private readonly contracts: EventContracts,
    private readonly fields: UndeclaredFields,
    private readonly samples: SampleEvents,
    private readonly read: ReadContracts,
  ) {}

  /** @throws EVENT_UNKNOWN */
  async of(id: string): Promise<DriftReport> {
    const latest = await this.contracts.latest(id);
    const [seen, sample] = await Promise.all([this.fields.of(id), this.samples.of(latest)]);
    const { tree } = this.read.of(latest);
    return {
      contract: `${id}@${latest.version}`,
      undeclared: latest.contract.undeclared,
      sent: seen.filter(({ pointer }) => pointer !== ''),
      others: seen.find(({ pointer }) => pointer === '')?.count ?? 0,
      unsent: { sampled: sample.length, pointers: tree ? unsentIn(tree.children, sample) : [] },
    };
  }
}

const SHOWN_MAX = 500;

/** Inside of what nobody sent nothing more is told. */
function unsentIn(nodes: readonly FieldNode[], sample: readonly SampledEvent[]): readonly string[] {
  if (sample.length === 0) return [];
  const unsent: string[] = [];
  const waiting = [...nodes].reverse();
  for (let node = waiting.pop(); node && unsent.length < SHOWN_MAX; node = waiting.pop()) {
    const { path, children } = node;
    if (sample.some(({ value }) => valuesAt(value, path).length > 0))
      waiting.push(...[...children].reverse());
    else if (!path.endsWith('/*')) unsent.push(path);
  }
  return unsent;
}
