import type { Witness } from '#kernel';
import { jsonSchema, type Validator } from '#schema';
import { type Closing, type Decision, Procedure } from './decide.js';
import { type Json, toText } from './json.js';
import type { ExactSchema } from './read-schema.js';
import { shrink } from './shrink.js';

export interface Trial {
  readonly writer: ExactSchema;
  readonly reader: ExactSchema;
  /** The reader the proof is about, where an assumption rewrites it. Events are judged by `reader`. */
  readonly assumedReader?: ExactSchema;
  readonly closing?: Closing;
  readonly stepsMax: number;
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
  readonly #validators = new Map<ExactSchema, Validator | undefined>();

  /** What the procedure says, before anybody has executed anything. */
  decide({ writer, reader, assumedReader = reader, closing, stepsMax }: Trial): Decision {
    return this.#procedure.decide(writer, assumedReader, { stepsMax, ...(closing && { closing }) });
  }

  rule(trial: Trial): Ruling {
    const decision = this.decide(trial);
    if (decision.outcome === 'proved') return { verdict: 'compatible' };
    if (decision.outcome === 'undecided')
      return { verdict: 'undecided', because: sentence(decision) };
    const value = this.smallest(decision.value, trial.writer, trial.reader);
    if (value !== undefined) return { verdict: 'incompatible', value };
    return {
      verdict: 'undecided',
      because: `The validators disagree about the event ${toText(decision.value)}.`,
    };
  }

  /**
   * The smallest event made from this one that really breaks; `undefined` when it does not break.
   * Shrinking only leaves out, so whatever is assumed about writers still holds.
   */
  smallest(value: Json, writer: ExactSchema, reader: ExactSchema): Json | undefined {
    const breaks = (smaller: Json) =>
      this.#procedure.accepts(writer, smaller) === true &&
      this.#procedure.accepts(reader, smaller) === false;
    if (!breaks(value)) return undefined;
    return [shrink(value, breaks), value].find((candidate) =>
      this.breaks(candidate, writer, reader),
    );
  }

  /** Really run through both judges, on both sides. */
  breaks(value: Json, writer: ExactSchema, reader: ExactSchema): boolean {
    const plain: unknown = JSON.parse(toText(value));
    return (
      this.#procedure.accepts(writer, value) === true &&
      this.#procedure.accepts(reader, value) === false &&
      this.#validator(writer)?.isValid(plain) === true &&
      this.#validator(reader)?.isValid(plain) === false
    );
  }

  /** The event as evidence, with the refusing validator's own words. */
  witness(
    value: Json,
    reader: ExactSchema,
    sides: Pick<Witness, 'acceptedBy' | 'rejectedBy'>,
  ): Witness {
    const event = toText(value);
    const [violation] = this.#validator(reader)?.explain(JSON.parse(event)) ?? [];
    const at = violation?.pointer ? `${violation.pointer}: ` : '';
    return { event, ...sides, reason: violation ? at + violation.message : 'It is refused.' };
  }

  #validator(schema: ExactSchema): Validator | undefined {
    if (!this.#validators.has(schema)) {
      const compiled = jsonSchema.tryCompile(schema.read);
      this.#validators.set(schema, compiled.ok ? compiled.value : undefined);
    }
    return this.#validators.get(schema);
  }
}

function sentence({ reason, pointer }: Extract<Decision, { outcome: 'undecided' }>): string {
  const capital = reason.charAt(0).toUpperCase() + reason.slice(1);
  return pointer === undefined ? `${capital}.` : `${capital} (at "${pointer}").`;
}
