import { appendPointer, pointerTokens, valueAtPointer } from '#schema';
import { idFrom, type Imported, NO_OWNER, ownWords, sameContract, topicFrom } from './imported.js';
import { isMembers, numberIn } from './lossless-text.js';
import { NotImportable, shown } from './not-importable.js';
import { type OneImport } from './one-import.js';
import { Reading } from './reading.js';
import { standingAlone } from './standing-alone.js';
import { CONTENT_TYPES, toAsyncApi } from './to-asyncapi.js';
import { toldApart } from './told-apart.js';
import { ValueMeter } from './value-meter.js';

/** A message where it stands, and the channel it was found in. */
interface Message {
  readonly topic: string;
  readonly channel: string;
  readonly message: string;
  /** What it is called where it is kept; nothing where it stands in its channel without a name. */
  readonly key: string | undefined;
}

/** An AsyncAPI document, 2.x or 3.x: one contract for each message of each channel. */
export function fromAsyncApi(document: unknown): Imported {
  const reading = new Reading(document);
  const version = versionSaid(reading);
  const found = version.startsWith('2') ? messagesOfTwo(reading) : messagesOfThree(reading);
  const messages = found.filter(({ message }) => {
    if (!reading.isObject(message)) reading.skip(message);
    return reading.isObject(message);
  });
  const [first] = messages;
  if (!first)
    throw new NotImportable(['it has no channel with a message.', ...reading.skipped()].join(' '));
  const about = { reading, meter: new ValueMeter(), notes: new Set<string>() };
  const kept = keptContract(first, about);
  if (kept) return ownWords(kept, { document, write: toAsyncApi, besides: NOT_COMPARED });
  const contracts = messages.flatMap((each) => contractOf(each, about));
  const told = toldApart(contracts, about.notes);
  const notes = [...about.notes, ...reading.skipped()];
  if (contracts.length === 0)
    throw new NotImportable(`none of its messages can be a contract. ${notes.join(' ')}`);
  takeReached(reading);
  return { contracts: told, notes, lost: reading.lost() };
}

function versionSaid(reading: Reading): string {
  const version = reading.text('', 'asyncapi');
  if (version === undefined)
    throw new NotImportable(
      'it does not say "asyncapi: 3.0.0" or another version of 2 or 3, as text.',
    );
  if (!/^[23]\./.test(version))
    throw new NotImportable(
      `it says ${shown(`asyncapi: ${version}`)}, and only the versions 2 and 3 are read, such as "asyncapi: 3.0.0".`,
    );
  return version;
}

function messagesOfThree(reading: Reading): readonly Message[] {
  const channels = reading.below('', 'channels');
  return Object.keys(reading.members(channels)).flatMap((name) => {
    const channel = reading.follow(reading.below(channels, name));
    const topic = reading.text(channel, 'address') ?? name;
    const messages = reading.below(channel, 'messages');
    return Object.keys(reading.members(messages)).map((key) => ({
      ...{ topic, channel, key, message: reading.follow(reading.below(messages, key)) },
    }));
  });
}

function messagesOfTwo(reading: Reading): readonly Message[] {
  const channels = reading.below('', 'channels');
  return Object.keys(reading.members(channels)).flatMap((topic) => {
    const channel = reading.follow(reading.below(channels, topic));
    const messages = ['publish', 'subscribe']
      .filter((side) => side in reading.members(channel))
      .flatMap((side) => messagesOf(reading, reading.follow(reading.below(channel, side))));
    return [...new Set(messages)].map((message) => ({
      ...{ topic, channel, message, key: componentIn(message) },
    }));
  });
}

function messagesOf(reading: Reading, operation: string): readonly string[] {
  if (!('message' in reading.members(operation))) return [];
  const message = reading.follow(reading.below(operation, 'message'));
  const several = reading.members(message)['oneOf'];
  if (!Array.isArray(several)) return [message];
  const all = appendPointer(message, 'oneOf');
  reading.take(message, 'oneOf');
  return several.map((_, index) => reading.follow(appendPointer(all, index)));
}

const componentIn = (message: string): string | undefined => {
  const [components, messages, name] = pointerTokens(message);
  return components === 'components' && messages === 'messages' ? name : undefined;
};

