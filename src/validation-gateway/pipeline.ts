import { Injectable } from '@nestjs/common';
import type { EnforcementMode } from '#contract';
import type { QuarantinedEvent } from '#event-log';
import { fail, invariant, ok, Problem, problem, type Result } from '#kernel';
import { OWN_FORM, type SchemaType, type Tier } from '#schema';
import { decode } from './2-decode/decode.js';
import { readKey } from './2-decode/read-key.js';
import { readKeptEvent } from './2-decode/read-kept-event.js';
import { readPayload } from './2-decode/read-payload.js';
import { ContractSnapshots } from './3-contract/contract-snapshots.js';
import { chooseKeySchema, chooseSchema } from './3-contract/choose-schema.js';
import { expectSchema } from './3-contract/expect-schema.js';
import { findContract } from './3-contract/find-contract.js';
import { rateIsKept } from './3-contract/rate-is-kept.js';
import { bringsText, RegisterTexts } from './3-contract/register-texts.js';
import { sizeIsAgreed } from './4-validate/size-is-agreed.js';
import { validateKey } from './4-validate/validate-key.js';
import { validateShape, wellFormed } from './4-validate/validate-shape.js';
import { AdviseRetry } from './advise-retry.js';
import { claimOf } from './5-guard/claim-of.js';
import { guardMeaning, meaningful } from './5-guard/guard-meaning.js';
import type { ContractInForce, ContractsInForce } from './contract-in-force.js';
import { Departures } from './6-exit/departures.js';
import type { ArrivedEvent } from './event.js';
import { EventValue } from './event-value.js';
import type { Journey } from './journey.js';
import type { Opened } from './leaving-bytes.js';
import { bound, ended, type Judged, passed, stopped } from './judged.js';
import { judgeTwice } from './policies/judge-twice.js';
import { modeOfEvent } from './policies/mode-of-event.js';
import { type Occasion, occasionAt } from './occasion.js';
import { gatewayProblems } from './problems.js';
import { RateBuckets } from './rate-buckets.js';
import { NoteVerdicts } from './counts/note-verdicts.js';
import type { ArrivedRequest, NamedWork } from './request.js';
import type { Refusal, Verdict } from './verdict.js';

/**
 * One event's whole road. Every stage may end the journey with a refusal; the last stage turns
 * the judgement into a fate. No other file knows the order.
 */
export function judge(
  event: ArrivedEvent,
  contracts: ContractsInForce,
  occasion: Occasion,
): Judged {
  if (event.fault && !event.context && event.door === 'cloudevents')
    return ended(event, event.fault);
  const found = findContract(event, contracts); //  topic, type → the promise in force
  if (!found.ok) return ended(event, found.error);
  const promise = found.value;
  if (hasNothingToAnswer(event, promise)) return letThrough(event, promise);
  const opened = open(event, promise); //             frame, schema named → bytes to judge
  const { rollout } = promise; //                     is another policy tried beside it?
  return rollout
    ? judgeTwice(opened, rollout, { occasion, judge: judgeOpened })
    : judgeOpened(opened, occasion);
}

/**
 * The short road of nearly every event: its bytes were proven on the way, under the schema of the one contract that
 * speaks about it, and that contract asks for nothing else. What is found here is what the long road would find.
 */
function hasNothingToAnswer(event: ArrivedEvent, promise: ContractInForce): boolean {
  const { provenBy, context, contentType } = event;
  if (provenBy?.promise !== promise || !promise.asksForFormOnly || event.fault) return false;
  if (event.embedded || event.headers || (event.key && !promise.keySchemas.isEmpty)) return false;
  if (contentType !== undefined && contentType !== PLAIN_JSON) return false;
  const { envelope } = promise.contract;
  if (!context) return !envelope;
  return context.type === (envelope?.type ?? context.type) && !context.attributes.has('dataschema');
}

const PLAIN_JSON = 'application/json';

const letThrough = (event: ArrivedEvent, promise: ContractInForce): Judged => ({
  event,
  promise,
  key: event.key,
  value: event.value,
  schemaIds: undefined,
  refusal: undefined,
  waived: undefined,
  isSilent: promise.contract.enforcement.mode === 'observe',
  notes: NO_NOTES,
  checks: promise.contract.undeclared === 'allow' ? CHECKS.open : CHECKS.closed,
  claim: undefined,
});

const NO_NOTES: Judged['notes'] = [];
const CHECKS = {
  open: [...wellFormed(true), ...meaningful],
  closed: [...wellFormed(false), ...meaningful],
};

