import type { Witness } from '#kernel';
import { type Closing, type Decision, Procedure, type Side } from './decide.js';
import { type Json, toText } from './json.js';
import type { ExactSchema } from './read-schema.js';
import { shrink } from './shrink.js';

/** What a proof is about; an assumption has been written into it. */
export interface Trial {
  readonly writer: Side;
  readonly reader: Side;
  readonly closing?: Closing;
  readonly stepsMax: number;
}

/** The schemas as they were registered; events are judged by these, whatever was assumed. */
export interface Parties {
  readonly writer: ExactSchema;
  readonly reader: ExactSchema;
}

export type Ruling =
  | { readonly verdict: 'compatible' }
  | { readonly verdict: 'incompatible'; readonly value: Json }
  | { readonly verdict: 'undecided'; readonly because: string };

/**
 * No verdict without evidence. A refutation counts only after the event has really been accepted
 * by the writer's schema and refused by the reader's, by the exact evaluator and by the validator
 * the gateway runs. Where the two disagree one of them is wrong, and nobody is told a verdict.
 */
export class Courtroom {
  readonly #procedure = new Procedure();

  /** What the procedure says, before anybody has executed anything. */
  decide({ writer, reader, ...options }: Trial): Decision {
    return this.#procedure.decide(writer, reader, options);
  }

  rule(trial: Trial, parties: Parties): Ruling {
    const decision = this.decide(trial);
    if (decision.outcome === 'proved') return { verdict: 'compatible' };
    if (decision.outcome === 'undecided') {
      return { verdict: 'undecided', because: sentence(decision) };
    }
    const value = this.smallest(decision.value, parties);
    if (value !== undefined) return { verdict: 'incompatible', value };
    const event = toText(decision.value);
    return { verdict: 'undecided', because: `The validators disagree about the event ${event}.` };
  }

  /**
   * The smallest event made from this one that really breaks; `undefined` when it does not break.
   * Shrinking only leaves out, so whatever is assumed about writers still holds.
   */
  smallest(value: Json, parties: Parties): Json | undefined {
    const { writer, reader } = parties;
    const breaks = (smaller: Json) =>
      this.#procedure.accepts(writer, smaller) === true &&
      this.#procedure.accepts(reader, smaller) === false;
    if (!breaks(value)) return undefined;
    return [shrink(value, breaks), value].find((candidate) => this.breaks(candidate, parties));
  }

  /** Really run through both judges, on both sides. */
  breaks(value: Json, { writer, reader }: Parties): boolean {
    const plain: unknown = JSON.parse(toText(value));
    return (
      this.#procedure.accepts(writer, value) === true &&
      this.#procedure.accepts(reader, value) === false &&
      writer.isValid(plain) === true &&
      reader.isValid(plain) === false
    );
  }

  /** The event as evidence, with the refusing validator's own words. */
  witness(
    value: Json,
    reader: ExactSchema,
    sides: Pick<Witness, 'acceptedBy' | 'rejectedBy'>,
  ): Witness {
    const event = toText(value);
    const violation = reader.firstViolation(JSON.parse(event));
    const at = violation?.pointer ? `${violation.pointer}: ` : '';
    return { event, ...sides, reason: violation ? at + violation.message : 'It is refused.' };
  }
}

function sentence({ reason, pointer }: Extract<Decision, { outcome: 'undecided' }>): string {
  const capital = reason.charAt(0).toUpperCase() + reason.slice(1);
  return pointer === undefined ? `${capital}.` : `${capital} (at "${pointer}").`;
}
