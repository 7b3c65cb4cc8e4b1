import { rateInWords } from './agreed-limits.js';
import { type Contract } from './contract.js';
import { durationInWords } from './duration-in-words.js';
import { gapWait } from './gap-wait.js';
import { isByClock } from './guarding.js';
import { stickinessOf } from './rollout/candidate-of.js';
import { ALL_OTHERS, DEFAULT_OPERATOR } from './merge/merge-operators.js';

/** One sentence, and the block of the contract that makes the promise (`contract-blocks.ts`). */
export interface Promised {
  readonly block: string;
  readonly sentence: string;
}

type Telling = readonly [block: string, sentences: (contract: Contract) => Iterable<string>];

/** What a contract guarantees, sentence by sentence; the same for the same contract. */
export const promisesOf = (contract: Contract): readonly Promised[] =>
  tellings.flatMap(([block, sentences]) =>
    [...sentences(contract)].map((sentence) => ({ block, sentence })),
  );

/** The sentences alone. */
export const contractInWords = (contract: Contract): readonly string[] =>
  promisesOf(contract).map(({ sentence }) => sentence);

/** `a` or `an`, by the first letter: good enough for the names of entities. */
const a = (noun: string): string => `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
const list = (words: readonly string[], last: string): string =>
  words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} ${last} ${String(words.at(-1))}`;

const entityOf = ({ semantics }: Contract): string => semantics.entity?.type ?? 'event';

function kind({ semantics }: Contract): readonly string[] {
  const subject = semantics.entity ? a(semantics.entity.type) : 'something';
  return {
    event: [`Each event says that something happened${semantics.entity ? ` to ${subject}` : ''}.`],
    state: [`Each event carries the whole state of ${subject}.`],
    command: ['Each event asks for something to be done.'],
  }[semantics.kind];
}

const message = ({ schema }: Contract): readonly string[] =>
  schema.message === undefined ? [] : [`Each event is a message ${schema.message}.`];

function writers(contract: Contract): readonly string[] {
  const { producers } = contract;
  const noun = entityOf(contract);
  if (producers.length === 0) return [];
  if (producers.length === 1) return [`Each ${noun} has one writer.`];
  return [`${producers.length} writers may change the same ${noun}.`];
}

function* entity({ semantics: { entity: declared, conflict } }: Contract): Generator<string> {
  if (!declared) return;
  const { type, key, version, gap, sourceOfTruth } = declared;
  yield `${a(type).replace(/^a/, 'A')} is known by ${key}.`;
  if (sourceOfTruth !== undefined) yield `The truth about ${a(type)} lives at ${sourceOfTruth}.`;
  if (version === undefined) return;
  if (isByClock(conflict?.policy)) {
    yield 'Which write is the later one is told by its clock, not by its version.';
    return;
  }
  yield `Versions of ${a(type)} must rise.`;
  if (gap === 'reject') yield 'No version may be skipped.';
  else if (gapWait(gap) === undefined) yield 'Versions may be skipped.';
}

function waiting({ semantics: { entity: declared } }: Contract): readonly string[] {
  const wait = gapWait(declared?.gap);
  return declared?.version !== undefined && wait !== undefined
    ? [`A skipped version is waited for, ${durationInWords(wait)} at most.`]
    : [];
}

const canonical = ({ semantics: { entity: declared } }: Contract): readonly string[] =>
  declared?.canonical === true
    ? [`The latest state of each ${declared.type} can be asked for.`]
    : [];

function operation({ semantics }: Contract): readonly string[] {
  const { operation: declared, entity: of } = semantics;
  if (!declared || declared.delete.length === 0) return [];
  return [
    `${list(declared.delete, 'or')} in ${declared.from} deletes the ${of?.type ?? 'entity'}.`,
  ];
}

function transitions({ semantics: { transitions: declared } }: Contract): readonly string[] {
  return Object.entries(declared?.graph ?? {}).map(([from, to]) =>
    to.length === 0
      ? `From ${from} nothing changes any more.`
      : `From ${from} only ${list(to, 'or')} may follow.`,
  );
}

const DELIVERY = {
  'at-most-once': 'Delivered at most once: an event may be lost, never repeated.',
  'at-least-once': 'Delivered at least once: an event may be repeated, never lost.',
  'effectively-once': 'Delivered effectively once: neither lost nor repeated.',
} as const;

function dedup({ semantics: { dedup: declared } }: Contract): readonly string[] {
  if (!declared) return [];
  const other = declared.onMismatch === 'reject' ? 'refused' : 'accepted';
  return [
    `A repetition within ${durationInWords(declared.window)} is recognised; one with other content is ${other}.`,
  ];
}

const CONFLICTS = {
  reject: 'When writers disagree, the later write is refused.',
  'last-writer-wins': 'When writers disagree, the last one wins.',
  'vector-clock': 'When writers disagree, their clocks tell whether one knew of the other.',
  review: 'When writers disagree, a person decides.',
} as const;
const conflict = ({ semantics: { conflict: declared } }: Contract): readonly string[] =>
  declared && declared.policy !== 'merge' ? [CONFLICTS[declared.policy]] : [];

function merge({ semantics: { conflict: declared } }: Contract): readonly string[] {
  if (declared?.policy !== 'merge') return [];
  const { [ALL_OTHERS]: others = DEFAULT_OPERATOR, ...fields } = declared.merge ?? {};
  const named = [...Object.entries(fields), ['all others', others]];
  const ways = named.map(([field, operator]) => `${field} by ${operator}`).join(', ');
  return [`When writers disagree, their writes are merged field by field: ${ways}.`];
}

