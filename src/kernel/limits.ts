/** One written limit. The value is in the unit the name ends with. */
export interface Limit {
  readonly value: number;
  /** What is refused beyond it, and why the number. */
  readonly why: string;
}

/**
 * Every limit on what comes from outside. `docs/limits.md` is generated from this table; a test
 * proves each row by going one beyond it.
 */
export const limits = {
  schemaBytes: {
    value: 512 * 1024,
    why: 'A schema text longer than this is refused before it is parsed.',
  },
  schemaDepth: {
    value: 64,
    why: 'Nesting of a schema text; deeper ones overflow validators and people.',
  },
  schemaNodes: {
    value: 20_000,
    why: 'Values in one schema text, each object, array and scalar counted.',
  },
  schemaProperties: {
    value: 1_000,
    why: 'Members of one object in a schema; wider ones take seconds to compile.',
  },
  schemaNameCharacters: {
    value: 512,
    why: 'Characters of a full name in a Protobuf schema, its package and messages around included.',
  },
  schemaBranches: { value: 256, why: 'Branches of one anyOf, oneOf or allOf.' },
  schemaRefs: { value: 2_000, why: '$ref occurrences in one schema.' },
  schemaPatterns: { value: 200, why: 'Regular expressions in one schema.' },
  patternCharacters: { value: 512, why: 'Characters of one regular expression.' },
  enumValues: { value: 5_000, why: 'Values of one enum.' },
  subjectCharacters: { value: 255, why: 'Characters of a subject or contract id.' },
  referenceDepth: { value: 32, why: 'How deep references to other subjects may nest.' },
  referenceCount: { value: 500, why: 'Referenced schemas, counted transitively.' },
  checkedSchemas: { value: 100, why: 'Schemas of one set in one request to POST /v1/checks.' },
  sandboxCpuMs: {
    value: 2_000,
    why: 'CPU time of compiling one schema, or comparing two, in a process that is killed beyond it.',
  },
  sandboxMemoryMb: { value: 256, why: 'JavaScript heap of that process.' },
  ruleNodes: { value: 1_000, why: 'Names, values and operations of one rule of a contract.' },
  ruleSteps: {
    value: 100_000,
    why: 'Steps the rules of a contract may take on one event; beyond it nobody can tell and it is refused.',
  },
  requestRuleSteps: {
    value: 1_000_000,
    why: 'Steps the rules may take on all events of one request together, so that none holds the others up.',
  },
  contractBytes: { value: 1024 * 1024, why: 'A contract document, schema definition included.' },
  reasonCharacters: {
    value: 500,
    why: 'Characters of why a contract version is published; more belongs where it can be discussed.',
  },
  importedValues: {
    value: 200_000,
    why: 'Values in all contracts made of one document of another standard; a text counts once more for every 100 characters. References that repeat make much of little.',
  },
  registryBodyBytes: { value: 2 * 1024 * 1024, why: 'Body of one request to the registry.' },
  answerBytes: {
    value: 16 * 1024 * 1024,
    why: 'Body of one answer of a server that the command line asks.',
  },
  gatewayBodyBytes: {
    value: 4 * 1024 * 1024,
    why: 'Body of one request to the gateway, all events together.',
  },
  refusedBodyMs: {
    value: 5_000,
    why: 'How long the rest of a refused body is read and thrown away, so that its sender hears why.',
  },
  bodiesUnderWayBytes: {
    value: 256 * 1024 * 1024,
    why: 'Bytes of all bodies that have not wholly come yet, of each server in one process; beyond it the request that began first is refused. Likewise of records in streams.',
  },
  unreadAnswersBytes: {
    value: 256 * 1024 * 1024,
    why: 'Bytes of answers that nobody reads, of each server in one process; beyond it the connection that was left unread first is closed.',
  },
  silenceMs: {
    value: 120_000,
    why: 'How long a connection with a request on it may be still in both directions; then it is closed. What has to wait longer, as a tail, says a word meanwhile.',
  },
  connections: {
    value: 10_000,
    why: 'Connections of each server in one process, fewer where the system allows it fewer open files; a further one takes the place of one that keeps the server waiting. While all others are at work it is told so, with 503, but for /healthz and /readyz.',
  },
  requestsAhead: {
    value: 8,
    why: 'Requests of one connection at work before the answer to an earlier one is read; further ones wait for their turn.',
  },
  recordStreams: {
    value: 1_000,
    why: 'Open streams of records (Kafka REST v3) of one gateway process; half of them for one key.',
  },
  eventBytes: {
    value: 1024 * 1024,
    why: 'Value of one event; Kafka brokers refuse more by default.',
  },
  eventsPerRequest: { value: 1_000, why: 'Events in one request.' },
  eventDepth: { value: 64, why: 'Nesting of one event.' },
  eventNodes: { value: 50_000, why: 'Values in one event.' },
  protobufDepth: {
    value: 100,
    why: 'Nesting of messages in Protobuf bytes; other readers refuse more, too.',
  },
  eventAttributes: { value: 64, why: 'CloudEvents context attributes of one event.' },
  attributeCharacters: { value: 2_048, why: 'Characters of one context attribute.' },
  eventIdCharacters: { value: 256, why: 'Characters of an event id.' },
  idempotencyKeyCharacters: { value: 255, why: 'Characters of an Idempotency-Key.' },
  idempotencyHours: {
    value: 24,
    why: 'How long a request with an Idempotency-Key gets its first answer again; then it is a new one.',
  },
  idempotencyClaimMs: {
    value: 60_000,
    why: 'How long such a request may be under way until a repeat takes it over: its gateway is gone.',
  },
  clockSkewMs: {
    value: 60_000,
    why: 'How far the clock of an event may run ahead; beyond it would win against everybody until then.',
  },
  rateBuckets: {
    value: 10_000,
    why: 'Producers whose rates one gateway process counts at a time, each for each contract; those beyond share one rate.',
  },
  compiledSchemas: {
    value: 2_000,
    why: 'Schemas one gateway process holds compiled, those used last; others are compiled again at their next event.',
  },
  refusalsRemembered: {
    value: 1_000,
    why: 'Refused values one gateway process knows the reasons of without looking for them again, those refused last.',
  },
  reasonsPerSecond: {
    value: 2_000,
    why: 'Refused events of one producer and contract of which one gateway process looks for the places in a second; of those beyond it says only that they break their schema.',
  },
  violationsPerEvent: {
    value: 20,
    why: 'Reasons listed for one refused event; the rest is counted.',
  },
  validationSteps: {
    value: 500_000,
    why: 'Schemas entered while one event is checked; references that fan out cost exponential time.',
  },
  logReadEvents: { value: 1_000, why: 'Events answered by one read of the event log.' },
  logReadBytes: {
    value: 8 * 1024 * 1024,
    why: 'Keys and values answered by one read of the event log; at least one event always is.',
  },
  logWaitingEvents: {
    value: 50_000,
    why: 'Events waiting for the transaction before theirs; beyond it the gateway answers 503.',
  },
  logWaitingBytes: {
    value: 64 * 1024 * 1024,
    why: 'Bytes of events waiting likewise: they are held in memory.',
  },
  lineWaitMs: {
    value: 250,
    why: 'How long a request with events may have to wait for those before it, by the pace of this moment; who would wait longer hears 503 before its body is read.',
  },
  lineBytesLeast: {
    value: 1024 * 1024,
    why: 'Bytes of requests that are let in however slow the pace is; one request always is.',
  },
  lineRetrySeconds: {
    value: 10,
    why: 'The longest Retry-After of such a refusal; it grows with how many are refused, and differs from one to the next. Until then its connection is read again only where there is room.',
  },
  retryBackoffHours: {
    value: 24,
    why: 'The longest time that a contract may ask producers to wait before they send an event again.',
  },
  gapWaitHours: {
    value: 24,
    why: 'How long a contract may let an event wait for the version before it.',
  },
  heldEventsPerContract: {
    value: 1_000,
    why: 'Events of one contract that wait so; beyond it producers are told to come again. Gateways that admit at the same moment may each add a batch.',
  },
  relayBacklogEvents: {
    value: 1_000_000,
    why: 'Guarded events of one topic that wait in the log for Kafka; beyond it the gateway answers 503.',
  },
  logVerifyEvents: {
    value: 20_000,
    why: 'Events whose chain one request verifies, and the batch it ends in; ask again from `nextOffset`.',
  },
  logFaultsShown: { value: 20, why: 'Faults of a chain listed by one request; it ends there.' },
  consumerMembers: { value: 100, why: 'Members of one consumer group; partitions are few, too.' },
  consumerWaitMs: { value: 30_000, why: 'How long one poll of a consumer group may wait.' },
  consumerLeaseMs: {
    value: 300_000,
    why: 'How long a consumer may hold a partition without asking for more.',
  },
  logPolls: { value: 500, why: 'Polls of consumer groups that wait in one process.' },
  replaysRunning: {
    value: 10,
    why: 'Replays that run at the same time; each reads the whole topic.',
  },
  sandboxDays: { value: 7, why: 'How long a sandbox topic keeps what was replayed into it.' },
  stateWaitMs: {
    value: 30_000,
    why: 'How long one read of the latest state of an entity may wait for a position of the log.',
  },
  stateWaits: { value: 200, why: 'Reads that wait so in one process.' },
  pastEvents: {
    value: 200_000,
    why: 'Events of a topic that are folded to tell a state an entity had.',
  },
  pastReads: { value: 4, why: 'Such states made at the same time in one process.' },
  comparedKeys: {
    value: 1_000,
    why: 'Entities of a copy, or stretches of them, that one request holds against the log or repairs.',
  },
  comparedStretchKeys: {
    value: 50_000,
    why: 'Entities in the stretches of one such request: each state is read and hashed.',
  },
  logTails: {
    value: 200,
    why: 'Open tails of the event log in one process; half of them for one key.',
  },
  quarantineEventsPerTopic: {
    value: 10_000,
    why: 'Refused events of one topic kept with their bytes; the rest is counted only.',
  },
  quarantineCasesAtOnce: {
    value: 200,
    why: 'Overdue refused events that one transaction closes, or of which it lets go: rooms of topics are locked meanwhile.',
  },
  quarantineCasesPerLook: {
    value: 10_000,
    why: 'Overdue refused events that a gateway closes in one look, once a minute; the rest waits for the next.',
  },
  quarantineBytesPerTopic: {
    value: 256 * 1024 * 1024,
    why: 'Bytes of the refused events kept of one topic; the rest is counted only.',
  },
  associationsPerSubject: {
    value: 100,
    why: 'Resources one subject may be associated with; more share a schema by reference.',
  },
  associationRequests: {
    value: 100,
    why: 'Requests of one batch about associations, each of which may register a schema.',
  },
  keyEncryptionKeys: {
    value: 1_000,
    why: 'Keys that wrap data keys; a registry with more has lost sight of them.',
  },
  keyNameCharacters: { value: 64, why: 'Characters of the name of such a key.' },
  keyMaterialCharacters: {
    value: 8_192,
    why: 'Characters of a wrapped data key; those of key services have some hundreds.',
  },
  keyDays: {
    value: 366,
    why: 'For how long a key may be valid; one that never ends is never renewed.',
  },
  auditReadMinutes: {
    value: 60,
    why: 'For how long one entry of the audit stands for all reads of one secret by one principal.',
  },
  auditReadsRemembered: {
    value: 10_000,
    why: 'Such reads one process remembers; of those beyond PostgreSQL is asked again.',
  },
  auditVerifyEntries: {
    value: 100_000,
    why: 'Entries of the audit held against their hashes by one request.',
  },
  holdReasonCharacters: {
    value: 2_000,
    why: 'Why a topic is held, or is held no longer; a longer text is refused.',
  },
  noteCharacters: { value: 2_000, why: 'A note beside an action; a longer one is cut.' },
  talliedNames: {
    value: 100,
    why: 'Producers, and reasons, counted by name for one contract; the rest is one "other".',
  },
  tallyMinuteDays: {
    value: 8,
    why: 'How long verdicts are counted by the minute; then by the hour. No page looks further back by the minute than a week.',
  },
  tallyHourDays: { value: 92, why: 'How long verdicts are counted by the hour; then by the day.' },
  tallyDays: { value: 400, why: 'How long it is known how many events met which verdict.' },
  comparedVerdicts: {
    value: 5_000,
    why: 'Pairs of verdicts, of a policy and its candidate, that one gateway process counts apart between two writes, or while PostgreSQL is away; further ones are missing, and a metric says how many.',
  },
  comparisonDays: {
    value: 31,
    why: 'How long it is kept what candidates said of events.',
  },
  divergenceSamples: {
    value: 10,
    why: 'Events kept by name for each two verdicts on which a policy and its candidate differ, the newest.',
  },
  undeclaredFields: {
    value: 500,
    why: 'Undeclared fields of one contract told apart, one for each producer of each; the rest is counted together.',
  },
  measuredEvents: {
    value: 1_000,
    why: 'Events, the newest of those a reader or the relay is done with, whose time in the log is measured at once.',
  },
  latencyDays: { value: 7, why: 'How long it is kept how long events took, by the minute.' },
  talliedNameCharacters: {
    value: 200,
    why: 'Characters of a name in a count; longer ones are cut.',
  },
  searchCharacters: { value: 200, why: 'Characters of a question to the search.' },
  searchWords: { value: 10, why: 'Words of one question.' },
  searchCandidates: {
    value: 10_000,
    why: 'Entries a question may match before they are ranked; of more no one is better known.',
  },
  searchRows: { value: 100, why: 'Results of one page of the search.' },
  liveStreams: {
    value: 500,
    why: 'Open pages that one process tells of what moves; further ones ask by themselves.',
  },
  observedGroups: {
    value: 200,
    why: 'Consumer groups of Kafka that a gateway looks at; those after them by name are not shown.',
  },
  linkedEvents: {
    value: 200,
    why: 'Causes, effects and events of the same correlation shown of one event; of each so many.',
  },
  exampleEvents: {
    value: 60,
    why: 'Newest events of a topic, of all its partitions together, among which examples of one contract are looked for; of a topic that many share they may be none of its own.',
  },
  pageRows: { value: 1_000, why: 'Rows of one page of any listing.' },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;
