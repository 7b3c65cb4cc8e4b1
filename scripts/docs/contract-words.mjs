// What each word of the contract document means. A word without a sentence stops `npm run docs`.
export const contractWords = {
  apiVersion: 'The version of this document’s words.',
  kind: 'What the document is; a consumer’s needs are a `Consumption`.',
  id: 'The contract’s permanent name.',
  name: 'What people call the event; the id where absent.',
  status: 'Where it stands in its life. `draft`, `proposed` and `retired` are not in force.',
  domain: 'The part of the business it belongs to.',
  owner: 'Who answers for it.',
  'owner.team': 'The team.',
  'owner.contact': 'Where to ask, e.g. a channel.',
  'owner.oncall': 'Whom to wake.',
  description: 'In prose.',
  'description.purpose': 'What the event is for.',
  'description.limitations': 'What not to expect of it.',
  tags: 'Words to find it by.',
  criticality: 'How much depends on it.',
  schema: 'The shape: the only truth about fields.',
  'schema.format': 'Its language.',
  'schema.subject': 'The registry subject its versions stand under; `<topic>-value` where absent.',
  'schema.message':
    'The full name of the Protobuf message that is the event, e.g. `acme.orders.OrderPlaced`, for files with several. Other messages are refused, also where the bytes name them by index. Where absent, any message of the file may be the event, and the first one is meant where nothing names another.',
  'schema.file': 'The schema file beside this one; the command line sends it along.',
  'schema.definition': 'The schema itself, for documents sent over HTTP.',
  'schema.references': 'Other registered schemas it refers to.',
  'schema.references.name': 'The text inside the reference.',
  'schema.references.subject': 'The subject it stands for.',
  'schema.references.version': 'The version of that subject.',
  'schema.accepts':
    'The schemas an event may name: `exact` the promised version only, `latest` also the newest of the subject, `any-of-subject` every version that lives, or a range. An event that names none is judged by the promised version.',
  'schema.accepts.from': 'The first version of a range.',
  'schema.accepts.to': 'The last one; without it there is no end.',
  envelope: 'What the event travels in. With it, events are found by their type.',
  'envelope.spec': 'The envelope’s specification.',
  'envelope.type': 'The CloudEvents `type`.',
  channel: 'Where it flows.',
  'channel.topic': 'The topic, by Kafka’s rules for names.',
  'channel.key': 'JSON Pointer of the partition key inside the event.',
  'channel.partitions': 'How many partitions a new topic gets.',
  'channel.retention': 'How long events are kept.',
  'channel.cleanup': '`compact` keeps the latest event of each key and allows tombstones.',
  compatibility: 'What a new version must not break.',
  'compatibility.mode': 'Who is protected: new readers (BACKWARD), old readers (FORWARD) or both.',
  'compatibility.window':
    'Which older versions a transitive mode counts: `all`, those whose events may still be retained, those in use within a duration (`P90D`), or the last n (`versions:5`).',
  'compatibility.group':
    'Only versions of the same group are compared with each other: a name for each line that readers choose on purpose, e.g. `v2`. Kept in the metadata of the schema as the property `concordat:group`.',
  'compatibility.enums':
    '`open`: readers of a JSON Schema enum must expect values it does not list, so the gateway takes other texts beside listed texts and other numbers beside listed numbers, and no comparison breaks for them. An enum that tells alternatives apart (in `oneOf`, `not`, `if`, `contains`, `propertyNames`) and `const` stay closed. In Avro and Protobuf the schema itself says it.',
  'compatibility.formats':
    '`annotate`: a `format` of a JSON Schema only describes, for the gateway and in comparisons. `assert`, also where nothing is said: the gateway refuses texts that are no date, time, date-time, duration, uri, uri-reference, email, hostname, ipv4, ipv6, uuid or json-pointer where the schema says so.',
  'compatibility.meaning':
    'What becomes of a version that changes the meaning so that somebody is hurt: `refuse` (also where nothing is said) or `warn`.',
  undeclared: 'What happens to fields no schema declares. `refuse` lets proofs rely on it.',
  examples:
    'Up to 20 events in JSON (of Avro in its JSON encoding). Each is an event of the schema, or the contract is refused. Events that break somebody are made to look like them.',
  producers: 'Who may write. More than one need a conflict policy.',
  'producers.principal': 'The authenticated name.',
  'producers.source': 'The CloudEvents `source`.',
  semantics: 'What the event means, beyond its shape.',
  'semantics.kind': 'Something happened, the whole state, or a wish.',
  'semantics.entity': 'The thing the event is about.',
  'semantics.entity.type': 'What kind of thing.',
  'semantics.entity.key': 'Where its identity stands: a pointer, or `@attribute` of the envelope.',
  'semantics.entity.version': 'Where its version stands.',
  'semantics.entity.gap':
    'What a skipped version means: `allow`, `reject` or `wait:PT5S`. An event that waits is answered `held`; it follows the missing versions in their order, or goes into quarantine when the time is over.',
  'semantics.entity.sourceOfTruth': 'The one source that is right about it.',
  'semantics.entity.canonical':
    'Whether the latest state of every entity is kept, to be asked for by its key (`GET /v1/entities/…`). The event log must hold the events: with Kafka as the broker, those of guarded topics.',
  'semantics.operation': 'Which values mean upsert and which delete.',
  'semantics.operation.from': 'Where the operation stands.',
  'semantics.operation.upsert': 'Values that create or change.',
  'semantics.operation.delete': 'Values that delete.',
  'semantics.transitions': 'A state machine.',
  'semantics.transitions.field': 'Where the state stands.',
  'semantics.transitions.graph': 'From each state, the states that may follow.',
  'semantics.delivery': 'How often an event may arrive.',
  'semantics.dedup': 'How repetitions are recognised.',
  'semantics.dedup.window': 'How long an id is remembered.',
  'semantics.dedup.onMismatch': 'The same id with another body.',
  'semantics.conflict': 'When writers disagree.',
  'semantics.conflict.policy': 'Who wins.',
  'semantics.conflict.merge':
    'Under `merge`, the operator of each field by JSON Pointer, or of all others (`*`, `last-writer-wins` where absent): `max`, `min`, `union`, `max-by-member`, `last-writer-wins`, `first-writer-wins`, or `cel:` with an expression of `a` and `b`.',
  'semantics.staleness': 'How old an event may be when it arrives.',
  'semantics.staleness.p99': '99 of 100 events.',
  'semantics.staleness.max': 'Every event.',
  limits: 'What one event, and one producer, may ask of everybody behind the gateway.',
  'limits.size':
    'The largest value of one event: `64KiB`, in B, KiB or MiB, up to the limit `eventBytes`.',
  'limits.rate':
    'How many events one producer may send: `100/s`, `600/min` or `5000/h`. So many may come at once; those beyond are answered 429 with `Retry-After`. Every gateway process counts for itself.',
  retry:
    'How whoever is told to come again (429 and 503) is to do so. `Retry-After` follows from it, and answers repeat it. An empty block means all defaults; where there is none, `Retry-After` is what the gateway needs itself.',
  'retry.maxAttempts':
    'How often one event is sent at most, the first time included; without end where absent. Advice: a gateway does not count attempts.',
  'retry.initialBackoff': 'The wait before the second attempt, beside what the gateway needs.',
  'retry.maxBackoff': 'The longest wait; up to the limit `retryBackoffHours`.',
  'retry.backoffMultiplier': 'How many times as long each wait is as the one before.',
  'retry.jitter':
    'How much of a wait is left to chance, so that producers do not come back as one crowd: all of it, half of it or nothing.',
  fields: 'Overlays by JSON Pointer (`*` for any item); types are never repeated.',
  'fields.classification': 'What kind of data it is; `pii…` is masked everywhere.',
  'fields.mask': 'How it is shown.',
  'fields.deprecatedOn': 'Sending it is warned about from this day.',
  'fields.sunsetOn': 'The day it ends.',
  'fields.replacedBy': 'What to use instead.',
  rules:
    'Conditions in the Common Expression Language. Members of the event are variables; `this` is the whole event, so `has(this.coupon)` asks whether one is there. Beyond the standard: `abs(x)`, `list.sum()`, `cel.bind`, and whole numbers beside fractions. Whole numbers of 64 bits in Protobuf are text, as in its JSON: `int(version) > 4`. Fields, types and patterns are checked when the contract is published.',
  'rules.name': 'The rule’s name.',
  'rules.cel':
    'The condition that must hold of every event that is no tombstone. One that asks for what the event does not have does not hold.',
  'rules.message':
    'What is said to the producer when it does not; the condition itself where absent.',
  'rules.mode': 'What a breach means for this rule.',
  'rules.onFailure':
    'What becomes of the event: `quarantine` keeps it for a person, `reject` forgets it.',
  enforcement: 'How serious it is.',
  'enforcement.mode':
    'Nothing is checked; breaches are recorded; let through with a warning; refused.',
  'enforcement.percent':
    'Of which share of the keys breaches are refused, in whole percents. Who is in stays in; all others are warned.',
  'enforcement.by': 'Whether the share is drawn by key or by producer; by key where absent.',
  'enforcement.rollbackAbove':
    'When a new version steps back from `enforce` to `warn` by itself: refusals jumped with it. The next version enforces again.',
  'enforcement.rollbackAbove.rejectRate':
    'The share of the judged events, twenty at least, that may be refused.',
  'enforcement.rollbackAbove.over':
    'How long after its publication a version is watched; refusals later are the producers’.',
  'enforcement.promoteBelow':
    'When a version that enforces more than the one before may be published: not while too much would have been refused.',
  'enforcement.promoteBelow.rejectRate': 'The share of the judged events that may be refused.',
  'enforcement.promoteBelow.over': 'Measured over this time before the publication.',
  'enforcement.deadLetterTopic':
    'A topic for a copy of each refused event that is kept: its bytes and headers as they came, and why it was refused in headers `concordat-refused-…`. It commits with the case in quarantine; repeats of a refused event are no new copies. No contract may promise the events of this topic.',
  rollout: 'Another policy, tried beside the one in force.',
  'rollout.candidate':
    'What of the contract would be different, laid over its blocks: members replace, `null` takes away, lists are replaced whole (RFC 7396). It may guard by what the contract keeps of the past, and by nothing else.',
  'rollout.candidate.undeclared': 'In the place of `undeclared`.',
  'rollout.candidate.producers': 'In the place of `producers`.',
  'rollout.candidate.semantics': 'Laid over `semantics`.',
  'rollout.candidate.limits': 'Laid over `limits`.',
  'rollout.candidate.fields': 'Laid over `fields`.',
  'rollout.candidate.rules': 'In the place of `rules`.',
  'rollout.candidate.enforcement': 'Laid over `enforcement`.',
  'rollout.percent':
    'For which share of the entities, keys or producers the candidate decides. Who is in stays in; 0 compares only.',
  'rollout.stickiness':
    'Whether the share is drawn by entity, by key of the event or by producer; where absent by entity, or by key where the contract names no entity.',
  deprecation: 'How the contract ends.',
  'deprecation.from': 'Deprecated from this day.',
  'deprecation.sunset': 'Events are refused from this day.',
  'deprecation.migration': 'Where producers and consumers read on.',
};
