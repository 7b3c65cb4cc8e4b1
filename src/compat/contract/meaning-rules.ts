import type { Rule } from '../rule.js';

/** A kind of change of meaning; its example is a golden pair of contracts. */
export type MeaningRule = Omit<Rule, 'example'>;

type Words = Omit<MeaningRule, 'id'>;

const address = {
  CONTRACT_ID_CHANGED: {
    title: 'A contract has another id',
    why: 'Consumers, waivers and the catalog know a contract by its id; under the new one it has no history and nobody depends on it.',
    fix: 'Keep the id and change the name, or publish the new contract beside the old one.',
  },
  CONTRACT_SUBJECT_CHANGED: {
    title: 'The schema moved to another subject',
    why: 'Client libraries look schemas up by subject, and the versions under the old subject protect nobody any more.',
    fix: 'Keep the subject. If it must move, register the old versions under the new subject first.',
  },
  CONTRACT_MESSAGE_CHANGED: {
    title: 'Another message of the Protobuf file is the event',
    why: 'Bytes do not say which message they are, so whether readers of the one understand the other is proved from their fields. What still names the old message by its index in front of the bytes is refused by the gateway; where no message is named any more, any of the file may come.',
    fix: 'Change it together with the producers. A message that is only called otherwise, in the same place of its file, is the same message to them.',
  },
  CONTRACT_TOPIC_CHANGED: {
    title: 'The events go to another topic',
    why: 'Consumers of the old topic receive nothing any more, without an error.',
    fix: 'Publish a new contract for the new topic and write to both until every consumer has moved.',
  },
  CONTRACT_ACCEPTS_CHANGED: {
    title: 'Events of other versions of the schema are taken, or not any more',
    why: 'A producer still on a version that left the set is refused; under a wider set readers meet events of versions they were not promised.',
    fix: 'Narrow the set when no producer writes under what leaves it: `enforcement.mode: warn` shows who does.',
  },
  CONTRACT_TYPE_CHANGED: {
    title: 'The envelope or its event type changed',
    why: 'Consumers choose what they handle by the event type and pass over one they do not know; the gateway refuses what producers still send under the old one.',
    fix: 'Publish a new contract for the new type beside this one, and retire this one when nobody reads it.',
  },
  CONTRACT_KIND_CHANGED: {
    title: 'An event, a state or a command became another of them',
    why: 'A fact, a whole state and a request are handled differently: a consumer that replays facts must not repeat requests.',
    fix: 'Publish a new contract for the other kind.',
  },
} satisfies Record<string, Words>;

const order = {
  CONTRACT_KEY_CHANGED: {
    title: 'The partition key changed',
    why: 'Events of one key are read in order only within a partition, and another key spreads them differently.',
    fix: 'Move to a new topic with the new key, or let the consumers finish the old events before a producer uses the new key.',
  },
  CONTRACT_PARTITIONS_CHANGED: {
    title: 'The number of partitions changed',
    why: 'Keys move to other partitions, so an old and a new event of one key may be read in the wrong order.',
    fix: 'Let the consumers finish the old events before the number changes, or order by a version of the entity.',
  },
  CONTRACT_RETENTION_CHANGED: {
    title: 'Events are kept for another time',
    why: 'A consumer that is away longer than events are kept misses them, and one that starts anew reads less of the past.',
    fix: 'Ask the consumers how far back they read before the time becomes shorter.',
  },
  CONTRACT_CLEANUP_CHANGED: {
    title: 'A topic is compacted, or not any more',
    why: 'Compaction removes all but the latest event of a key, and deletion removes the latest event of a quiet key; consumers rely on one of them.',
    fix: 'Publish to a new topic with the other kind of clean-up.',
  },
} satisfies Record<string, Words>;

