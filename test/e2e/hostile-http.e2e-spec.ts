import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { notesContract } from '../support/notes-contract.js';
import { publish } from '../support/publish-orders.js';
import { rssMb } from '../support/rss-mb.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const TOPIC = 'hostile.notes';
const JSON_V2 = 'application/vnd.kafka.json.v2+json';
const MB = 1024 * 1024;
/** Connections the gateway takes. */
const ROOM = 90;

let concordat: StartedConcordat;
beforeAll(async () => {
  concordat = await startConcordat({ CONCORDAT_CONNECTIONS: String(ROOM) });
  await publish(concordat.registryUrl, notesContract(TOPIC));
  await eventually(async () => expect(await answersTo(GOOD + LAST)).toEqual([200, 200]));
}, 90_000);
afterAll(() => concordat?.stop());

const open = async (): Promise<Socket> => {
  const { hostname, port } = new URL(concordat.gatewayUrl);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
};
const head = (method: string, path: string, ...headers: readonly string[]) =>
  [`${method} ${path} HTTP/1.1`, 'Host: here', ...headers, '', ''].join('\r\n');
const post = (...headers: readonly string[]) =>
  head('POST', `/topics/${TOPIC}`, `Content-Type: ${JSON_V2}`, ...headers);
const sized = (body: string) => post(`Content-Length: ${body.length}`) + body;
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const GOOD = sized('{"records":[{"value":{"note":"x"}}]}');
const LAST = head('GET', '/healthz', 'Connection: close');

const statusesIn = (said: string) =>
  [...said.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

/** The statuses of all answers, until the other side has nothing more to say. */
async function answersTo(bytes: string): Promise<readonly number[]> {
  const socket = await open();
  let said = '';
  socket.on('data', (piece) => (said += String(piece)));
  socket.write(bytes, 'latin1');
  await once(socket, 'close');
  return statusesIn(said);
}

describe('what is no sound HTTP', () => {
  it.each<[string, () => string, readonly number[]]>([
    ['two lengths', () => post('Content-Length: 1', 'Content-Length: 2') + '{}', [400]],
    ['a length below zero', () => post('Content-Length: -1') + '{}', [400]],
    [
      'a length and chunks',
      () => post('Content-Length: 4', 'Transfer-Encoding: chunked') + `0\r\n\r\n${LAST}`,
      [400],
    ],
    [
      'two codings',
      () => post('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked') + '0\r\n\r\n',
      [400],
    ],
    [
      'a coding below the chunks',
      () => post('Transfer-Encoding: gzip, chunked') + `0\r\n\r\n${LAST}`,
      [400, 200],
    ],
    ['a chunk without a size', () => post('Transfer-Encoding: chunked') + 'x\r\n', [400]],
    ['ten thousand headers', () => head('GET', '/', ...Array<string>(10_000).fill('A: b')), [431]],
    ['a header of twenty kilobytes', () => head('GET', '/', `A: ${'b'.repeat(20_000)}`), [431]],
    ['a host that is none', () => `GET / HTTP/1.1\r\nHost: a b\r\n\r\n${LAST}`, [400, 200]],
    ['a zero byte in a header', () => head('GET', '/', 'A: \0'), [400]],
    ['a line break in a header', () => head('GET', '/', 'A: b\rc'), [400]],
    ['no HTTP behind a request', () => `${GOOD}no HTTP\r\n\r\n`, [200, 400]],
    [
      'a request behind a wish for another protocol',
      () => head('GET', '/healthz', 'Connection: Upgrade', 'Upgrade: h2c') + GOOD,
      [200],
    ],
    ['another protocol', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400]],
  ])('is refused, and nothing behind it is mistaken: %s', async (_what, bytes, statuses) => {
    expect(await answersTo(bytes())).toEqual(statuses);
  });

  it('a thousand requests that wait for no answer are answered in their order', async () => {
    const statuses = await answersTo(`${GOOD}${head('GET', '/nowhere')}`.repeat(500) + LAST);
    expect(statuses).toEqual([...Array<number[]>(500).fill([200, 404]).flat(), 200]);
  });
});

it('bodies that stand still give way to those that come, and memory stays', async () => {
  const before = rssMb(concordat.pid);
  const most = Buffer.alloc(4 * MB - 100, ' ');
  const still = await Promise.all(Array.from({ length: 80 }, open));
  const said = still.map((socket) => {
    const told: { text: string } = { text: '' };
    socket.on('data', (piece) => (told.text += String(piece)));
    return told;
  });
  for (const socket of still) {
    socket.write(post(`Content-Length: ${4 * MB}`));
    if (!socket.write(most)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
  }
  expect(await answersTo(GOOD + LAST)).toEqual([200, 200]);
  const refused = said.filter(({ text }) => text.includes('REQUEST_TOO_SLOW'));
  expect(refused.length).toBeGreaterThan(5);
  expect(statusesIn(said.map(({ text }) => text).join('')).every((each) => each === 408)).toBe(
    true,
  );
  expect(rssMb(concordat.pid) - before).toBeLessThan(600);
  for (const socket of still) socket.destroy();
});

describe('connections beyond those there is room for', () => {
  const opened: Socket[] = [];
  const stranger = async () => {
    const socket = await open();
    opened.push(socket);
    return socket;
  };
  afterEach(() => opened.splice(0).forEach((socket) => socket.destroy()));

  it('take the places of those who say nothing, and whoever has something to say is heard', async () => {
    const strangers: Socket[] = [];
    while (strangers.length < ROOM + 20) strangers.push(await stranger());
    expect(await answersTo(GOOD + LAST)).toEqual([200, 200]);
    const gone = () => strangers.map(({ closed }) => closed);
    const first21 = strangers.map((_, i) => i < 21);
    await eventually(() => Promise.resolve(expect(gone()).toEqual(first21)));
  });

  it('are told so while all others are at work, and of health they are told', async () => {
    for (let n = 0; n < ROOM; n++) {
      const socket = await stranger();
      const answered = once(socket, 'data');
      socket.write(
        head(
          'POST',
          `/v3/clusters/any/topics/${TOPIC}/records`,
          'Content-Type: application/json',
          'Transfer-Encoding: chunked',
        ) + chunk('{"value":{"type":"JSON","data":{"note":"x"}}}'),
      );
      expect(String(await answered)).toContain('200 OK');
    }
    const socket = await open();
    let said = '';
    socket.on('data', (piece) => (said += String(piece)));
    socket.write(GOOD + GOOD);
    await once(socket, 'close');
    expect(statusesIn(said)).toEqual([503]);
    expect(said).toMatch(/CONNECTIONS_FULL/);
    expect(said).toMatch(/retry-after: 1/i);
    expect(await answersTo(LAST)).toEqual([200]);
    for (const each of opened.splice(0)) each.destroy();
    await eventually(async () => expect(await answersTo(GOOD + LAST)).toEqual([200, 200]));
  });
});
