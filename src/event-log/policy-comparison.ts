/** What one policy made of one event. */
export interface PolicyVerdict {
  /** As verdicts of the gateway, but that all refusals are `refused`; `unsettled` where history was not asked. */
  readonly fate: string;
  /** Why it was refused, or would have been where it was let pass; '' for neither. */
  readonly reason: string;
}

/** How often two policies said this of the same event, within one minute. */
export interface PolicyComparison {
  readonly contractId: string;
  readonly contractVersion: number;
  /** The name of the policy that is tried. */
  readonly candidate: string;
  /** Start of the minute. */
  readonly minute: Date;
  /** The policy in force. */
  readonly here: PolicyVerdict;
  /** The candidate. */
  readonly there: PolicyVerdict;
  /** Whether the candidate decided. */
  readonly isDecidedThere: boolean;
  readonly count: number;
}

/** The same over a time. */
export type ComparedVerdicts = Pick<
  PolicyComparison,
  'here' | 'there' | 'isDecidedThere' | 'count'
>;

/** An event on which they differed: where it is to be found, and nothing of what it says. */
export interface DivergentEvent {
  readonly here: PolicyVerdict & { readonly pointer: string };
  readonly there: PolicyVerdict & { readonly pointer: string };
  readonly isDecidedThere: boolean;
  readonly at: Date;
  readonly producer: string;
  readonly source: string | undefined;
  readonly eventId: string | undefined;
  /** `topic/partition@offset` */
  readonly position: string | undefined;
  readonly quarantineId: string | undefined;
}

export type SampledDivergence = DivergentEvent & Pick<PolicyComparison, 'contractId' | 'candidate'>;
