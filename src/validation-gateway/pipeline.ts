import { Injectable } from '@nestjs/common';
import type { QuarantinedEvent } from '#event-log';
import { invariant, problem } from '#kernel';
import { OWN_FORM, type SchemaType, type Tier } from '#schema';
import { decode } from './2-decode/decode.js';
import { readKeptEvent } from './2-decode/read-kept-event.js';
import { readPayload } from './2-decode/read-payload.js';
import { ContractSnapshots } from './3-contract/contract-snapshots.js';
import { chooseSchema } from './3-contract/choose-schema.js';
import { findContract } from './3-contract/find-contract.js';
import { validateShape } from './4-validate/validate-shape.js';
import { claimOf } from './5-guard/claim-of.js';
import { guardMeaning } from './5-guard/guard-meaning.js';
import type { ContractInForce, ContractsInForce } from './contract-in-force.js';
import { Departures } from './6-exit/departures.js';
import type { ArrivedEvent } from './event.js';
import { EventValue } from './event-value.js';
import type { Journey } from './journey.js';
import { bound, ended, type Judged, passed, stopped } from './judged.js';
import { gatewayProblems } from './problems.js';
import type { ArrivedRequest } from './request.js';
import type { Refusal, Verdict } from './verdict.js';
import { VerdictCounters } from './verdict-counters.js';

/**
 * One event's whole road. Every stage may end the journey with a refusal; the last stage turns
 * the judgement into a fate. No other file knows the order.
 */
export function judge(event: ArrivedEvent, contracts: ContractsInForce, nowMs: number): Judged {
  if (event.fault && !event.context && event.door === 'cloudevents')
    return ended(event, event.fault);
  const found = findContract(event, contracts); //  topic, type → the promise in force
  if (!found.ok) return ended(event, found.error);
  const promise = found.value;
  const { payload, fault } = payloadOf(event, promise); // frame, schema named → bytes to judge
  if (promise.contract.enforcement.mode === 'off')
    return bound(event, promise, { payload, fault: fault ?? payload?.fault() });
  const journey: Journey = { event, promise, payload, nowMs, notes: [], checks: [] };
  if (fault) return stopped(journey, fault, () => undefined);
  const refusal =
    validateShape(journey) ?? //                    has it the promised form?
    guardMeaning(journey); //                       does it mean what was promised?
  return refusal ? stopped(journey, refusal, claimOf) : passed(journey, claimOf(journey)); //         what only the admitted can tell: in the exit
}

/** What is inside of the event, under the schema it names or its contract gives. */
function payloadOf(
  event: ArrivedEvent,
  promise: ContractInForce,
): { readonly payload: EventValue | undefined; readonly fault: Refusal | undefined } {
  const { fault, value } = event;
  if (fault || value === null) return { payload: undefined, fault };
  const read = readPayload({ ...event, value }, promise.published.source.type);
  if (!read.ok) return { payload: undefined, fault: read.error };
  const prepared = chooseSchema(promise, read.value);
  if (!prepared.ok) return { payload: undefined, fault: prepared.error };
  return { payload: new EventValue(read.value, prepared.value), fault: undefined };
}

export interface HowJudged {
  /** `id@version` */
  readonly contract: string;
  readonly format: SchemaType;
  readonly judgedBy: Tier['name'] | 'nothing';
  /** Words of the schema that are left to the value. */
  readonly untold: readonly string[];
  readonly accepts: readonly {
    readonly id: number;
    readonly guid: string;
    readonly version: number;
  }[];
}

/** A request's events, judged with one snapshot, leave together; their order is kept. */
@Injectable()
export class Pipeline {
  constructor(
    private readonly snapshots: ContractSnapshots,
    private readonly departures: Departures,
    private readonly counters: VerdictCounters,
  ) {}

  /** One verdict per event, in the order of the request. */
  async travel(request: ArrivedRequest): Promise<readonly Verdict[]> {
    const arrived = decode(request);
    const { judged, decisionUs } = this.judgeAll(arrived);
    const verdicts = await this.departures.leave(judged); // forward · quarantine · refuse
    this.counters.count(arrived, verdicts, decisionUs);
    return verdicts;
  }

  /** An event that was refused, once more: judged by what is in force now, and kept only once. */
  async replay(kept: QuarantinedEvent, corrected: Buffer | undefined): Promise<Verdict> {
    const contracts = this.contracts();
    const key = contracts.byId(kept.contract?.id ?? '')?.contract.channel.key;
    const value = corrected ?? kept.value;
    const event = readKeptEvent(kept, { value, isKeyed: key !== undefined });
    const judged = judge(event, contracts, Date.now());
    const [verdict] = await this.departures.leave([judged]);
    invariant(verdict, 'one event has one verdict');
    this.counters.count([event], [verdict], 0);
    return verdict;
  }

  /** The same checks of one event, without an exit: nothing is sent, kept or counted. */
  tryOut(request: ArrivedRequest, contractId: string): Verdict {
    const [event] = decode(request);
    const promise = this.contracts().byId(contractId);
    if (!promise || !event) throw problem(gatewayProblems.CONTRACT_UNKNOWN, contractId);
    const only: ContractsInForce = {
      revision: 0,
      all: [promise],
      byTopic: () => [promise],
      byType: () => [promise],
      byId: () => promise,
    };
    return this.departures.imagine(judge({ ...event, door: 'dry-run' }, only, Date.now()));
  }

  /** How a contract is judged: which schemas its events may name, and how far their bytes suffice. */
  howJudged(contractId: string): HowJudged {
    const promise = this.contracts().byId(contractId);
    if (!promise) throw problem(gatewayProblems.CONTRACT_UNKNOWN, contractId);
    const { published, ref, schemas } = promise;
    const found = schemas.find(undefined, OWN_FORM);
    const tier = typeof found === 'string' ? undefined : found.payload.tier;
    return {
      contract: `${ref.id}@${ref.version}`,
      format: published.source.type,
      judgedBy: tier?.name ?? 'nothing',
      untold: tier?.untold ?? [],
      accepts: published.accepted.map(({ id, guid, version }) => ({ id, guid, version })),
    };
  }

  private judgeAll(arrived: readonly ArrivedEvent[]): {
    judged: readonly Judged[];
    decisionUs: number;
  } {
    const contracts = this.contracts();
    const nowMs = Date.now();
    const started = performance.now();
    const judged = arrived.map((event) => judge(event, contracts, nowMs));
    return { judged, decisionUs: ((performance.now() - started) * 1_000) / arrived.length };
  }

  private contracts(): ContractsInForce {
    const contracts = this.snapshots.current();
    if (!contracts)
      throw problem(gatewayProblems.CONTRACTS_NOT_LOADED, undefined, { retryAfterSeconds: 1 });
    return contracts;
  }
}
