/** What `/catalog/v1` answers: the UI's own copy, for it shares no code with the server. */

export type Status = 'draft' | 'proposed' | 'active' | 'deprecated' | 'sunset' | 'retired';
export type Format = 'JSON' | 'AVRO' | 'PROTOBUF';

export interface DiscoverAnswer {
  /** Of the contracts; it does not move with the counters. */
  readonly revision: number;
  /** Events that match. */
  readonly total: number;
  /** Events there are, whatever was asked. */
  readonly catalogSize: number;
  /** Place of the first row among all that match, from 0. */
  readonly from: number;
  readonly events: readonly EventRow[];
  readonly facets: Readonly<Record<Facet, readonly FacetValue[]>>;
  /** Of everything in the catalog, the last 24 hours. */
  readonly traffic: { readonly accepted: number; readonly refused: number };
  readonly next?: string;
  readonly previous?: string;
}

/** Producers and consumers as they are declared; who was only seen is in the lineage. */
export type Facet =
  | ('domain' | 'owner' | 'status' | 'format' | 'tag')
  | ('producer' | 'consumer' | 'personal' | 'enforcement');

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

/** Events with a name like one that no event has, the likest first. */
export interface NearestAnswer {
  readonly events: readonly Pick<EventRow, 'id' | 'name' | 'owner'>[];
}

export interface EventRow {
  readonly id: string;
  readonly name: string;
  readonly purpose?: string;
  readonly domain?: string;
  readonly owner: string;
  readonly status: Status;
  readonly topic: string;
  readonly version: number;
  readonly format: Format;
  readonly personalFields: number;
  /** Fields the search met, best first. */
  readonly matched: readonly MatchedField[];
  readonly traffic: RowTraffic;
}

export interface MatchedField {
  readonly path: string;
  readonly description?: string;
}

/** The last 24 hours in two numbers, the last half hour by the minute, oldest first. */
export interface RowTraffic {
  readonly accepted: number;
  readonly refused: number;
  readonly acceptedByMinute: readonly number[];
  readonly refusedByMinute: readonly number[];
}

/** A field of the schema with what the contract lays over it. */
export interface FieldNode {
  readonly name: string;
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly description?: string;
  readonly constraints: readonly string[];
  readonly recursive?: string;
  readonly deprecated?: boolean;
  readonly sunsetOn?: string;
  readonly replacedBy?: string;
  /** e.g. `pii.contact`: shown masked wherever an event is shown. */
  readonly classification?: string;
  readonly children: readonly FieldNode[];
}

export interface VersionRow {
  readonly version: number;
  readonly schemaVersion: number;
  readonly schemaId: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  /** It was let in although it broke somebody. */
  readonly isForced: boolean;
  /** Why, as who published it said. */
  readonly reason?: string;
}

export interface ContractAnswer {
  readonly revision: number;
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** False for an older version looked up by its number. */
  readonly isLatest: boolean;
  readonly status: Status;
  readonly domain?: string;
  readonly owner: { readonly team: string; readonly contact?: string; readonly oncall?: string };
  readonly purpose?: string;
  readonly limitations?: string;
  readonly deprecation?: {
    readonly from?: string;
    readonly sunset?: string;
    readonly migration?: string;
  };
  readonly tags: readonly string[];
  readonly criticality: 'sandbox' | 'normal' | 'critical';
  readonly channel: {
    readonly topic: string;
    readonly key?: string;
    readonly partitions: number;
    readonly retention?: string;
    readonly cleanup: 'delete' | 'compact';
  };
  readonly compatibility: string;
  readonly enforcement: string;
  /** Whether another policy is tried beside it. */
  readonly isTrying: boolean;
  /** The contract in plain sentences. */
  readonly promises: readonly string[];
  /** Which value of a field may follow which, where the contract says so. */
  readonly states?: {
    readonly field: string;
    readonly graph: Readonly<Record<string, readonly string[]>>;
  };
  /** What the events are about, and whether the latest state of each is kept. */
  readonly entity?: { readonly type: string; readonly isKept: boolean };
  /** Blocks of the document that nothing enforces yet, each with a sentence. */
  readonly notEnforced: readonly { readonly block: string; readonly sentence: string }[];
  readonly schema: {
    readonly subject: string;
    readonly version: number;
    readonly id: number;
    readonly format: Format;
    readonly text: string;
    readonly tree?: FieldNode;
  };
  readonly versions: readonly VersionRow[];
  /** JSON of a small valid event, where one is found cheaply. */
  readonly example?: unknown;
  /** How to send one: CloudEvents when the contract names a type, else Kafka REST. */
  readonly sending: { readonly eventType?: string; readonly gatewayPort?: number };
  /** Where its accepted events are read: in the event log, or in the topic of Kafka. */
  readonly readFrom: 'log' | 'kafka';
}

/** The newest accepted events, as people may see them. */
export interface ExamplesAnswer {
  readonly events: readonly {
    /** Partition and offset in the log. */
    readonly position: string;
    readonly at: string;
    /** The contract version that judged it. */
    readonly version: number;
    readonly source?: string;
    readonly masked: unknown;
  }[];
  /** Why there are none. */
  readonly because?: string;
}

