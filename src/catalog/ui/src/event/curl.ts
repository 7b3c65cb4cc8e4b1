import type { ContractAnswer } from '../api/answers';

/** Quotes for a POSIX shell: inside '…' only ' itself needs care. */
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** A command that sends the example, as a producer would. */
export function curlText(contract: ContractAnswer, hostname: string, id: string): string {
  const { sending, channel, example } = contract;
  const origin = `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${sending.gatewayPort}`;
  const value = JSON.stringify(example, null, 2);
  if (sending.eventType) {
    return [
      `curl -i ${origin}/events \\`,
      `  -H ${quoted('Content-Type: application/json')} \\`,
      `  -H 'ce-specversion: 1.0' -H ${quoted(`ce-id: ${id}`)} \\`,
      `  -H ${quoted(`ce-type: ${sending.eventType}`)} -H 'ce-source: /try-it' \\`,
      `  -d ${quoted(value)}`,
    ].join('\n');
  }
  const body = JSON.stringify({ records: [{ value: example }] }, null, 2);
  return [
    `curl -i ${origin}/topics/${encodeURIComponent(channel.topic)} \\`,
    `  -H 'Content-Type: application/vnd.kafka.json.v2+json' \\`,
    `  -d ${quoted(body)}`,
  ].join('\n');
}
