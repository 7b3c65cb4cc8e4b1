/** What the pages over everything are made of: the UI's own copy, for it shares no code with the server. */
import type { Cause, FieldNode, Status } from './answers';

export interface Trouble {
  readonly severity: 'bad' | 'warn';
  readonly sentence: string;
  readonly event?: string;
  readonly lineage?: string;
  readonly page?: 'quarantine';
  readonly section?: 'rollout';
  readonly since?: string;
}

export interface Series {
  readonly from: string;
  readonly accepted: readonly number[];
  readonly refused: readonly number[];
}

export interface SunsetRow {
  readonly event: { readonly id: string; readonly name: string };
  readonly owner: string;
  readonly status: Status;
  readonly field?: string;
  readonly deprecatedOn?: string;
  readonly sunsetOn?: string;
  readonly replacedBy?: string;
  readonly migration?: string;
  readonly producers: readonly { readonly name: string; readonly accepted: number }[];
  readonly consumers: readonly {
    readonly name: string;
    readonly team?: string;
    readonly isDeclared: boolean;
    readonly isSeen: boolean;
  }[];
}

export interface SunsetsAnswer {
  readonly today: string;
  /** Of all, on this page or not. */
  readonly counts: Readonly<Record<'over' | 'soon' | 'later' | 'never', number>>;
  readonly rows: readonly SunsetRow[];
  readonly next?: string;
}

export interface RefusedChange {
  readonly what: string;
  readonly contractId: string | null;
  readonly code: string;
  readonly message: string;
  readonly askedBy: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

export interface HomeAnswer {
  readonly catalogSize: number;
  readonly troubles: readonly Trouble[];
  readonly traffic: { readonly accepted: number; readonly refused: number };
  readonly series: Series;
  readonly waiting: { readonly cases: number; readonly events: number };
  readonly causes: readonly Cause[];
  readonly today: string;
  readonly sunsets: readonly SunsetRow[];
  readonly sunsetsInAll: number;
  readonly refusedChanges: readonly RefusedChange[];
  readonly changed: readonly {
    readonly event: { readonly id: string; readonly name: string };
    readonly version: number;
    readonly versions: number;
    readonly before: number | null;
    readonly isForced: boolean;
    readonly publishedAt: string;
    readonly publishedBy: string;
    readonly reason: string;
  }[];
  readonly undescribed: number;
  readonly uncalled: readonly {
    readonly id: string;
    readonly name: string;
    readonly owner: string;
  }[];
}

export interface HealthAnswer {
  readonly troubles: readonly Trouble[];
  readonly gateway: {
    readonly isReachable: boolean;
    readonly checks: readonly {
      readonly name: string;
      readonly isReady: boolean;
      readonly detail: string;
    }[];
    readonly latency?: {
      readonly p50Us: number;
      readonly p99Us: number;
      readonly requests: number;
    };
  };
  readonly verdicts: readonly { readonly verdict: string; readonly count: number }[];
  readonly reasons: readonly {
    readonly reason: string;
    readonly count: number;
    readonly contracts: number;
  }[];
  readonly series: Series;
  readonly events: readonly HealthEvent[];
  readonly modes: readonly { readonly mode: string; readonly contracts: number }[];
  readonly relay: readonly { readonly topic: string; readonly events: number }[];
  readonly groups: readonly SeenGroup[];
  readonly quarantine: { readonly cases: number; readonly events: number };
}

export interface HealthEvent {
  readonly id: string;
  readonly name: string;
  readonly mode: string;
  readonly hasSteppedBack: boolean;
  readonly tier?: 'bytes' | 'part' | 'value' | 'nothing';
  readonly accepted: number;
  readonly refused: number;
  readonly decisionUs: number;
}

export interface SeenGroup {
  readonly name: string;
  readonly topic: string;
  readonly where: 'kafka' | 'log';
  readonly members: number;
  readonly lag: number;
  readonly lastSeen?: string;
}

export interface ProducerParty {
  readonly name: string;
  readonly isDeclared: boolean;
  readonly isSeen: boolean;
  readonly source?: string;
  readonly accepted: number;
  readonly refused: number;
  readonly lastSeen?: string;
  readonly versions: readonly number[];
}

export interface ConsumerNeed {
  readonly path: string;
  readonly values?: readonly (string | number | boolean | null)[];
  readonly onUnknown: 'fail' | 'ignore';
}

export interface ConsumerParty {
  readonly name: string;
  readonly isDeclared: boolean;
  readonly isSeen: boolean;
  readonly team?: string;
  readonly contact?: string;
  readonly needs: readonly ConsumerNeed[];
  readonly environments: readonly string[];
  readonly attestedUntil?: string;
  readonly declaredAt?: string;
  readonly isOverdue: boolean;
  readonly where?: 'kafka' | 'log';
  readonly members?: number;
  readonly lag?: number;
  readonly lastSeen?: string;
}

/** What would become of a version in which one field is changed. */
export interface TriedFieldAnswer {
  readonly version: number;
  readonly isCompared: boolean;
  readonly changes: readonly {
    readonly change: 'gone' | 'required' | 'optional';
    readonly verdict: 'compatible' | 'incompatible' | 'undecided';
    readonly because?: string;
    readonly witness?: {
      readonly event: unknown;
      readonly rejectedBy: 'old' | 'new';
      readonly pointer: string;
      readonly reason: string;
    };
    readonly readers: readonly string[];
  }[];
}

export interface PartiesAnswer {
  readonly producers: readonly ProducerParty[];
  readonly consumers: readonly ConsumerParty[];
  readonly onTopic: {
    readonly count: number;
    readonly first: readonly { readonly id: string; readonly name: string }[];
  };
}

export interface LineageNode {
  readonly id: string;
  readonly kind: 'event' | 'service';
  readonly name: string;
  readonly status?: Status;
  readonly owner?: string;
  readonly distance: number;
  readonly more: number;
}

export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  readonly isDeclared: boolean;
  readonly isSeen: boolean;
  readonly state: 'flows' | 'silent' | 'refused' | 'behind' | 'stopped';
  readonly accepted?: number;
  readonly refused?: number;
  readonly lag?: number;
}