/** What a contract wrote of itself when it left; the schema is the document’s, edits included. */
function keptContract(first: Message, about: OneImport): object | undefined {
  const kept = valueAtPointer(about.reading.document, '/x-concordat/contract');
  if (sameContract(kept, '') === undefined) return undefined;
  const schema = payloadOf(first.message, about);
  return schema && sameContract(kept, schema.definition);
}

/** The schema is taken from the document; versions and examples are made anew. */
const NOT_COMPARED = [
  '/info/version',
  '/components/schemas',
  '/components/messages/event/payload',
  '/components/messages/event/examples',
  '/x-concordat',
];

function contractOf(found: Message, about: OneImport) {
  const { topic, channel, message } = found;
  const { reading, meter, notes } = about;
  const schema = payloadOf(message, about);
  if (!schema) return [];
  const info = reading.below('', 'info');
  const contact = reading.below(info, 'contact');
  const title = reading.text(message, 'title');
  const name = nameOf(found, reading) ?? title;
  const team = reading.text(contact, 'name') ?? NO_OWNER;
  if (team === NO_OWNER)
    notes.add('The document names no contact: write the owning team in place of "unowned".');
  const address = reading.text(contact, 'email') ?? reading.text(contact, 'url');
  const purpose =
    reading.text(message, 'description') ??
    reading.text(message, 'summary') ??
    reading.text(info, 'description');
  const contract = {
    apiVersion: 'concordat/v1',
    kind: 'EventContract',
    id: idFrom(name === undefined ? topic : name.includes('.') ? name : `${topic}.${name}`),
    name: title ?? name ?? topic,
    owner: { team, ...(address !== undefined && { contact: address }) },
    ...(purpose !== undefined && { description: { purpose } }),
    ...tagsOf(message, reading),
    channel: channelOf(channel, { topic, about }),
  };
  meter.all(contract);
  return [{ ...contract, schema }];
}

/** What a program calls it, before what a person does. */
const nameOf = ({ message, key }: Message, reading: Reading): string | undefined => {
  const id = reading.text(message, 'messageId');
  return reading.text(message, 'name') ?? id ?? key;
};

function tagsOf(message: string, reading: Reading): object {
  const given = reading.take(message, 'tags');
  if (!Array.isArray(given)) return {};
  const tags = given.map((_, index) => reading.follow(appendPointer(message, 'tags', index)));
  return { tags: tags.flatMap((tag) => reading.text(tag, 'name') ?? []) };
}

interface Channel {
  readonly topic: string;
  readonly about: OneImport;
}

/** What Kafka is told of a topic; where a broker is told more, the rest is left out. */
function channelOf(channel: string, { topic, about: { reading, notes } }: Channel) {
  const kafka = reading.below(reading.below(channel, 'bindings'), 'kafka');
  reading.take(kafka, 'bindingVersion');
  const partitions = numberIn(reading.members(kafka)['partitions']);
  if (partitions !== undefined) reading.take(kafka, 'partitions');
  return {
    topic: topicFrom(reading.text(kafka, 'topic') ?? topic, notes),
    ...(partitions !== undefined && { partitions }),
    ...configurationOf(kafka, reading),
  };
}

const DAY_MS = 86_400_000;

function configurationOf(kafka: string, reading: Reading): object {
  const configuration = reading.below(kafka, 'topicConfiguration');
  const members = reading.members(configuration);
  const ms = numberIn(members['retention.ms']) ?? -1;
  if (ms >= 0) reading.take(configuration, 'retention.ms');
  const [policy, ...more] = Array.isArray(members['cleanup.policy'])
    ? (members['cleanup.policy'] as unknown[])
    : [];
  const isOne = more.length === 0 && (policy === 'delete' || policy === 'compact');
  if (isOne) reading.take(configuration, 'cleanup.policy');
  return {
    ...(ms >= 0 && { retention: ms % DAY_MS === 0 ? `P${ms / DAY_MS}D` : `PT${ms / 1_000}S` }),
    ...(isOne && { cleanup: policy }),
  };
}