export interface ActivityAnswer {
  readonly revision: number;
  /** The last 24 hours. */
  readonly verdicts: readonly { readonly verdict: string; readonly count: number }[];
  readonly reasons: readonly ReasonRow[];
  readonly producers: readonly ProducerRow[];
  /** Mean time the gateway took to decide, microseconds; absent when it decided nothing. */
  readonly decisionUs?: number;
  /** The last hour by the minute, oldest first. */
  readonly series: {
    readonly from: string;
    readonly accepted: readonly number[];
    readonly refused: readonly number[];
    /** Each verdict by itself. */
    readonly byVerdict: Readonly<Record<string, readonly number[]>>;
  };
  /** Contract versions that judged events in the last day, newest first. */
  readonly versions: readonly LiveVersion[];
  /** How long accepted events of the last hour took, leg by leg of their way. */
  readonly latency: readonly LegLatency[];
  readonly refusals: readonly Refusal[];
}

export interface LegLatency {
  readonly leg: 'arrival' | 'admission' | 'relay' | 'consumption';
  /** The consumer group; else ''. */
  readonly reader: string;
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

export interface LiveVersion {
  readonly version: number;
  readonly accepted: number;
  readonly refused: number;
  readonly lastSeen: string;
}

export interface ReasonRow {
  readonly reason: string;
  readonly verdict: string;
  readonly count: number;
}

export interface ProducerRow {
  readonly producer: string;
  readonly accepted: number;
  readonly refused: number;
}

export interface Refusal {
  readonly id: string;
  readonly version?: number;
  readonly door: string;
  readonly producer: string;
  readonly state: string;
  readonly count: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly reasons: readonly {
    readonly code: string;
    readonly pointer: string;
    readonly message: string;
  }[];
  readonly bytes: number;
}

/** One refusal with its event. */
export interface RefusalAnswer extends Refusal {
  /** Sealed under a key this process was not given; then there is no payload. */
  readonly isSealed?: true;
  /** Personal fields masked; absent when it cannot be read, is too large to show, or was not kept. */
  readonly payload?: {
    readonly masked: unknown;
    /** The language of its bytes, where they are not JSON themselves. */
    readonly readAs?: string;
  };
}

/** How the next version relates to the one before, change by change. */
export interface DiffAnswer {
  readonly id: string;
  readonly name: string;
  readonly old: DiffSide;
  readonly new: DiffSide;
  readonly versions: readonly VersionRow[];
  /** What is taken for granted about writers. */
  readonly assumption: 'open-world' | 'declared-only' | 'defaults-applied';
  /** Readers of the new version, events of the old one. */
  readonly backward: DirectionVerdict;
  /** Readers of the old version, events of the new one. */
  readonly forward: DirectionVerdict;
  /** Worst first. */
  readonly changes: readonly Change[];
}

export interface DiffSide extends VersionRow {
  readonly format: Format;
  readonly text: string;
}

export interface DirectionVerdict {
  readonly verdict: 'compatible' | 'incompatible' | 'undecided';
  readonly undecidedBecause?: string;
}

export interface Change {
  /** The same for the same change, also in another deployment. */
  readonly key: string;
  readonly about: 'schema' | 'meaning';
  readonly ruleId: string;
  readonly severity: 'breaking' | 'warning' | 'info';
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  /** JSON Pointers into the two schemas, or into the two contracts. */
  readonly oldPath: string;
  readonly newPath: string;
  /** The field it is about, as the tree names it. */
  readonly field?: string;
  readonly backward?: ChangeVerdict;
  readonly forward?: ChangeVerdict;
  /** Whom a change of meaning hurts, and events that show it. */
  readonly hurts?: readonly ('producers' | 'consumers')[];
  readonly evidence?: {
    readonly events: readonly unknown[];
    readonly before: string;
    readonly now: string;
  };
}

export interface ChangeVerdict {
  readonly severity: Change['severity'];
  /** The smallest event that breaks, and where the refusing side stumbles. */
  readonly witness?: {
    readonly event: unknown;
    readonly rejectedBy: 'old' | 'new';
    readonly pointer: string;
    readonly reason: string;
  };
}

/** One reason at one place of an event. */
export interface Reason {
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
}

/** What the gateway would do with an event. */
export interface TriedAnswer {
  readonly verdict: string;
  readonly contract?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly remedy?: string;
  readonly pointer?: string;
  readonly violations?: readonly Reason[];
  readonly warnings?: readonly Reason[];
  readonly checks: readonly { readonly check: string; readonly passed: boolean }[];
}

/** What a refused event lost against. */
export interface StandingAnswer {
  readonly entity: string;
  /** By which a decision names it. */
  readonly over: string;
  readonly version?: string;
  readonly clock?: string;
  readonly state?: string;
  readonly source?: string;
  readonly eventId?: string;
  readonly isDeleted: boolean;
  /** The last state, personal fields masked; absent where none is kept. */
  readonly masked?: unknown;
}

/** Refused events by what is wrong with them. */
export interface CausesAnswer {
  /** Open ones, of everything. */
  readonly waiting: { readonly cases: number; readonly events: number };
  readonly causes: readonly Cause[];
}

export interface Cause {
  /** The same for the same event, reason and place. */
  readonly cause: string;
  readonly event?: { readonly id: string; readonly name: string };
  readonly code: string;
  readonly pointer: string;
  /** The newest case's sentence. */
  readonly message: string;
  readonly cases: number;
  /** Repeats included. */
  readonly events: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly producers: readonly Counted[];
  readonly versions: readonly Counted[];
}

export interface Counted {
  readonly name: string;
  readonly events: number;
}

export interface CauseCasesAnswer {
  readonly cases: readonly Refusal[];
}

export interface CaseAnswer extends RefusalAnswer {
  readonly event?: { readonly id: string; readonly name: string };
  /** False for the one that counts what did not fit. */
  readonly isKept: boolean;
  /** Oldest first. */
  readonly actions: readonly {
    readonly at: string;
    readonly actor: string;
    readonly action: string;
    readonly note?: string;
    readonly position?: string;
  }[];
}
