/** Which events are wanted: each that is named must hold. */
export interface ReplayFilter {
  /** The key as text. */
  readonly key?: string | undefined;
  /** CloudEvents attributes. */
  readonly source?: string | undefined;
  readonly type?: string | undefined;
  readonly contractVersion?: number | undefined;
  /** By JSON Pointer: what stands there in a JSON value. */
  readonly where?: Readonly<Record<string, string | number | boolean | null>> | undefined;
}

export interface NewReplay {
  readonly id: string;
  readonly topic: string;
  readonly sandbox: string;
  readonly wish: ReplayFilter & { readonly from: string; readonly to?: string | undefined };
  readonly requestedBy: string;
  /** By partition: where it begins, and where it ends. */
  readonly next: Readonly<Record<string, number>>;
  readonly ends: Readonly<Record<string, number>>;
}

export type ReplayState = 'running' | 'done' | 'cancelled';

export interface Replay extends NewReplay {
  readonly state: ReplayState;
  readonly lookedAt: number;
  readonly replayed: number;
  /** Events that were gone before the replay came to them. */
  readonly expired: number;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** Where replays may write: never into what producers and consumers share. */
export const SANDBOX = /^sandbox\.[a-zA-Z0-9._-]{1,241}$/;
/** What a replayed event says of itself: the replay, and where the original stands. */
export const REPLAY_ID = 'concordat-replay-id';
export const REPLAY_OF = 'concordat-replay-of';
