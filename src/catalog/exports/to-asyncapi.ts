import { durationMs } from '#contract';
import type { PublishedContract } from '#registry';

/** AsyncAPI's names of the languages; of JSON Schema each draft has its own. */
const FORMATS = {
  AVRO: 'application/vnd.apache.avro+json;version=1.9.0',
  PROTOBUF: 'application/vnd.google.protobuf;version=3',
} as const;
/** As gateways take them. */
const CONTENT_TYPES = {
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

/**
 * A contract as an AsyncAPI 3.0 document: one channel, one message, and whoever sends it. What
 * AsyncAPI has no word for stands whole below `x-concordat`.
 */
export function toAsyncApi(published: PublishedContract, example: unknown): object {
  const { id, version, contract } = published;
  const { name, description, owner, tags, envelope } = contract;
  const told = [description.purpose, description.limitations].filter(Boolean).join('\n\n');
  return {
    asyncapi: '3.0.0',
    info: {
      title: name,
      version: String(version),
      ...(told !== '' && { description: told }),
      contact: { name: owner.team },
      tags: tags.map((tag) => ({ name: tag })),
    },
    defaultContentType: CONTENT_TYPES[published.source.type],
    channels: { events: channelOf(published) },
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
          contentType: CONTENT_TYPES[published.source.type],
          payload: payloadOf(published),
          ...(isObject(example) && { examples: [{ name: 'small', payload: example }] }),
        },
      },
    },
    'x-concordat': { contract },
  };
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function channelOf({ contract: { channel } }: PublishedContract): object {
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

function payloadOf({ source }: PublishedContract): object {
  if (source.type !== 'JSON') {
    const schema: unknown = source.type === 'AVRO' ? JSON.parse(source.text) : source.text;
    return { schemaFormat: FORMATS[source.type], schema };
  }
  const schema: unknown = JSON.parse(source.text);
  const { $schema = '' } = (isObject(schema) ? schema : {}) as { $schema?: string };
  const draft = DRAFTS.find(([named]) => named.test($schema))?.[1] ?? 'draft-07';
  return { schemaFormat: `application/schema+json;version=${draft}`, schema };
}