export interface LineageAnswer {
  readonly focus: string;
  readonly depth: number;
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
  readonly left: number;
}

export interface FieldAnswer {
  readonly event: { readonly id: string; readonly name: string; readonly version: number };
  readonly field: Omit<FieldNode, 'children'> & { readonly members: readonly string[] };
  readonly since?: { readonly version: number; readonly publishedAt: string };
  readonly readers: readonly {
    readonly name: string;
    readonly team?: string;
    readonly isSeen: boolean;
    readonly isDeclared: boolean;
    readonly need?: ConsumerNeed;
  }[];
  readonly writers: readonly {
    readonly name: string;
    readonly isDeclared: boolean;
    readonly lastSeen?: string;
  }[];
  readonly seen?: SeenValues;
}

export interface SeenValues {
  readonly events: number;
  readonly present: number;
  readonly nulls: number;
  readonly types: readonly { readonly type: string; readonly count: number }[];
  /** The schema lists the values: `shapes` are the values themselves. */
  readonly isClosed: boolean;
  readonly shapes: readonly { readonly shape: string; readonly count: number }[];
  readonly different: number;
  readonly shortest?: number;
  readonly longest?: number;
  readonly smallest?: number;
  readonly largest?: number;
  readonly from: string;
  readonly to: string;
  readonly senders: readonly {
    readonly name: string;
    readonly present: number;
    readonly events: number;
  }[];
}

export interface UndescribedAnswer {
  readonly total: number;
  readonly subjects: readonly {
    readonly context: string;
    readonly subject: string;
    readonly version: number;
    readonly schemaId: number;
    readonly type: string;
    readonly changedAt: string;
    readonly changedBy: string;
  }[];
  readonly next?: string;
}