/** The part of the road on which policies may differ. */
function judgeOpened(opened: OpenedOrNot, occasion: Occasion): Judged {
  const { fault } = opened;
  if (opened.promise.contract.enforcement.mode === 'off')
    return bound(opened, fault ?? opened.payload?.fault());
  const mode = modeOfEvent(opened);
  const journey = journeyOf(opened, occasion, mode);
  const tooFast = rateIsKept(journey); //             does its producer keep to the rate?
  if (tooFast && mode === 'enforce') return stopped(journey, tooFast, () => undefined);
  if (fault) return stopped(journey, fault, () => undefined);
  const refusal =
    sizeIsAgreed(journey) ?? //                     is it of the promised size?
    validateShape(journey) ?? //                    has it the promised form?
    validateKey(journey) ?? //                      has its key?
    guardMeaning(journey) ?? //                     does it mean what was promised?
    tooFast;
  return refusal ? stopped(journey, refusal, claimOf) : passed(journey, claimOf(journey)); //         what only the admitted can tell: in the exit
}

/** Written out: it is made for every event, and to spread two objects takes longer than to judge one. */
const journeyOf = (
  { event, promise, payload, keyPayload }: Opened,
  { nowMs, elapsedMs, rates, ruleSteps }: Occasion,
  mode: EnforcementMode,
): Journey => ({
  event,
  promise,
  payload,
  keyPayload,
  nowMs,
  elapsedMs,
  rates,
  ruleSteps,
  mode,
  waived: undefined,
  notes: [],
  checks: [],
});

/** What is inside of the event and its key, under the schemas they name or the contract gives. */
function open(event: ArrivedEvent, promise: ContractInForce): OpenedOrNot {
  const payload = event.fault ? fail(event.fault) : payloadOf(event, promise);
  const keyPayload = event.fault ? ok(undefined) : keyPayloadOf(event, promise);
  return {
    event,
    promise,
    payload: payload.ok ? payload.value : undefined,
    keyPayload: keyPayload.ok ? keyPayload.value : undefined,
    fault: payload.ok ? (keyPayload.ok ? undefined : keyPayload.error) : payload.error,
  };
}

type OpenedOrNot = Opened & { readonly fault: Refusal | undefined };

function payloadOf(
  event: ArrivedEvent,
  promise: ContractInForce,
): Result<EventValue | undefined, Refusal> {
  if (!hasValue(event)) return ok(undefined);
  const read = readPayload(event, promise.published.source.type);
  if (!read.ok) return read;
  const prepared = chooseSchema(promise, read.value);
  return prepared.ok ? ok(new EventValue(read.value, prepared.value, event.provenBy)) : prepared;
}

const hasValue = (event: ArrivedEvent): event is ArrivedEvent & { readonly value: Buffer } =>
  event.value !== null;

function keyPayloadOf(
  event: ArrivedEvent,
  promise: ContractInForce,
): Result<EventValue | undefined, Refusal> {
  const { keySchemas } = promise;
  const read = readKey(event, {
    hasSchemas: !keySchemas.isEmpty,
    languageOf: (schema) => keySchemas.typeOf(schema),
  });
  if (!read.ok || !read.value) return read.ok ? ok(undefined) : read;
  const prepared = chooseKeySchema(promise, read.value);
  return prepared.ok ? ok(new EventValue(read.value, prepared.value)) : prepared;
}

/** Of a request that nobody read: what its address and its headers tell. */
export interface Destination {
  readonly topic?: string | undefined;
  readonly type?: string | undefined;
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
  private readonly rates = new RateBuckets();
  private readonly ratesAside = new RateBuckets();
  /** A producer who asks much takes nothing from one who sends. */
  private readonly ratesOfDryRuns = [new RateBuckets(), new RateBuckets()] as const;
  private readonly retries = new AdviseRetry();

  constructor(
    private readonly snapshots: ContractSnapshots,
    private readonly registerTexts: RegisterTexts,
    private readonly departures: Departures,
    private readonly notes: NoteVerdicts,
  ) {}

  /** One verdict per event, in the order of the request. */
  async travel(request: ArrivedRequest): Promise<readonly Verdict[]> {
    const events = this.decode(request);
    if (request.isDryRun) return this.dryRun(events);
    const arrived = markedAs(request, events);
    return this.depart(await this.registerTexts.run(arrived, this.contracts()));
  }

  /** Their values are judged on the way where their contract is known by then. */
  private decode(request: ArrivedRequest): readonly ArrivedEvent[] {
    const contracts = this.snapshots.current();
    return decode(request, contracts && expectSchema(request.topic, contracts));
  }