const delivery =
  (isAtMostOnce: boolean) =>
  ({ semantics }: Contract): readonly string[] =>
    (semantics.delivery === 'at-most-once') === isAtMostOnce ? [DELIVERY[semantics.delivery]] : [];

function* staleness({ semantics: { staleness: declared } }: Contract): Generator<string> {
  if (declared?.p99 !== undefined)
    yield `99 of 100 events arrive within ${durationInWords(declared.p99)}.`;
  if (declared?.max !== undefined)
    yield `Every event arrives within ${durationInWords(declared.max)}.`;
}

const order = ({ channel: { key } }: Contract): readonly string[] =>
  key === undefined ? [] : [`Events with the same ${key} stay in order.`];

const retention = ({ channel }: Contract): readonly string[] =>
  channel.retention === undefined
    ? []
    : [`Events are kept for ${durationInWords(channel.retention)}.`];

const compaction = ({ channel }: Contract): readonly string[] =>
  channel.cleanup === 'compact' ? ['Of each key the latest event is kept.'] : [];

const size = ({ limits }: Contract): readonly string[] =>
  limits?.size === undefined ? [] : [`An event has ${limits.size} at most.`];

const rate = ({ limits }: Contract): readonly string[] =>
  limits?.rate === undefined ? [] : [`Each producer sends ${rateInWords(limits.rate)} at most.`];

const SPREAD = {
  full: ', all of it left to chance',
  equal: ', half of it left to chance',
  none: '',
} as const;
function* retry({ retry: declared }: Contract): Generator<string> {
  if (!declared) return;
  const { initialBackoff, maxBackoff, backoffMultiplier, jitter, maxAttempts } = declared;
  const isSame = backoffMultiplier === 1 || initialBackoff === maxBackoff;
  const then = isSame
    ? ' each time'
    : `, then ${backoffMultiplier} times as long each time, ${durationInWords(maxBackoff)} at most`;
  yield `Who is told to come again waits ${durationInWords(initialBackoff)}${then}${SPREAD[jitter]}.`;
  if (maxAttempts !== undefined)
    yield maxAttempts === 1
      ? 'No event is sent again.'
      : `An event is sent ${maxAttempts} times at most.`;
}

const formats = ({ compatibility }: Contract): readonly string[] =>
  compatibility.formats === 'annotate'
    ? ['A text of another form than its "format" says is accepted.']
    : [];

const enums = ({ compatibility }: Contract): readonly string[] =>
  compatibility.enums === 'open' ? ['A value that its "enum" does not list is accepted.'] : [];

const UNDECLARED = {
  refuse: 'Fields that the schema does not declare are refused.',
  warn: 'Fields that the schema does not declare are let through with a warning.',
  allow: 'Fields that the schema does not declare are let through.',
} as const;

function* ending({ deprecation }: Contract): Generator<string> {
  if (deprecation?.from !== undefined) yield `Deprecated from ${deprecation.from}.`;
  if (deprecation?.sunset !== undefined) yield `Ends on ${deprecation.sunset}.`;
}

const MODES = {
  off: 'Nothing of this is checked.',
  observe: 'Breaches are recorded, not refused.',
  warn: 'Breaches are let through with a warning.',
  enforce: 'Breaches are refused.',
} as const;

function enforcement({ enforcement: { mode, percent, by } }: Contract): string {
  const isPart = mode === 'enforce' && percent < 100;
  const share = by === 'producer' ? 'producers' : 'keys';
  return isPart
    ? `Breaches are refused for ${percent} % of the ${share}, the same always; of others they are let through with a warning.`
    : MODES[mode];
}

const deadLetters = ({ enforcement: { deadLetterTopic } }: Contract): readonly string[] =>
  deadLetterTopic === undefined ? [] : [`A copy of what is refused goes to ${deadLetterTopic}.`];

const SHARES = { 'entity.key': 'entities', key: 'keys', producer: 'producers' } as const;
function rollout(contract: Contract): readonly string[] {
  const { percent } = contract.rollout ?? {};
  if (percent === undefined) return [];
  if (percent === 0) return ['Another policy is compared with this one, and decides nothing.'];
  const share = SHARES[stickinessOf(contract)];
  return [
    `Another policy decides for ${percent} % of the ${share}, the same always, and is compared with this one for all.`,
  ];
}

const rules = (contract: Contract): readonly string[] =>
  contract.rules
    .filter(({ mode }) => mode !== 'off')
    .map(({ name, message, cel }) => `${name}: ${message ?? cel}`);

/** In the order people ask. */
const tellings: readonly Telling[] = [
  ['semantics.kind', kind],
  ['schema.message', message],
  ['producers', writers],
  ['semantics.entity', entity],
  ['semantics.entity.gap', waiting],
  ['semantics.entity.canonical', canonical],
  ['semantics.operation', operation],
  ['semantics.transitions', transitions],
  ['semantics.delivery', delivery(false)],
  ['semantics.delivery.at-most-once', delivery(true)],
  ['semantics.dedup', dedup],
  ['semantics.conflict', conflict],
  ['semantics.conflict.merge', merge],
  ['semantics.staleness', staleness],
  ['channel.key', order],
  ['channel.retention', retention],
  ['channel.compaction', compaction],
  ['limits.size', size],
  ['limits.rate', rate],
  ['retry', retry],
  ['undeclared', ({ undeclared }) => [UNDECLARED[undeclared]]],
  ['compatibility.formats', formats],
  ['compatibility.enums', enums],
  ['rules', rules],
  ['deprecation', ending],
  ['enforcement.mode', (contract) => [enforcement(contract)]],
  ['enforcement.deadLetterTopic', deadLetters],
  ['rollout', rollout],
];
