/** A group and the topic it reads. */
export interface GroupOfTopic {
  readonly group: string;
  readonly topic: string;
}

/** How far a group is, in one partition. */
export interface GroupPosition {
  readonly partition: number;
  /** The first event that is not done. */
  readonly nextOffset: number;
  readonly endOffset: number;
  readonly committedAt: Date | null;
  /** Who reads it now. */
  readonly member: string | null;
  readonly leaseUntil: Date | null;
}

export interface ConsumerGroup extends GroupOfTopic {
  readonly readsFrom: 'start' | 'end';
  /** Whether retention waits for it. */
  readonly holdsEvents: boolean;
  readonly members: readonly { readonly member: string; readonly principal: string }[];
  readonly partitions: readonly GroupPosition[];
  /** Events that are not done yet. */
  readonly lag: number;
}

/** A partition this member reads until its lease ends. */
export interface Lease {
  readonly partition: number;
  /** Rises with every new reader; a commit names it. */
  readonly epoch: number;
  readonly nextOffset: number;
  readonly endOffset: number;
  /** Events that were gone before the group came to them. */
  readonly expired: number;
}

export interface Member {
  readonly name: string;
  readonly principal: string;
  readonly leaseMs: number;
}

/** What a member has done with: everything before `nextOffset`. */
export interface Commit {
  readonly partition: number;
  readonly epoch: number;
  readonly nextOffset: number;
}

/** What a commit met: the events it is done with, or why it was not taken. */
export interface MetCommit {
  readonly partition: number;
  readonly from: number;
  readonly until: number;
  readonly refused: CommitRefusal['why'] | undefined;
}

/** Why a commit was not taken. */
export interface CommitRefusal {
  readonly partition: number;
  readonly why: 'lost' | 'beyond';
}
