import { durationMs } from '../duration-ms.js';
import { type ExportedContract, withoutText } from './exported-contract.js';
import { isMembers, losslessFrom } from './lossless-text.js';
import { placeOfReference, reRooted } from './re-rooted.js';

/** AsyncAPI's names of the languages; of JSON Schema each draft has its own. */
const FORMATS = {
  AVRO: 'application/vnd.apache.avro+json;version=1.9.0',
  PROTOBUF: 'application/vnd.google.protobuf;version=3',
} as const;
/** As gateways take them. */
export const CONTENT_TYPES = {
  JSON: 'application/json',
  AVRO: 'application/avro',
  PROTOBUF: 'application/protobuf',
} as const;
const DRAFTS: readonly (readonly [RegExp, string])[] = [
  [/2020-12/, '2020-12'],
  [/2019-09/, '2019-09'],
  [/draft-06/, 'draft-06'],
  [/draft-0[34]/, 'draft-04'],
];
const PLACE = '/components/messages/event/payload/schema';

/**
 * A contract as an AsyncAPI 3.0 document: one channel, one message, and whoever sends it. What
 * AsyncAPI has no word for stands whole below `x-concordat`.
 */
export function toAsyncApi(exported: ExportedContract, example?: unknown): object {
  const { contract, source, version = 0 } = exported;
  const { id, name, description, owner, tags, envelope } = contract;
  const told = [description.purpose, description.limitations].filter(Boolean).join('\n\n');
  const keys = keysOf(exported);
  return {
    asyncapi: '3.0.0',
    info: {
      title: name,
      version: String(version),
      ...(told !== '' && { description: told }),
      contact: { name: owner.team },
      tags: tags.map((tag) => ({ name: tag })),
    },
    defaultContentType: CONTENT_TYPES[source.type],
    channels: { events: channelOf(exported) },
    operations: {
      sendEvent: {
        action: 'send',
        channel: { $ref: '#/channels/events' },
        messages: [{ $ref: '#/channels/events/messages/event' }],
      },
    },
    components: {
      messages: {
        event: {
          name: envelope?.type ?? id,
          title: name,
          contentType: CONTENT_TYPES[source.type],
          payload: payloadOf(exported, keys),
          ...(isMembers(example) && { examples: [{ name: 'small', payload: example }] }),
        },
      },
      ...(keys.size > 0 && { schemas: referencedBy(exported, keys) }),
    },
    'x-concordat': { contract: withoutText(exported), ...namesOf(exported, keys) },
  };
}

function channelOf({ contract: { channel } }: ExportedContract): object {
  const retention = channel.retention === undefined ? undefined : durationMs(channel.retention);
  return {
    address: channel.topic,
    messages: { event: { $ref: '#/components/messages/event' } },
    bindings: {
      kafka: {
        topic: channel.topic,
        partitions: channel.partitions,
        topicConfiguration: {
          'cleanup.policy': [channel.cleanup],
          ...(retention !== undefined && { 'retention.ms': retention }),
        },
        bindingVersion: '0.5.0',
      },
    },
  };
}

type Keys = ReadonlyMap<string, string>;

/** Names of referenced JSON Schemas are addresses or paths; keys of components have fewer letters. */
const keysOf = ({ source }: ExportedContract): Keys =>
  new Map(
    source.type === 'JSON'
      ? source.references.map(({ name }, index) => [name, `reference${index + 1}`])
      : [],
  );

/** What the contract names by a subject comes back under its name; what a file brought, within. */
function namesOf({ contract }: ExportedContract, keys: Keys): object {
  const named = contract.schema.references.flatMap(({ name }) => {
    const key = keys.get(name);
    return key === undefined ? [] : [[key, name] as const];
  });
  return named.length > 0 ? { references: Object.fromEntries(named) } : {};
}

const referencedBy = ({ source }: ExportedContract, keys: Keys): object =>
  Object.fromEntries(
    source.references.map(({ name, text }) => {
      const key = String(keys.get(name));
      return [key, reRooted(text, placeOfReference(key), keys)];
    }),
  );

function payloadOf({ source: { type, text } }: ExportedContract, keys: Keys): object {
  if (type !== 'JSON') {
    const schema: unknown = type === 'AVRO' ? losslessFrom(text) : text;
    return { schemaFormat: FORMATS[type], schema };
  }
  const schema = reRooted(text, PLACE, keys);
  const said = isMembers(schema) ? String(schema['$schema']) : '';
  const draft = DRAFTS.find(([named]) => named.test(said))?.[1] ?? 'draft-07';
  return { schemaFormat: `application/schema+json;version=${draft}`, schema };
}
