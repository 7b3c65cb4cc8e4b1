import { limits, type ProblemRow } from '#kernel';

const row = <Args = void>(problem: ProblemRow<Args>) => problem;

/** Why a whole request is refused. What ends a single event is a row of `reasons.ts`. */
export const gatewayProblems = {
  BODY_NOT_JSON: row<{ offset: number; expected: string }>({
    code: 'BODY_NOT_JSON',
    http: 400,
    confluent: 400,
    title: 'Body is not JSON',
    message: ({ offset, expected }) =>
      `The body is not JSON: at byte ${offset} there should be ${expected}. No event of it was taken.`,
    hint: () => 'Send what a JSON serialiser writes, in UTF-8.',
  }),
  BODY_SHAPE_UNKNOWN: row<string>({
    code: 'BODY_SHAPE_UNKNOWN',
    http: 400,
    confluent: 422,
    title: 'Body has another shape',
    message: (offence) => `The body is JSON, but not of the shape this address takes: ${offence}.`,
    hint: () => 'docs/http-api-gateway.md shows each shape. No event of the request was taken.',
  }),
  REQUEST_WITHOUT_EVENTS: row({
    code: 'REQUEST_WITHOUT_EVENTS',
    http: 422,
    confluent: 422,
    title: 'No events in the request',
    message: () => 'The request carries no event.',
    hint: () => 'Send at least one.',
  }),
  TOO_MANY_EVENTS: row<number>({
    code: 'TOO_MANY_EVENTS',
    http: 413,
    confluent: 413,
    title: 'Too many events in one request',
    message: (max) => `The request carries more than ${max} events; none of them was taken.`,
    hint: () => `Send at most ${limits.eventsPerRequest.value} at a time.`,
  }),
  DRY_RUN_UNCLEAR: row({
    code: 'DRY_RUN_UNCLEAR',
    http: 400,
    confluent: 422,
    title: 'Dry run or not?',
    message: () =>
      'Whether these events are to be sent is not clear: dryRun is true or false, and there is none of a stream. No event of the request was taken.',
    hint: () => 'Send dryRun=true to ask only, to any address but that of a stream.',
  }),
  DRY_RUN_WITH_SCHEMA: row({
    code: 'DRY_RUN_WITH_SCHEMA',
    http: 422,
    confluent: 422,
    title: 'A dry run registers nothing',
    message: () =>
      'The request brings the text of a schema, which would have to be registered first; a dry run registers nothing.',
    hint: () => 'Name the schema by its id, or ask POST /v1/checks about it first.',
  }),
  NOT_A_CLOUDEVENT_REQUEST: row<string>({
    code: 'NOT_A_CLOUDEVENT_REQUEST',
    http: 415,
    title: 'Request carries no CloudEvent',
    message: (contentType) =>
      `This address takes CloudEvents 1.0 over HTTP, and this request has no ce- headers and the Content-Type ${contentType || 'none'}.`,
    hint: () =>
      'Send ce-id, ce-source, ce-type and ce-specversion headers, or application/cloudevents+json, or application/cloudevents-batch+json.',
  }),
  EMBEDDED_FORMAT_UNSUPPORTED: row<string>({
    code: 'EMBEDDED_FORMAT_UNSUPPORTED',
    http: 415,
    confluent: 415,
    title: 'Embedded format not taken',
    message: (contentType) => `The Content-Type ${contentType || 'none'} is not taken here.`,
    hint: () =>
      'Send application/vnd.kafka.<format>.v2+json, where the format is json, binary, avro, jsonschema or protobuf, or application/json; uncompressed.',
  }),
  IDEMPOTENCY_KEY_INVALID: row({
    code: 'IDEMPOTENCY_KEY_INVALID',
    http: 400,
    confluent: 400,
    title: 'Idempotency-Key not readable',
    message: () =>
      `The header Idempotency-Key is no quoted text of 1 to ${limits.idempotencyKeyCharacters.value} ASCII characters, or this address takes none. No event was taken.`,
    hint: () => 'Send e.g. Idempotency-Key: "8e03978e-40d5", a new one for each new request.',
  }),
  IDEMPOTENCY_KEY_REUSED: row({
    code: 'IDEMPOTENCY_KEY_REUSED',
    http: 422,
    confluent: 422,
    title: 'Idempotency-Key used for another request',
    message: () =>
      'Another request came under this Idempotency-Key: its address, its headers or its body differ. No event of this one was taken.',
    hint: () => 'Give every request a key of its own, and send a repeat unchanged.',
  }),
  IDEMPOTENCY_KEY_IN_FLIGHT: row({
    code: 'IDEMPOTENCY_KEY_IN_FLIGHT',
    http: 409,
    confluent: 409,
    title: 'Request under way',
    message: () => 'The first request of this Idempotency-Key has no answer yet.',
    hint: () => 'Send it again after Retry-After, and get the same answer.',
  }),
  RECORD_TOO_SLOW: row({
    code: 'RECORD_TOO_SLOW',
    http: 408,
    confluent: 408,
    title: 'Record too slow',
    message: () =>
      'The record did not wholly arrive while memory was needed for others; nothing of it was stored.',
    hint: () => 'Send it again in a new stream, all of it at once.',
  }),
  ANSWERS_AWAY: row<string>({
    code: 'ANSWERS_AWAY',
    http: 503,
    confluent: 50301,
    title: 'Earlier answers not known',
    message: (why) =>
      `Whether a request of this Idempotency-Key was answered already is not known: ${why} No event of it was taken now.`,
    hint: () => 'Send it again after Retry-After, unchanged and under the same key.',
  }),
  CASE_UNKNOWN: row<string>({
    code: 'CASE_UNKNOWN',
    http: 404,
    title: 'No such case in quarantine',
    message: (id) => `The quarantine has no case "${id}".`,
    hint: () => 'GET /v1/quarantine lists the cases.',
  }),
  CASE_CLOSED: row<{ id: string; state: string }>({
    code: 'CASE_CLOSED',
    http: 409,
    title: 'The case is closed',
    message: ({ id, state }) =>
      `The case "${id}" is ${state} already, and its event is kept no more.`,
    hint: () => 'GET /v1/quarantine/{id} tells what was done about it, when and by whom.',
  }),
  CASE_WITHOUT_EVENT: row<string>({
    code: 'CASE_WITHOUT_EVENT',
    http: 409,
    title: 'The case has no event',
    message: (id) =>
      `The case "${id}" counts events that were not kept, so there is nothing to send again.`,
    hint: () => 'Ask the producer to send them again, or discard the case.',
  }),
  CASE_WITHOUT_CONFLICT: row<string>({
    code: 'CASE_WITHOUT_CONFLICT',
    http: 409,
    title: 'Nothing stands in its way',
    message: (id) =>
      `The event of the case "${id}" is in conflict with nothing that a person decides about.`,
    hint: () =>
      'Send it again without "over". People decide where the contract says semantics.conflict.policy: review or vector-clock.',
  }),
  CONFLICT_MOVED_ON: row<{ over: string; now: string }>({
    code: 'CONFLICT_MOVED_ON',
    http: 409,
    title: 'Something else stands by now',
    message: ({ over, now }) =>
      `It was to stand over ${over.slice(0, 100)}, and ${now.slice(0, 100)} stands by now.`,
    hint: () => 'GET /v1/quarantine/{id}/standing tells what stands; look at it, and decide again.',
  }),
  CONFLICT_UNWRITABLE: row<string>({
    code: 'CONFLICT_UNWRITABLE',
    http: 422,
    title: 'Its next version cannot be written',
    message: (why) => `The event cannot be given the version after the one that stands: ${why}.`,
    hint: () => 'Ask its producer to read the entity and to send the write anew.',
  }),
  TOPIC_UNKNOWN: row<string>({
    code: 'UNKNOWN_TOPIC',
    http: 404,
    confluent: 40401,
    title: 'No contract for this topic',
    message: (topic) =>
      `No contract in force speaks about the topic ${topic}, so no event was taken: a gateway that let the unknown pass would guard nothing.`,
    hint: () =>
      'Publish a contract whose channel.topic names it: POST /v1/contracts on the registry, or concordat publish.',
  }),
  CONTRACT_UNKNOWN: row<string>({
    code: 'UNKNOWN_CONTRACT',
    http: 404,
    title: 'No such contract in force',
    message: (id) => `No contract ${id} is in force at this gateway.`,
    hint: () =>
      'GET /v1/contracts on the registry lists them; a new one takes up to a second to arrive.',
  }),
  CONTRACTS_NOT_LOADED: row({
    code: 'CONTRACTS_NOT_LOADED',
    http: 503,
    confluent: 50301,
    title: 'Contracts not loaded yet',
    message: () =>
      'This gateway has not been able to read the contracts since it started, so it can judge nothing.',
    hint: () => 'Send it again after Retry-After; the gateway keeps trying.',
  }),
  SCHEMA_NOT_REGISTERED: row({
    code: 'SCHEMA_NOT_REGISTERED',
    http: 503,
    confluent: 50301,
    title: 'Schema not registered yet',
    message: () =>
      'The schema in the request could not be registered, because the registry is away; no event of it was taken.',
    hint: () => 'Send it again after Retry-After, or name a registered schema by its id.',
  }),
  RECORD_STREAMS_FULL: row({
    code: 'RECORD_STREAMS_FULL',
    http: 503,
    confluent: 50301,
    title: 'Too many streams of records',
    message: () =>
      `Of the ${limits.recordStreams.value} streams of records that this process reads, none is free, or half of them are yours; nothing of this one was read.`,
    hint: () => 'Send records in batches (records:batch), or in fewer streams.',
  }),
  GATEWAY_OVERLOADED: row({
    code: 'GATEWAY_OVERLOADED',
    http: 503,
    confluent: 50301,
    title: 'Too much at once',
    message: () =>
      'More is sent to this gateway than it gets done in time, so the request was not read and no event of it was taken.',
    hint: () => 'Send it again after Retry-After.',
  }),
  EVENTS_DEFERRED: row<string>({
    code: 'BROKER_AWAY',
    http: 503,
    confluent: 50003,
    title: 'Broker away',
    message: (why) => `No event of the request was acknowledged: ${why}`,
    hint: () => 'Send the request again after Retry-After.',
  }),
  RATE_EXCEEDED: row<string>({
    code: 'RATE_EXCEEDED',
    http: 429,
    confluent: 429,
    title: 'Faster than agreed',
    message: (why) => `No event of the request was taken: ${why}`,
    hint: () => 'Send the request again after Retry-After, and send more slowly.',
  }),
  NO_ROOM_TO_WAIT: row<string>({
    code: 'NO_ROOM_TO_WAIT',
    http: 429,
    confluent: 429,
    title: 'Too many events wait',
    message: (why) => `No event of the request was taken: ${why}`,
    hint: () => 'Send the missing versions first, and the request again after Retry-After.',
  }),
  NOTHING_ACCEPTED: row<number>({
    code: 'NOTHING_ACCEPTED',
    http: 422,
    confluent: 422,
    title: 'No event accepted',
    message: (count) => `None of the ${count} events of the request was accepted.`,
    hint: () => 'Each result names its reason, the place and the contract version.',
  }),
} as const;
