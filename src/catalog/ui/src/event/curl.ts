import type { ContractAnswer } from '../api/answers';
import { JSON_TYPES } from './json-type';

/** Formats of Kafka REST; those of the binary languages say which schema they mean. */
const KAFKA_REST = {
  JSON: { embedded: 'json', isNamed: false },
  AVRO: { embedded: 'avro', isNamed: true },
  PROTOBUF: { embedded: 'protobuf', isNamed: true },
} as const;

/** Quotes for a POSIX shell: inside '…' only ' itself needs care. */
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Sent twice it is the same event, as it should be; and the same page is the same text. */
const exampleId = ({ id, version }: ContractAnswer) => `try-${id}-${version}`;

const originOf = ({ sending }: ContractAnswer, hostname: string): string =>
  `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${sending.gatewayPort}`;

/** A command that sends the example, as a producer would. */
export function curlText(contract: ContractAnswer, hostname: string): string {
  const { sending, channel, example, schema } = contract;
  const origin = originOf(contract, hostname);
  const value = JSON.stringify(example, null, 2);
  if (sending.eventType) {
    return [
      `curl -i ${origin}/events \\`,
      `  -H ${quoted(`Content-Type: ${JSON_TYPES[schema.format]}`)} \\`,
      `  -H 'ce-specversion: 1.0' -H ${quoted(`ce-id: ${exampleId(contract)}`)} \\`,
      `  -H ${quoted(`ce-type: ${sending.eventType}`)} -H 'ce-source: /try-it' \\`,
      `  -d ${quoted(value)}`,
    ].join('\n');
  }
  const { embedded, isNamed } = KAFKA_REST[schema.format];
  const records = [{ value: example }];
  const body = { ...(isNamed && { value_schema_id: schema.id }), records };
  return [
    `curl -i ${origin}/topics/${encodeURIComponent(channel.topic)} \\`,
    `  -H 'Content-Type: application/vnd.kafka.${embedded}.v2+json' \\`,
    `  -d ${quoted(JSON.stringify(body, null, 2))}`,
  ].join('\n');
}

/** A command that shows what was accepted, and what comes; nothing where no gateway is known. */
export function readText(contract: ContractAnswer, hostname: string): string | undefined {
  const { channel, readFrom, sending } = contract;
  if (readFrom === 'kafka')
    return [
      'kafka-console-consumer --bootstrap-server "$KAFKA_BROKERS" \\',
      `  --topic ${quoted(channel.topic)} --from-beginning`,
    ].join('\n');
  if (sending.gatewayPort === undefined) return undefined;
  const path = `/v1/topics/${encodeURIComponent(channel.topic)}/tail?from=start`;
  return `curl -N ${quoted(`${originOf(contract, hostname)}${path}`)}`;
}