/** Nothing where the schema is none that a contract can have; a note says so. */
function payloadOf(message: string, about: OneImport) {
  const { reading, meter, notes } = about;
  if (!('payload' in reading.members(message))) {
    notes.add(`The message at ${shown(message)} has no payload: its contract takes every event.`);
    return { format: 'json-schema', definition: true };
  }
  const payload = schemaAt(whole(message, 'payload', reading), reading);
  const isMulti = reading.text(payload, 'schemaFormat') !== undefined;
  const said = reading.text(isMulti ? payload : message, 'schemaFormat') ?? '';
  const type = typeOf(said);
  if (type === undefined || (isMulti && !('schema' in reading.members(payload)))) {
    const why = type ? 'and no schema stands there' : 'in which no contract can be written';
    notes.add(`Left out: the message at ${shown(message)}. It names ${shown(said)}, ${why}.`);
    return undefined;
  }
  const at = isMulti ? schemaAt(whole(payload, 'schema', reading), reading) : payload;
  reading.whole(at);
  takeExpected(message, CONTENT_TYPES[type], reading);
  if (OPENAPI.test(said))
    notes.add(
      `The schema at ${shown(at)} is written for OpenAPI and was taken as a JSON Schema, where "nullable" and other words of OpenAPI say nothing: look it over.`,
    );
  if (type === 'JSON') return { format: 'json-schema', definition: jsonSchema(at, said, about) };
  const definition = valueAtPointer(reading.document, at);
  meter.all(definition);
  return { format: type === 'AVRO' ? 'avro' : 'protobuf', definition };
}

/** A member that is taken whatever it is: `true` is a schema as well. */
function whole(pointer: string, key: string, reading: Reading): string {
  reading.take(pointer, key);
  return reading.below(pointer, key);
}

/**
 * A reference in place of a schema is followed. One beside other words is part of a schema, even
 * where all they do is to define what it refers to.
 */
const schemaAt = (pointer: string, reading: Reading): string =>
  reading.follow(pointer, (value) => Object.keys(value).length === 1);

const OPENAPI = /openapi/;

function typeOf(schemaFormat: string): keyof typeof CONTENT_TYPES | undefined {
  if (/protobuf/.test(schemaFormat)) return 'PROTOBUF';
  if (/avro/.test(schemaFormat)) return 'AVRO';
  const isJson = /^$|asyncapi|openapi|application\/(?:schema\+)?(?:json|yaml)/.test(schemaFormat);
  return isJson ? 'JSON' : undefined;
}

function takeExpected(message: string, contentType: string, reading: Reading): void {
  for (const [at, key] of [
    [message, 'contentType'],
    ['', 'defaultContentType'],
  ] as const)
    if (reading.members(at)[key] === contentType) reading.take(at, key);
}

const DRAFT = /schema\+(?:json|yaml);version=(?:draft-(04|06)|(2019-09|2020-12))/;

/** A schema that does not say its draft is read as draft-07; the document may say another. */
function jsonSchema(at: string, schemaFormat: string, { reading, meter }: OneImport): unknown {
  const schema = standingAlone(at, { reading, meter, ...namedIn(reading.document) });
  const [, old, recent] = DRAFT.exec(schemaFormat) ?? [];
  if (!isMembers(schema) || '$schema' in schema || (!old && !recent)) return schema;
  const $schema = old
    ? `http://json-schema.org/draft-${old}/schema#`
    : `https://json-schema.org/draft/${recent}/schema`;
  return { $schema, ...schema };
}

/** What a contract that left as this document refers to under other subjects. */
function namedIn(document: unknown) {
  const said = valueAtPointer(document, '/x-concordat/contract/schema/references');
  const named = Array.isArray(said) ? (said as unknown[]).filter(isMembers) : [];
  const names = new Set(named.map(({ name }) => String(name)));
  const kept = valueAtPointer(document, '/x-concordat/references');
  const references = new Map<string, string>();
  for (const [key, name] of isMembers(kept) ? Object.entries(kept) : [])
    references.set(key, String(name));
  return { names, references };
}

/** Components are there to be referred to; those nobody refers to came to nothing. */
function takeReached(reading: Reading): void {
  const components = reading.below('', 'components');
  for (const kind of Object.keys(reading.members(components))) {
    const at = reading.below(components, kind);
    for (const name of Object.keys(reading.members(at)))
      if (reading.isReached(kind, name)) reading.take(at, name);
  }
}
