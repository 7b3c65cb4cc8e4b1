import type { Witness } from '#kernel';
import type { Violation } from '#schema';
import { dress } from '../dress.js';
import { type Closing, type Decision, Procedure, type Side } from './decide.js';
import { inASentence } from './in-a-sentence.js';
import { type Json, toText } from './json.js';
import { type ExactSchema, readSide } from './read-schema.js';
import { shrink } from './shrink.js';
import { jsonAnatomy, shownValues } from './shown-values.js';

const OPINIONS: ReadonlyMap<boolean | undefined, string> = new Map([
  [true, 'accepted'],
  [false, 'refused'],
  [undefined, 'no opinion'],
]);

/** Making an event look known is no part of a proof, so it may not cost as much as one. */
const STEPS_OF_DRESSING = 100_000;

/** What a proof is about; an assumption has been written into it. */
export interface Trial {
  readonly writer: Side;
  readonly reader: Side;
  readonly closing?: Closing;
  readonly stepsMax: number;
}

/** The schemas as they are read; events are judged by these, whatever was assumed. */
export interface Parties {
  readonly writer: ExactSchema;
  readonly reader: ExactSchema;
}

/** Who accepts and who refuses, and what in the refusing schema is at fault. */
export type Sides = Pick<Witness, 'acceptedBy' | 'rejectedBy'> & {
  /** The place at fault, as a pointer. */
  readonly place?: string;
  /** What refuses the event for the change in question and nothing else. */
  readonly alone?: Side;
};

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

  /** Whole events that the authors show. */
  constructor(readonly examples: readonly Json[]) {}

  /** What the procedure says, before anybody has executed anything. */
  decide({ writer, reader, ...options }: Trial): Decision {
    return this.#procedure.decide(writer, reader, options);
  }

  /** Steps of all questions so far. */
  get spent(): number {
    return this.#procedure.spent;
  }

  rule(trial: Trial, parties: Parties): Ruling {
    const decision = this.decide(trial);
    if (decision.outcome === 'proved') return { verdict: 'compatible' };
    if (decision.outcome === 'undecided') {
      return { verdict: 'undecided', because: inASentence(decision.reason, decision.pointer) };
    }
    const value = this.smallest(decision.value, parties, trial);
    if (value !== undefined) return { verdict: 'incompatible', value };
    return { verdict: 'undecided', because: this.#withoutEvidence(decision.value, parties) };
  }

  /** One of the two is wrong, or has no opinion, and then the other's alone is no evidence. */
  #withoutEvidence(value: Json, { writer, reader }: Parties): string {
    const event = toText(value);
    const plain: unknown = JSON.parse(event);
    const said = (judge: (schema: ExactSchema) => boolean | undefined): string =>
      `${OPINIONS.get(judge(writer))} under the writer's schema, ${OPINIONS.get(judge(reader))} under the reader's`;
    return [
      `The event ${event} is no evidence, for two validators must agree about it.`,
      `The exact one says: ${said((schema) => this.#procedure.accepts(schema, value))}.`,
      `The gateway's says: ${said((schema) => schema.isValid(plain))}.`,
    ].join(' ');
  }

  /**
   * The smallest event made from this one that really breaks; `undefined` when it does not break.
   * It is one that writers may send under what is assumed, and one that the trial is about: an
   * event that breaks for another reason is no evidence for this one.
   */
  smallest(value: Json, parties: Parties, trial: Trial): Json | undefined {
    const accepts = (side: Side, smaller: Json, closing?: Closing) =>
      this.#procedure.accepts(side, smaller, closing);
    const breaks = (smaller: Json) =>
      accepts(parties.writer, smaller, trial.closing) === true &&
      accepts(parties.reader, smaller) === false &&
      accepts(trial.writer, smaller) === true &&
      accepts(trial.reader, smaller) === false;
    if (!breaks(value)) return undefined;
    const smaller = shrink(value, { stillBreaks: breaks, spent: () => this.spent });
    const known = this.#dressed(smaller, parties, breaks);
    return [known, smaller, value].find((candidate) => this.breaks(candidate, parties));
  }

  /** Of values that the authors of the schemas show, as far as it breaks with them. */
  #dressed(event: Json, { writer, reader }: Parties, breaks: (event: Json) => boolean): Json {
    const spentMax = this.spent + STEPS_OF_DRESSING;
    const stillBreaks = (each: Json) => this.spent < spentMax && breaks(each);
    const shown = shownValues([writer, reader], this.examples);
    return dress(event, shown, { anatomy: jsonAnatomy, stillBreaks });
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

  /** The event as evidence, with the refusing validator's own words about what is at fault. */
  witness(value: Json, reader: ExactSchema, { place = '', alone, ...sides }: Sides): Witness {
    const event = toText(value);
    const violations = reader.violations(JSON.parse(event));
    const there = violations.filter(({ schemaPointer }) => isInside(schemaPointer, place));
    const violation =
      there.length === 1 || !alone || alone === reader
        ? (there[0] ?? violations[0])
        : theOneAlone(there.length > 0 ? there : violations, event, alone);
    const at = violation?.pointer ? `${violation.pointer}: ` : '';
    return { event, ...sides, reason: violation ? at + violation.message : 'It is refused.' };
  }
}

const isInside = (pointer: string, place: string): boolean =>
  pointer === place || pointer.startsWith(`${place}/`);

/** Of several violations the one that stays when nothing but the change in question refuses. */
function theOneAlone(
  violations: readonly Violation[],
  event: string,
  alone: Side,
): Violation | undefined {
  const own = readSide(alone)?.violations(JSON.parse(event)) ?? [];
  const isOwn = (one: Violation) =>
    own.some(({ pointer, message }) => pointer === one.pointer && message === one.message);
  return violations.find(isOwn) ?? own[0] ?? violations[0];
}
