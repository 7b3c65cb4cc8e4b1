import { fail, ok, type Result } from '#kernel';
import type { Json } from '#schema';
import { idFrom, type Imported, members, sameContract, textAt, topicFrom } from './imported.js';
import { inlineReferences, resolved } from './inline-references.js';

interface Message {
  readonly topic: string;
  readonly message: Json;
  readonly channel: Json;
}

const NO_OWNER = 'unowned';

/** An AsyncAPI document, 2.x or 3.x: one contract for each message of each channel. */
export function fromAsyncApi(document: Json): Result<Imported, string> {
  const version = textAt(document, 'asyncapi');
  if (version === undefined || !/^[23]\./.test(version))
    return fail('it does not say "asyncapi: 3.0.0" or another version from 2 on.');
  const found = version.startsWith('2') ? messagesOfTwo(document) : messagesOfThree(document);
  if (found.length === 0) return fail('it has no channel with a message.');
  const notes = new Set<string>();
  const contracts = found.map((each) => contractOf(each, document, notes));
  return ok({ contracts, notes: [...notes] });
}

function messagesOfThree(document: Json): readonly Message[] {
  return Object.entries(members(members(document)['channels'])).flatMap(([name, given]) => {
    const channel = resolved(given as Json, document) ?? null;
    const topic = textAt(channel, 'address') ?? name;
    return Object.values(members(members(channel)['messages'])).map((message) => ({
      ...{ topic, channel, message: resolved(message as Json, document) ?? null },
    }));
  });
}

function messagesOfTwo(document: Json): readonly Message[] {
  return Object.entries(members(members(document)['channels'])).flatMap(([topic, given]) => {
    const channel = resolved(given as Json, document) ?? null;
    const messages = ['publish', 'subscribe'].flatMap((side) => {
      const operation = resolved(members(channel)[side] as Json | undefined, document);
      const message = resolved(members(operation)['message'] as Json | undefined, document);
      const several = members(message)['oneOf'];
      const all = Array.isArray(several) ? (several as Json[]) : [message];
      return all.flatMap((each) => resolved(each, document) ?? []);
    });
    return [...new Set(messages)].map((message) => ({ topic, channel, message }));
  });
}

function contractOf({ topic, channel, message }: Message, document: Json, notes: Set<string>) {
  const { format, definition } = payloadOf(message, document);
  const kept = sameContract(members(members(document)['x-concordat'])['contract'], definition);
  if (kept) return kept;
  const info = members(document)['info'];
  const name = textAt(message, 'name') ?? textAt(message, 'title') ?? topic;
  const team = textAt(members(info)['contact'], 'name') ?? NO_OWNER;
  if (team === NO_OWNER)
    notes.add('The document names no contact: write the owning team in place of "unowned".');
  const purpose =
    textAt(message, 'description') ?? textAt(message, 'summary') ?? textAt(info, 'description');
  const tags = members(message)['tags'];
  const kafka = members(members(members(channel)['bindings'])['kafka']);
  const partitions = kafka['partitions'];
  return {
    apiVersion: 'concordat/v1',
    kind: 'EventContract',
    id: idFrom(name.includes('.') ? name : `${topic}.${name}`),
    name: textAt(message, 'title') ?? name,
    owner: { team },
    ...(purpose !== undefined && { description: { purpose } }),
    ...(Array.isArray(tags) && { tags: tags.flatMap((tag) => textAt(tag, 'name') ?? []) }),
    schema: { format, definition },
    channel: {
      topic: topicFrom(textAt(kafka, 'topic') ?? topic),
      ...(typeof partitions === 'number' && { partitions }),
    },
  };
}

function payloadOf(message: Json, document: Json) {
  const payload = resolved(members(message)['payload'] as Json | undefined, document) ?? true;
  const isMulti = textAt(payload, 'schemaFormat') !== undefined && 'schema' in members(payload);
  const said = textAt(isMulti ? payload : message, 'schemaFormat') ?? '';
  const schema = isMulti ? ((members(payload)['schema'] ?? true) as Json) : payload;
  if (/protobuf/.test(said)) return { format: 'protobuf', definition: schema };
  if (/avro/.test(said)) return { format: 'avro', definition: schema };
  return { format: 'json-schema', definition: inlineReferences(schema, document) };
}
