import { setTimeout as sleep } from 'node:timers/promises';
import { type Ask, type Reply } from './ask.js';
import type { Operation } from './linearizability.js';
import type { SubjectInput, SubjectOutcome } from './registry-model.js';

export type Told = Operation<SubjectInput, SubjectOutcome> & {
  readonly subject: string;
  readonly content: number | undefined;
  /** The id a registration was answered. */
  readonly id: number | undefined;
};

/** Repeats itself for a seed (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Records without a default in common: no two can follow each other. */
export const contentOf = (content: number) => ({
  schemaType: 'AVRO',
  schema: JSON.stringify({
    type: 'record',
    name: 'R',
    fields: [{ name: `only${content}`, type: 'string' }],
  }),
});
export const contentIn = (schema: string): number => Number(/"only(\d+)"/.exec(schema)?.[1]);

const SUBJECTS = 48;
const ACKNOWLEDGED_MIN = 50;
/** Contents in reach at one moment; the window moves on, so ids go on being given. */
const WINDOW = 12;

/** Clients that do all kinds of things to the same subjects, and write down what they were told. */
export class RegistryStorm {
  readonly history: Told[] = [];
  private readonly begun = performance.now();
  private readonly chance: () => number;
  private isOver = false;

  constructor(
    seed: number,
    private readonly asks: readonly Ask[],
  ) {
    this.chance = chanceOf(seed);
  }

  /** So long, and until enough was acknowledged to say something: machines differ. */
  async run(clients: number, durationMs: number): Promise<void> {
    const running = Array.from({ length: clients }, () => this.client());
    await sleep(durationMs);
    while (this.history.filter(({ id }) => id !== undefined).length <= ACKNOWLEDGED_MIN)
      await sleep(200);
    this.isOver = true;
    await Promise.all(running);
  }

  private async client(): Promise<void> {
    while (!this.isOver) {
      const { subject, input } = this.next();
      await this.told(subject, input);
      await sleep(20 + this.chance() * 200);
    }
  }

  /** Every two seconds there is a subject nobody has seen yet, and many want to be its first. */
  private next(): { subject: string; input: SubjectInput } {
    const age = performance.now() - this.begun;
    const content = 1 + Math.floor(age / 500) + this.below(WINDOW);
    if (this.chance() < 0.15) {
      const subject = `first-${Math.floor(age / 2_000)}`;
      return { subject, input: { kind: 'register', content: 1_000_000 + this.below(1_000_000) } };
    }
    const subject = `subject-${this.below(SUBJECTS)}`;
    return { subject, input: this.inputFor(content) };
  }

  private inputFor(content: number): SubjectInput {
    const dice = this.chance();
    if (dice < 0.45) return { kind: 'register', content };
    if (dice < 0.6) return { kind: 'look-up', content };
    if (dice < 0.8) return { kind: 'latest' };
    if (dice < 0.92) return { kind: 'delete', version: 1 + this.below(4) };
    return { kind: 'set-level', level: this.chance() < 0.7 ? 'NONE' : 'BACKWARD' };
  }

  /**
   * No answer, or one that says "ask again", leaves open whether it was done. What reached nobody was
   * not, and a question nobody answered says nothing: each that is kept makes the search longer.
   */
  private async told(subject: string, input: SubjectInput): Promise<void> {
    const ask = this.asks[this.below(this.asks.length)] as Ask;
    const calledAt = performance.now();
    const reply = await request(ask, subject, input).catch(whyNoAnswer);
    const isAnswered = typeof reply === 'object' && reply.status < 500;
    if (!isAnswered) await sleep(100);
    if (!isAnswered && (reply === 'ECONNREFUSED' || isQuestion(input))) return;
    const returnedAt = isAnswered ? performance.now() : Infinity;
    const content = 'content' in input ? input.content : undefined;
    const id = isAnswered && input.kind === 'register' ? (reply.body?.id as number) : undefined;
    const outcome = isAnswered ? outcomeOf(input, reply) : undefined;
    this.history.push({ subject, input, calledAt, returnedAt, outcome, content, id });
  }

  private below(limit: number): number {
    return Math.floor(this.chance() * limit);
  }
}

/** The code of what went wrong with the connection; `fetch failed` hides it in its cause. */
const whyNoAnswer = (error: Error): string => {
  const { code } = (error.cause ?? {}) as { code?: string };
  return code ?? error.message;
};

const isQuestion = ({ kind }: SubjectInput): boolean => kind === 'latest' || kind === 'look-up';

function request(ask: Ask, subject: string, input: SubjectInput): Promise<Reply> {
  switch (input.kind) {
    case 'register':
      return ask('POST', `/subjects/${subject}/versions`, bodyOf(input));
    case 'look-up':
      return ask('POST', `/subjects/${subject}`, contentOf(input.content));
    case 'latest':
      return ask('GET', `/subjects/${subject}/versions/latest`);
    case 'delete':
      return ask('DELETE', `/subjects/${subject}/versions/${input.version}`);
    case 'set-level':
      return ask('PUT', `/config/${subject}`, { compatibility: input.level });
  }
}

const bodyOf = ({ content, expected }: { content: number; expected?: number }) => ({
  ...contentOf(content),
  ...(expected === undefined
    ? {}
    : { metadata: { properties: { 'confluent:version': String(expected) } } }),
});

function outcomeOf({ kind }: SubjectInput, { status, body }: Reply): SubjectOutcome {
  if (status !== 200 || kind === 'set-level') return { status };
  return { status, version: kind === 'delete' ? Number(body) : Number(body.version) };
}