  private decodedOrNot(request: ArrivedRequest): readonly ArrivedEvent[] | Problem {
    try {
      return markedAs(request, this.decode(request));
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
  }

  /** Requests of one event each, as a stream brings them: they leave together, and fail alone. */
  async travelEach(requests: readonly ArrivedRequest[]): Promise<readonly (Verdict | Problem)[]> {
    const decoded = requests.map((request) => this.decodedOrNot(request));
    const arrived = decoded.flatMap((each) => (each instanceof Problem ? [] : each));
    const named = await this.registerTexts.runEach(arrived, this.contracts());
    const verdicts = named.length > 0 ? await this.depart(named) : [];
    let next = 0;
    return decoded.map((each) => {
      if (each instanceof Problem) return each;
      const verdict = verdicts[next++];
      invariant(verdict, 'one event has one verdict');
      return verdict;
    });
  }

  /** The same road and no exit; what only history can tell is not asked. */
  private dryRun(arrived: readonly ArrivedEvent[]): readonly Verdict[] {
    if (bringsText(arrived)) throw problem(gatewayProblems.DRY_RUN_WITH_SCHEMA, undefined);
    const { judged } = this.judgeAll(arrived, this.aside());
    return judged.map((each) => this.departures.imagine(each));
  }

  private async depart(arrived: readonly ArrivedEvent[]): Promise<readonly Verdict[]> {
    const { judged, decisionUs, occasion } = this.judgeAll(arrived);
    const left = await this.departures.leave(judged); // forward · quarantine · refuse
    const verdicts = this.retries.advise(judged, left);
    const { nowMs: arrivedMs, elapsedMs } = occasion;
    const stay = { arrivedMs, leftMs: arrivedMs + performance.now() - elapsedMs };
    this.notes.note(arrived, verdicts, { decisionUs, stay });
    this.notes.compare(judged, verdicts);
    return verdicts;
  }

  /** When whoever was turned away unread may come again, by the contracts of where their events were to go. */
  comeAgain({ topic, type }: Destination, needsSeconds: number): number {
    const contracts = this.snapshots.current();
    const asked = topic === undefined ? contracts?.byType(type ?? '') : contracts?.byTopic(topic);
    return this.retries.adviseUnread(asked ?? [], needsSeconds);
  }

  /** A refused event as if it came again; with other bytes where a person corrected it. */
  readAgain(kept: QuarantinedEvent, corrected: Buffer | undefined): ArrivedEvent {
    const key = this.contracts().byId(kept.contract?.id ?? '')?.contract.channel.key;
    return readKeptEvent(kept, { value: corrected ?? kept.value, isKeyed: key !== undefined });
  }

  /** What would be found in it, and what it claims; nothing leaves. */
  imagine(event: ArrivedEvent): Judged {
    return judge(event, this.contracts(), this.aside());
  }

  /** An event that was refused, once more: judged by what is in force now, and kept only once. */
  async sendAgain(event: ArrivedEvent, named: NamedWork): Promise<Verdict> {
    const known = { ...event, named: nameOf(named, 0) };
    const judged = judge(known, this.contracts(), this.now());
    const [verdict] = this.retries.advise([judged], await this.departures.leave([judged]));
    invariant(verdict, 'one event has one verdict');
    this.notes.note([known], [verdict], { decisionUs: 0 });
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
    return this.departures.imagine(judge({ ...event, door: 'dry-run' }, only, this.now()));
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

  private judgeAll(
    arrived: readonly ArrivedEvent[],
    occasion = this.now(),
  ): {
    judged: readonly Judged[];
    decisionUs: number;
    occasion: Occasion;
  } {
    const contracts = this.contracts();
    const started = performance.now();
    const judged = arrived.map((event) => judge(event, contracts, occasion));
    const decisionUs = ((performance.now() - started) * 1_000) / arrived.length;
    return { judged, decisionUs, occasion };
  }

  private now(): Occasion {
    return occasionAt(this.snapshots.nowMs(), this.rates, this.ratesAside);
  }

  /** Of what is only asked. */
  private aside(): Occasion {
    return occasionAt(this.snapshots.nowMs(), ...this.ratesOfDryRuns);
  }

  private contracts(): ContractsInForce {
    const contracts = this.snapshots.current();
    if (!contracts)
      throw problem(gatewayProblems.CONTRACTS_NOT_LOADED, undefined, { retryAfterSeconds: 1 });
    return contracts;
  }
}

/**
 * Each event with the trace of its request, and its place in a named one: by it a request is gone on
 * with after a crash.
 */
function markedAs(
  { named, hop }: ArrivedRequest,
  events: readonly ArrivedEvent[],
): readonly ArrivedEvent[] {
  const arrived = hop ? events.map((event) => ({ ...event, hop })) : events;
  if (!named) return arrived;
  return arrived.map((event, n) => ({ ...event, named: nameOf(named, n) }));
}

const nameOf = (
  { request, claim, done, isUnsure }: NamedWork,
  n: number,
): ArrivedEvent['named'] => ({
  ...{ request, n, claim },
  ...{ done: done.get(n), mayBeSent: isUnsure },
});
