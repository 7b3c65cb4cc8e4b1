/** What was judged of a contract's events in a time, and what enforcing would have refused of it. */
export interface Evidence {
  readonly judged: number;
  readonly wouldRefuse: number;
  /** The refusal that is the most frequent, with who sent it where that is known. */
  readonly example?:
    { readonly reason: string; readonly producer?: string; readonly count: number } | undefined;
}

/** Who knows what passed the gateways; the registry does not. */
export abstract class TrafficEvidence {
  abstract of(contractId: string, overMs: number): Promise<Evidence>;

  /** What a candidate was asked about, and would have refused: by the name of its policy. */
  abstract ofCandidate(contractId: string, candidate: string, overMs: number): Promise<Evidence>;
}
