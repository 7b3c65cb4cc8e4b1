/**
 * A problem: a caller asked for something impossible. Every module keeps its problems as rows of
 * one table (`problems.ts`); throwing a row is the only way to refuse a request.
 *
 * A row's `message` says what happened and why, its `hint` what to do. The same sentence is shown
 * by the API (RFC 9457 `application/problem+json`), the Confluent dialect, the CLI and the UI.
 */
export interface ProblemRow<Args = void> {
  /** Permanent public name, SCREAMING_SNAKE_CASE. */
  readonly code: string;
  /** HTTP status, 400–599. */
  readonly http: number;
  /** The five-digit code of the Confluent dialect, where that dialect can meet this problem. */
  readonly confluent?: number;
  /** A few words, the same for every occurrence. */
  readonly title: string;
  readonly message: (args: Args) => string;
  readonly hint?: (args: Args) => string;
}

/** What a problem may carry besides its sentence. */
export interface ProblemExtras {
  /** JSON Pointer (RFC 6901) into the request, where one place is at fault. */
  readonly pointer?: string;
  /** The contract concerned, as `id@version`. */
  readonly contract?: string;
  /** Seconds after which asking again makes sense; sent as `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** Further members for the answer, e.g. findings. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** A thrown row. `message` is the sentence, `hint` the remedy. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly row: Omit<ProblemRow<never>, 'message' | 'hint'>,
    sentence: { readonly message: string; readonly hint?: string | undefined },
    readonly extras: ProblemExtras = {},
  ) {
    super(sentence.message);
    this.hint = sentence.hint;
  }
  readonly hint: string | undefined;
}

/**
 * Makes the problem of a row; the caller throws it.
 *
 * @example throw problem(registryProblems.SUBJECT_NOT_FOUND, { subject })
 */
export function problem<Args>(row: ProblemRow<Args>, args: Args, extras?: ProblemExtras): Problem {
  return new Problem(row, { message: row.message(args), hint: row.hint?.(args) }, extras);
}
