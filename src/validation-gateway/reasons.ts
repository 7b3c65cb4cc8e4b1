/** One way an event can end other than accepted. `docs/reasons.md` is generated from the table. */
export interface ReasonRow {
  readonly title: string;
  /** What happened and why. A refusal may say it more exactly, with names and places. */
  readonly sentence: string;
  /** What to do. */
  readonly remedy: string;
  /** HTTP status where one request carries just this event. */
  readonly http: number;
  /** Whether `off`, `observe` and `warn` may let the event pass all the same. */
  readonly isWaivable: boolean;
}

/** What the bytes are. */
const unreadable = (title: string, sentence: string, remedy: string): ReasonRow => ({
  ...{ title, sentence, remedy },
  ...{ http: 422, isWaivable: true },
});
/** What the contract asks. */
const broken = unreadable;
/** Nowhere to go, whatever a contract says. */
const homeless = (http: number, title: string, sentence: string, remedy: string): ReasonRow => ({
  ...{ title, sentence, remedy, http },
  isWaivable: false,
});

/** What was admitted before speaks against it. */
const late = (title: string, sentence: string, remedy: string): ReasonRow => ({
  ...{ title, sentence, remedy },
  ...{ http: 409, isWaivable: true },
});

/** Codes are permanent: producers switch on them. */
export const reasons = {
  NOT_JSON: unreadable(
    'Not JSON',
    'The value is not JSON text by RFC 8259.',
    'Send what a JSON serialiser writes; the sentence names the first byte that is wrong.',
  ),
  INVALID_UTF8: unreadable(
    'Invalid UTF-8',
    'The value holds bytes that are no UTF-8, so two readers would see two different texts.',
    'Encode text as UTF-8; send binary content as base64.',
  ),
  DUPLICATE_KEY: unreadable(
    'Duplicate member name',
    'An object names one member twice, so readers disagree which value counts.',
    'Send each member once.',
  ),
  LONE_SURROGATE: unreadable(
    'Half a character',
    'A string escapes half of a surrogate pair, which is no character and has no UTF-8 form.',
    'Escape both halves, or write the character itself.',
  ),
  NUMBER_OUT_OF_RANGE: unreadable(
    'Number out of range',
    'A number is larger than a double can hold, so most readers would see infinity.',
    'Send it as a string, or smaller.',
  ),
  TOO_DEEP: unreadable(
    'Nested too deep',
    'The event nests deeper than the limit eventDepth.',
    'Flatten it.',
  ),
  TOO_MANY_VALUES: unreadable(
    'Too many values',
    'The event holds more values than the limit eventNodes.',
    'Split it into several events.',
  ),
  CONTENT_TYPE_MISMATCH: unreadable(
    'Content type differs from the contract',
    'The contract describes one encoding, and the event says it carries another.',
    'Send what the schema of the contract describes, with a content type that says so.',
  ),
  NOT_DECODABLE: unreadable(
    'Bytes not decodable',
    'The bytes are not what the schema they are said to be written under would write.',
    'Write them with the schema the event names; the sentence tells what the reader found.',
  ),
  SCHEMA_NAME_UNREADABLE: unreadable(
    'Schema name not readable',
    'The event says in a frame or a header which schema it was written under, and it cannot be read.',
    'Let a serializer write it: 00, the id in four bytes and, for Protobuf, the indexes of the message.',
  ),
  SCHEMA_NOT_ACCEPTED: unreadable(
    'Schema not accepted',
    'The event names a schema that its contract does not take events of.',
    'Write with the version the contract promises, or have schema.accepts widened.',
  ),
  MESSAGE_NOT_ACCEPTED: unreadable(
    'Message not accepted',
    'The event says by the indexes in front of its bytes that it is another message of its Protobuf file than the one that its contract takes.',
    'Send it to the contract that names its message under schema.message, or write the message this one names.',
  ),
  NOT_WRITABLE: homeless(
    422,
    'Not writable under its schema',
    'The request leaves it to the gateway to write the event in the binary form of its schema, and under that schema it cannot be written.',
    'Send what the schema describes. No mode of enforcement lets it pass: there is nothing to send.',
  ),
  EVENT_TOO_LARGE: homeless(
    413,
    'Event too large',
    'The value is larger than the limit eventBytes, which brokers refuse too.',
    'Send a smaller event, for example one that points to the large part.',
  ),
  LARGER_THAN_AGREED: {
    ...broken(
      'Larger than agreed',
      'The value is larger than the contract allows under limits.size.',
      'Send a smaller event, or have the limit raised.',
    ),
    http: 413,
  },
  RATE_EXCEEDED: {
    ...broken(
      'Faster than agreed',
      'The producer has sent as many events as the contract allows it under limits.rate.',
      'Send it again after Retry-After, and more slowly; or have the limit raised.',
    ),
    http: 429,
  },
  NOT_A_CLOUDEVENT: homeless(
    422,
    'Not a CloudEvent',
    'The context attributes are not what CloudEvents 1.0 asks for.',
    'Give id, source, type and specversion 1.0; attribute names are lower-case letters and digits.',
  ),
  EVENT_ID_TOO_LONG: homeless(
    422,
    'Event id too long',
    'The id is longer than the limit eventIdCharacters.',
    'Use a shorter id, such as a UUID.',
  ),
  UNKNOWN_TOPIC: homeless(
    404,
    'No contract for this topic',
    'No contract in force speaks about this topic, so nobody promised what its events look like.',
    'Publish one first: POST /v1/contracts on the registry, or concordat publish.',
  ),
  UNKNOWN_TYPE: homeless(
    404,
    'No contract for this event type',
    'No contract in force declares this CloudEvents type in envelope.type.',
    'Publish a contract with this envelope.type, or correct the type of the event.',
  ),
  AMBIGUOUS_CONTRACT: homeless(
    422,
    'Several contracts could judge it',
    'More than one contract speaks about this event and nothing says which one is meant.',
    'Send it as a CloudEvent whose type one contract declares, and name the topic with ?topic=.',
  ),
  CONTRACT_UNUSABLE: homeless(
    422,
    'Contract cannot be used',
    'The schema of the contract does not compile in this gateway, so the event cannot be judged.',
    'Publish a simpler schema; the gateway log names the cause.',
  ),
  SCHEMA_VIOLATION: broken(
    'Not what the schema promises',
    'The event does not have the form its contract promises.',
    'Correct the places listed under violations, or publish a contract version that allows them.',
  ),
  UNDECLARED_FIELD: broken(
    'Undeclared field',
    'The event carries a field no schema of the contract declares.',
    'Declare it in a new contract version, or stop sending it.',
  ),
  DEPRECATED_FIELD: broken(
    'Deprecated field',
    'The event carries a field its contract has deprecated.',
    'Move to the field the contract names as its replacement before the sunset.',
  ),
  FIELD_SUNSET: broken(
    'Field past its sunset',
    'The event carries a field that has ended by the calendar of its contract.',
    'Move to the field the contract names as its replacement.',
  ),
  EVENT_TYPE_MISMATCH: broken(
    'Event type differs from the contract',
    'The CloudEvents type is not the one the contract of this topic declares.',
    'Send the type in envelope.type, or address the topic of the contract that declares yours.',
  ),
  CONTEXT_MISSING: broken(
    'Event context missing',
    'The contract asks for CloudEvents context (id, source, type), and the event has none.',
    'Send it to POST /events as a CloudEvent.',
  ),
  KEY_MISSING: broken(
    'Key missing',
    'The contract keys its events by a place in the event, and nothing usable stands there.',
    'Fill the place with a string, a number or a boolean: order is kept per key.',
  ),
  KEY_MISMATCH: broken(
    'Key differs from the event',
    'The key sent beside the event is not the value at the place the contract names.',
    'Leave the key out, and the gateway takes it from the event; or send the same value.',
  ),
  TOMBSTONE_NOT_ALLOWED: broken(
    'Tombstone not allowed',
    'An event without a value deletes, and the contract does not say channel.cleanup: compact.',
    'Send a value, or declare the topic compacted.',
  ),
  TOMBSTONE_WITHOUT_KEY: broken(
    'Tombstone without a key',
    'An event without a value deletes what its key names, and it has no key.',
    'Send the key.',
  ),
  PRODUCER_NOT_DECLARED: {
    ...broken(
      'Not a declared producer',
      'The contract names who may write its events, and the sender is not among them.',
      'Ask the owner of the contract to add your source to producers, or send from the declared one.',
    ),
    http: 403,
  },
  ENTITY_KEY_MISSING: broken(
    'Entity not named',
    'The contract knows its entity by a place in the event, and nothing usable stands there.',
    'Fill the place that semantics.entity.key names.',
  ),
  ENTITY_VERSION_MISSING: broken(
    'Entity version missing',
    'The contract orders the events of an entity by their version, and the event has none.',
    'Fill the place that semantics.entity.version names, or send the attribute entityversion.',
  ),
  OPERATION_UNKNOWN: broken(
    'Unknown operation',
    'The contract lists the words for upserts and deletes, and the event has another word.',
    'Send one of the words under semantics.operation, or have the new word added there.',
  ),
  STATE_UNKNOWN: broken(
    'Unknown state',
    'The event has a state that the graph under semantics.transitions does not know.',
    'Send a state of the graph, or have the new state added there.',
  ),
  EVENT_ID_MISSING: broken(
    'Event id missing',
    'The contract recognises repeats by source and id, and the event has neither.',
    'Send it to POST /events as a CloudEvent, with the same id whenever it is sent again.',
  ),
  CLOCK_MISSING: broken(
    'Clock missing',
    'The contract settles conflicts by clocks, and the event brings none that can be read.',
    'Send the attribute entityclock; under last-writer-wins the attribute time will do.',
  ),
  CLOCK_AHEAD: broken(
    'Clock from the future',
    'The clock of the event is ahead of this gateway by more than the limit clockSkewMs, and would win against every write until then.',
    'Set the clock of the producer right and send the event with its real time.',
  ),
  STALE_VERSION: late(
    'Older than what is known',
    'The entity is at this version or a later one already.',
    'Read the entity as it is now and decide again. A repeat of an accepted event needs semantics.dedup to be recognised as one.',
  ),
  VERSION_SKIPPED: late(
    'A version was skipped',
    'The contract allows no gap between the versions of an entity, and there is one.',
    'Send the versions in between first.',
  ),
  PREDECESSOR_MISSING: late(
    'Waited in vain',
    'The event waited for the version before it as long as the contract says, and it did not come.',
    'Send the versions in between, and then this one again out of quarantine.',
  ),
  VERSION_HELD: late(
    'Another event of this version waits',
    'The version before it is missing, and another event with the same version waits for it already.',
    'Find out which of the two is right: an entity has one event of each version.',
  ),
  NO_ROOM_TO_WAIT: {
    ...late(
      'Too many events wait',
      'The version before it is missing, and as many events of the contract wait as the limit heldEventsPerContract allows.',
      'Send the missing versions first; send this one again after Retry-After.',
    ),
    http: 429,
  },
  TRANSITION_NOT_ALLOWED: late(
    'Transition not allowed',
    'The graph under semantics.transitions has no edge from the known state to the one sent.',
    'Send the states in between first, or have the edge added to the contract.',
  ),
  CONCURRENT_WRITE: late(
    'Concurrent write',
    'Two writers changed the entity without knowing of each other; their clocks prove it.',
    'Read the entity as it is now, merge both changes, and send the result with a clock that knows of both.',
  ),
  NEEDS_REVIEW: late(
    'A person decides',
    'The write disagrees with what is known, and the contract leaves the decision to a person.',
    'Look at what stands (GET /v1/quarantine/{id}/standing, or the catalog), and let the event stand over it or discard it.',
  ),
  EVENT_ID_REUSED: late(
    'Event id used twice',
    'An event with this source and id was admitted before, with other content.',
    'Give every event an id of its own; send a repeat unchanged.',
  ),
  DUPLICATE: late(
    'Repeated',
    'The same event was admitted before. Enforcement would have answered with its position.',
    'Nothing, unless your consumers count it twice.',
  ),
  SUPERSEDED: late(
    'A later write is known',
    'By its clock the event is older than what is known. Enforcement would have recorded it only.',
    'Nothing, unless your consumers take the last event they see for the newest.',
  ),
  MERGE_REFUSED: late(
    'Not mergeable',
    'What this event and the known state make together is not what the contract promises.',
    'Read the entity as it is now, and send a write that fits it; or have the contract widened.',
  ),
  MERGED: late(
    'Would be merged',
    'Another write is known, of which this event says nothing. Enforcement would have forwarded both as one.',
    'Nothing, unless your consumers take the last event they see for the whole state.',
  ),
  RULE_BROKEN: broken(
    'Rule broken',
    'A rule of the contract is not true of the event.',
    'Correct the values; the sentence names the rule and what it asks.',
  ),
  RULE_OUT_OF_STEPS: broken(
    'Rule out of steps',
    'The rules of the contract take more steps for this event than the limits ruleSteps and requestRuleSteps allow, so nobody can tell whether they hold.',
    'Send a smaller event, or fewer in one request; or have the rule written with fewer loops.',
  ),
  CONTRACT_DEPRECATED: broken(
    'Contract deprecated',
    'The contract of this event is deprecated and still accepts events.',
    'Move to its successor before the sunset; deprecation.migration says how.',
  ),
  CONTRACT_SUNSET: broken(
    'Contract past its sunset',
    'The contract of this event has passed its sunset date and takes no more events.',
    'Move to its successor; deprecation.migration says how.',
  ),
  BROKER_AWAY: homeless(
    503,
    'Broker away',
    'The broker did not confirm the event. Usually it is nowhere.',
    'Send it again after Retry-After.',
  ),
  NOT_CONFIRMED: homeless(
    424,
    'Not confirmed',
    'Nobody confirmed the event, and its contract says at most once: it is stored, or it is lost.',
    'Do not send it again, or it may be there twice. Where nothing may be lost the contract says at-least-once or effectively-once.',
  ),
  BROKER_REFUSED: homeless(
    422,
    'Broker refused',
    'The broker refuses this event as it is; sending it again will not help.',
    'The sentence carries the broker’s reason.',
  ),
} as const satisfies Record<string, ReasonRow>;

export type ReasonCode = keyof typeof reasons;