const entity = {
  CONTRACT_ENTITY_CHANGED: {
    title: 'The events are about another entity',
    why: 'Versions, states and writers are kept for each entity; under another type or key they belong to something else.',
    fix: 'Publish a new contract for the other entity.',
  },
  CONTRACT_VERSION_FIELD_CHANGED: {
    title: 'Versions of the entity are read elsewhere, or not at all',
    why: 'The gateway tells old from new by this version. Without it an older event overwrites a newer one; in another field the numbers start anew.',
    fix: 'Keep the field. A new one may be added beside it until every producer fills it.',
  },
  CONTRACT_GAP_POLICY_CHANGED: {
    title: 'Skipped versions are treated differently',
    why: 'Where gaps are refused consumers rely on seeing every version; where they are allowed producers rely on skipping some.',
    fix: 'Tell the side that is hurt, and change it when nobody relies on the old policy.',
  },
  CONTRACT_SOURCE_OF_TRUTH_CHANGED: {
    title: 'Another source is the truth about the entity',
    why: 'What the old source writes does not win any more, and consumers trust the wrong one.',
    fix: 'Hand the entity over: stop the old writer, then change the contract.',
  },
  CONTRACT_OPERATION_CHANGED: {
    title: 'An operation means something else',
    why: 'A delete becomes a tombstone and removes what consumers keep; an operation nobody declares is refused.',
    fix: 'Keep what the words mean. Add a new word for a new operation.',
  },
  CONTRACT_TRANSITION_REMOVED: {
    title: 'A state may not follow another any more',
    why: 'Producers whose entities take this step are refused.',
    fix: 'Keep the transition until no producer takes it.',
  },
  CONTRACT_TRANSITION_ADDED: {
    title: 'A state may follow another that could not',
    why: 'Consumers that act on the order of states never met this step.',
    fix: 'Let the consumers learn the step before a producer takes it.',
  },
  CONTRACT_STATE_REMOVED: {
    title: 'A state left the graph',
    why: 'Events that bring an entity into this state are refused, and entities that are in it cannot leave it.',
    fix: 'Keep the state, and remove the transitions into it first.',
  },
  CONTRACT_STATE_ADDED: {
    title: 'The graph gained a state',
    why: 'Consumers never met the state.',
    fix: 'Let the consumers learn the state before a producer sends it.',
  },
  CONTRACT_TRANSITIONS_CHANGED: {
    title: 'States are guarded from now on, not any more, or in another field',
    why: 'With a graph producers are refused where they leave it; without one consumers meet steps they could rule out.',
    fix: 'Declare the whole graph as it is in use, in `enforcement.mode: warn` first.',
  },
} satisfies Record<string, Words>;

const delivery = {
  CONTRACT_DELIVERY_CHANGED: {
    title: 'Events may be lost or repeated where they could not be',
    why: 'Consumers that never met a repeated or a missing event do something twice, or wait for ever.',
    fix: 'Make the consumers ready for it before the promise becomes weaker.',
  },
  CONTRACT_DEDUP_CHANGED: {
    title: 'Repeated events are recognised differently',
    why: 'A repetition that was held back reaches the consumers, or one that passed is refused.',
    fix: 'Let the consumers recognise repetitions themselves before the window becomes shorter.',
  },
  CONTRACT_CONFLICT_POLICY_CHANGED: {
    title: 'Concurrent writes are settled differently',
    why: 'Of two writers that disagree another one wins than before, or neither.',
    fix: 'Agree with every producer on the policy, and publish it when none of them relies on the old one.',
  },
  CONTRACT_MERGE_CHANGED: {
    title: 'Concurrent writes of a field are merged by another operator',
    why: 'Of the same two writes another value stands than before, and what was merged by the old operator is merged on by the new one.',
    fix: 'Agree with every producer on the operator. Where both values matter, put the new one into a new field.',
  },
  CONTRACT_STALENESS_CHANGED: {
    title: 'Events may arrive later or earlier than before',
    why: 'Consumers plan with the promised time.',
    fix: 'Tell the consumers before events may arrive later.',
  },
  CONTRACT_UNDECLARED_CHANGED: {
    title: 'Fields no schema declares are treated differently',
    why: 'Under "refuse" producers that send such fields are refused; otherwise consumers meet fields nobody vouches for, so fewer changes of the schema can be proved safe.',
    fix: 'Look at which undeclared fields the gateway has seen, and declare them or have them stopped.',
  },
  CONTRACT_LIMIT_CHANGED: {
    title: 'Events may be larger or smaller, or come faster or slower',
    why: 'Beyond a lower limit producers are refused, or told to wait; without one consumers meet more than they were built for.',
    fix: 'Look at how large the events are and how fast they come, and lower a limit when nobody goes beyond it.',
  },
  CONTRACT_RETRY_CHANGED: {
    title: 'Producers are told to come again in another way',
    why: 'Whoever reads the advice once and builds it in keeps to the old one, and comes back sooner or later than the others.',
    fix: 'Tell the producers, or have them read Retry-After, which follows from what is declared now.',
  },
  CONTRACT_RULE_CHANGED: {
    title: 'A rule about values was added, changed or removed',
    why: 'Events that keep the old rules may break the new ones, and consumers rely on what the rules rule out.',
    fix: 'Introduce a rule with `mode: warn`, and enforce it when no event breaks it.',
  },
  CONTRACT_ENFORCEMENT_CHANGED: {
    title: 'The contract is held up more strictly, or less',
    why: 'Under a looser mode events that break the contract reach the consumers; under a stricter one producers are refused.',
    fix: 'Look at the verdicts of the current mode first; the next one changes only what happens to those that fail.',
  },
} satisfies Record<string, Words>;

