import type {
  EventLog,
  Latencies,
  Latency,
  NewQuarantinedEvent,
  PolicyComparison,
  PolicyComparisons,
  Quarantine,
  SampledDivergence,
  SeenField,
  Tallies,
  Tally,
  UndeclaredFields,
} from '#event-log';
import type { EnforcedContract } from '#registry';
import type { ContractSnapshots } from '../3-contract/contract-snapshots.js';
import type { RegisterTexts } from '../3-contract/register-texts.js';
import { CompiledSchemas } from '../3-contract/compiled-schemas.js';
import { indexContracts } from '../3-contract/index-contracts.js';
import { Custody } from '../peers/custody.js';
import { Departures } from '../6-exit/departures.js';
import type { LeaveGuarded } from '../6-exit/leave-guarded.js';
import { Exit, type ReadyEvent, type Sent } from '../6-exit/exit.js';
import type { ArrivedEvent } from '../event.js';
import { ComparePolicies } from '../policies/compare-policies.js';
import { Pipeline } from '../pipeline.js';
import type { ArrivedRequest } from '../request.js';
import type { Verdict } from '../verdict.js';
import { NoteVerdicts } from '../counts/note-verdicts.js';
import type { NoteLinks } from '../counts/note-links.js';
import { LatencyCounts } from '../counts/latency-counts.js';
import { UndeclaredCounts } from '../counts/undeclared-counts.js';
import { VerdictCounters } from '../counts/verdict-counters.js';

/** Guarded contracts need their database; `guarded.e2e-spec.ts` has one. */
const noGuardedTopic = { settled: () => Promise.resolve() } as unknown as LeaveGuarded;

/** Causes and effects need a database; `causality.e2e-spec.ts` has one. */
const nobodyAsks = { note: () => undefined } as unknown as NoteLinks;

/** Registering needs a registry; `kafka-rest.e2e-spec.ts` has one. */
const asTheyCame = {
  run: (events: readonly ArrivedEvent[]) => Promise.resolve(events),
  runEach: (events: readonly ArrivedEvent[]) => Promise.resolve(events),
} as unknown as RegisterTexts;

/** The real road between a source of contracts and an exit that are both kept in memory. */
export class PipelineInABox {
  readonly sent: ReadyEvent[] = [];
  readonly kept: NewQuarantinedEvent[] = [];
  readonly tallied: Tally[] = [];
  /** Set to make a store or the broker fail. */
  broker: 'up' | 'away' | 'refusing' = 'up';
  storeFails = false;
  readonly undeclared: SeenField[] = [];
  readonly undeclaredCounts = new UndeclaredCounts({
    add: (seen: SeenField[]) => Promise.resolve(void this.undeclared.push(...seen)),
  } as unknown as UndeclaredFields);
  readonly counters = new VerdictCounters(
    { add: (tallies: Tally[]) => this.tally(tallies) } as unknown as Tallies,
    this.undeclaredCounts,
  );
  readonly latencies: Latency[] = [];
  readonly latencyCounts = new LatencyCounts({
    add: (noted: Latency[]) => Promise.resolve(void this.latencies.push(...noted)),
  } as unknown as Latencies);
  readonly compared: PolicyComparison[] = [];
  readonly sampled: SampledDivergence[] = [];
  readonly policies = new ComparePolicies({
    add: (all: PolicyComparison[]) => this.compareTold(all),
    addSamples: (all: SampledDivergence[]) => Promise.resolve(void this.sampled.push(...all)),
    forget: () => Promise.resolve(),
  } as unknown as PolicyComparisons);
  private readonly pipeline: Pipeline;

  constructor(...contracts: readonly EnforcedContract[]) {
    const index = indexContracts({ revision: 1, contracts }, undefined, {
      compiled: new CompiledSchemas(),
      onUnusable: (_contract, cause) => {
        throw new Error(JSON.stringify(cause));
      },
    });
    const quarantine = { add: (events: NewQuarantinedEvent[]) => this.keep(events) };
    this.pipeline = new Pipeline(
      { current: () => index, nowMs: () => Date.now() } as unknown as ContractSnapshots,
      asTheyCame,
      new Departures(
        this.exit(),
        noGuardedTopic,
        quarantine as unknown as Quarantine,
        new Custody({ isReachable: () => Promise.resolve(!this.storeFails) } as EventLog),
      ),
      new NoteVerdicts(this.counters, nobodyAsks, this.latencyCounts, this.policies),
    );
  }

  travel(request: ArrivedRequest): Promise<readonly Verdict[]> {
    return this.pipeline.travel(request);
  }

  tryOut(body: string, contractId: string): Verdict {
    return this.pipeline.tryOut(
      {
        ...{ form: 'bare-value', topic: undefined, body: Buffer.from(body), principal: '' },
        contentType: undefined,
      },
      contractId,
    );
  }

  /** Kafka REST records, as JSON texts of their values. */
  records(values: readonly string[], topic = 'orders'): Promise<readonly Verdict[]> {
    return this.body(
      `{"records":[${values.map((value) => `{"value":${value}}`).join(',')}]}`,
      topic,
    );
  }

  body(body: string | Buffer, topic = 'orders'): Promise<readonly Verdict[]> {
    return this.travel({
      ...{ form: 'kafka-rest', embeds: 'json' },
      topic,
      partition: undefined,
      body: Buffer.from(body),
      principal: '',
    });
  }

  async event(
    body: string | Buffer,
    form: 'cloudevent-structured' | 'cloudevent-batch' = 'cloudevent-structured',
  ) {
    return this.travel({ form, topic: undefined, body: Buffer.from(body), principal: '' });
  }

  private async keep(events: readonly NewQuarantinedEvent[]): Promise<readonly string[]> {
    await Promise.resolve();
    if (this.storeFails) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
    this.kept.push(...events);
    return events.map(({ id }) => id);
  }

  private async tally(tallies: readonly Tally[]): Promise<void> {
    await Promise.resolve();
    if (this.storeFails) throw new Error('away');
    this.tallied.push(...tallies);
  }

  private async compareTold(all: readonly PolicyComparison[]): Promise<void> {
    await Promise.resolve();
    if (this.storeFails) throw new Error('away');
    this.compared.push(...all);
  }

  private exit(): Exit {
    const send = (events: readonly ReadyEvent[]) => this.send(events);
    return new (class extends Exit {
      readonly isKafka = false;
      send = async (events: readonly ReadyEvent[]) => Promise.resolve(send(events));
      isReachable = () => Promise.resolve(true);
      isRefusing = () => false;
      readers = () => Promise.resolve([]);
      close = () => Promise.resolve();
    })();
  }

  private send(events: readonly ReadyEvent[]): readonly Sent[] {
    return events.map((event): Sent => {
      if (this.broker === 'away')
        return { ok: false, reason: 'broker-away', message: 'away', retryAfterSeconds: 2 };
      if (this.broker === 'refusing')
        return { ok: false, reason: 'refused-by-broker', message: 'no' };
      this.sent.push(event);
      return {
        ok: true,
        position: {
          topic: event.topic,
          partition: event.partition ?? 0,
          offset: this.sent.length - 1,
        },
      };
    });
  }
}
