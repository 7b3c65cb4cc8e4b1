import type { Contract } from '#contract';
import { exampleEvent } from '../example-event.js';
import { comings, type ContractPair, type Effect, type MeaningChange } from '../meaning-change.js';

const MEANINGS = ['upsert', 'delete'] as const;

/** What each word means, beyond the field it is read from. */
export function* operationChanges(pair: ContractPair): Generator<MeaningChange> {
  const [before, after] = [wordsOf(pair.old), wordsOf(pair.new)];
  if (!before || !after) return;
  const { added, removed } = comings(before.keys(), after.keys());
  for (const word of removed)
    yield change(word, before.get(word), undefined, {
      effect: ['breaking', 'producers'],
      message: `The operation "${word}" is not known any more.`,
      evidence: {
        events: [exampleEvent(pair.old, { operation: word, version: 1 })],
        before: `it is taken as ${before.get(word)}`,
        now: 'it is refused, for nobody declares the operation',
      },
    });
  for (const word of added)
    yield change(word, undefined, after.get(word), {
      effect: ['warning', 'consumers'],
      message: `The operation "${word}" is new and means ${after.get(word)}.`,
    });
  for (const [word, meaning] of before) {
    const now = after.get(word);
    if (now === undefined || now === meaning) continue;
    yield change(word, meaning, now, {
      effect: ['breaking', 'consumers'],
      message: `The operation "${word}" meant ${meaning} and means ${now} now.`,
      evidence: {
        events: [exampleEvent(pair.old, { operation: word, version: 1 })],
        before: FATES[meaning],
        now: FATES[now],
      },
    });
  }
}

type Meaning = (typeof MEANINGS)[number];

const FATES: Readonly<Record<Meaning, string>> = {
  upsert: 'the entity has what the event says',
  delete: 'the entity is gone, and consumers receive a tombstone',
};

function wordsOf({ semantics: { operation } }: Contract): ReadonlyMap<string, Meaning> | undefined {
  if (!operation) return undefined;
  return new Map(
    MEANINGS.flatMap((meaning) => operation[meaning].map((word) => [word, meaning] as const)),
  );
}

const change = (
  word: string,
  from: Meaning | undefined,
  to: Meaning | undefined,
  rest: { readonly effect: Effect } & Pick<MeaningChange, 'message' | 'evidence'>,
): MeaningChange => ({
  ruleId: 'CONTRACT_OPERATION_CHANGED',
  at: `/semantics/operation/${to ?? from}`,
  from: from && [word, from],
  to: to && [word, to],
  ...rest,
});