const people = {
  CONTRACT_PRODUCER_REMOVED: {
    title: 'A producer may not write any more',
    why: 'The gateway refuses its events from now on.',
    fix: 'Stop the producer before it leaves the contract.',
  },
  CONTRACT_PRODUCER_ADDED: {
    title: 'Another producer may write',
    why: 'Consumers meet another writer, whose events may disagree with those of the others.',
    fix: 'Declare how conflicts are settled, and tell the consumers.',
  },
  CONTRACT_CLASSIFICATION_CHANGED: {
    title: 'A field is classified or masked differently',
    why: 'Who may see a value follows from its classification and mask; without them the catalog shows it.',
    fix: 'Have the owner of the data confirm it.',
  },
  CONTRACT_DEPRECATION_CHANGED: {
    title: 'Something is deprecated, or not any more',
    why: 'Whoever uses it has until the sunset to stop.',
    fix: 'Name what replaces it, and a sunset that leaves time.',
  },
  CONTRACT_SUNSET_MOVED: {
    title: 'A sunset moved',
    why: 'After the sunset the gateway refuses what was deprecated, and producers and consumers planned with the old day.',
    fix: 'Keep the day or move it later.',
  },
  CONTRACT_COMPATIBILITY_CHANGED: {
    title: 'Later versions are judged by other rules',
    why: 'What protects readers of the next version is decided here.',
    fix: 'Loosen it for a reason that a reviewer can read, and tighten it again.',
  },
  CONTRACT_READING_CHANGED: {
    title: 'Enums or formats are read in another way',
    why: 'Read strictly, the gateway refuses values that it took before; read openly, readers meet values that the schema does not list, or texts of another form.',
    fix: 'Make sure that nobody sends such values before you read strictly, and that every reader takes them before you do not.',
  },
  CONTRACT_STATUS_CHANGED: {
    title: 'The contract is at another point of its life',
    why: 'Only active, deprecated and sunset contracts are in force; consumers and producers of one that is withdrawn at once had no warning.',
    fix: 'Go through deprecated and sunset, each with a date, before the contract is retired.',
  },
  CONTRACT_OWNER_CHANGED: {
    title: 'Another team answers for the contract',
    why: 'Nothing an event may carry changed; questions go to somebody else.',
    fix: 'Nothing to do, if the new owner knows.',
  },
  CONTRACT_DOCUMENTATION_CHANGED: {
    title: 'The contract is described differently',
    why: 'Nothing an event may carry or mean changed.',
    fix: 'Nothing to do.',
  },
} satisfies Record<string, Words>;

const all = { ...address, ...order, ...entity, ...delivery, ...people };

export type MeaningRuleId = keyof typeof all;

/** Every kind of change of meaning; ids are public and permanent. */
export const meaningRules: Readonly<Record<MeaningRuleId, MeaningRule>> = Object.fromEntries(
  Object.entries(all).map(([id, words]) => [id, { id, ...words }]),
) as Record<MeaningRuleId, MeaningRule>;
