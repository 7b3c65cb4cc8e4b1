import type { SchemaSource } from '#schema';
import type { PromisedMessage } from './store/promised-messages.js';

/** The contract a schema is published with, and the message it says is its event. */
export interface OwnMessage {
  readonly contract: string;
  readonly message: string | undefined;
}

/** Which messages of a Protobuf file are events, now and in its older versions, in the same order. */
export interface NamedMessages {
  readonly now: readonly string[];
  /** `undefined` where nobody said it of that version. */
  of(version: number): readonly string[] | undefined;
}

/**
 * Of every contract of the subject the message it names. `undefined` where one of them names none,
 * or there is none: then any message of the file may be an event.
 */
export function namedMessages(
  promised: readonly PromisedMessage[],
  own?: OwnMessage,
): NamedMessages | undefined {
  const others = promised.filter((each) => each.isInForce && each.contract !== own?.contract);
  const all: readonly {
    readonly contract: string;
    readonly message?: string | null | undefined;
  }[] = own ? [own, ...others] : others;
  const now = all.flatMap(({ message }) => message ?? []);
  if (all.length === 0 || now.length < all.length) return undefined;
  const of = (version: number) => {
    const said = all.map(({ contract }) => saidOf(promised, contract, version));
    return said.every((each) => each === undefined)
      ? undefined
      : said.map((each, index) => each ?? now[index] ?? '');
  };
  return { now, of };
}

/** What a contract said of a version, or of the one before it that it spoke of. */
function saidOf(
  promised: readonly PromisedMessage[],
  contract: string,
  version: number,
): string | undefined {
  const [last] = promised
    .filter((each) => each.contract === contract && each.schemaVersion <= version)
    .toReversed()
    .toSorted((one, other) => other.schemaVersion - one.schemaVersion);
  return last?.message ?? undefined;
}

export const naming = (
  source: SchemaSource,
  messages: readonly string[] | undefined,
): SchemaSource => (messages ? { ...source, messages } : source);
