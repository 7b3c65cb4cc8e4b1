import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { limits } from '#kernel';
import { openAndConnect } from '../../../test/support/open-and-connect.js';
import { answerInLine } from './answer-in-line.js';

const MANY = 3_000;

let server: FastifyInstance;
let socket: Socket;
let begun = 0;
let answer: () => void;
beforeEach(async () => {
  begun = 0;
  const answered = new Promise<void>((done) => (answer = done));
  server = fastify();
  server.addHook('onRequest', answerInLine);
  server.all('/:n', async ({ params, body }) => {
    begun++;
    await answered;
    return `<${(params as { n: string }).n}${typeof body === 'string' ? body.length : ''}>`;
  });
  socket = await openAndConnect(server);
});
afterEach(() => {
  socket.destroy();
  return server.close();
});

/** What came until this did. */
async function readUntil(end: string): Promise<string> {
  let said = '';
  for await (const piece of socket) {
    said += String(piece);
    if (said.includes(end)) return said;
  }
  return said;
}

const get = (n: number | string) => `GET /${n} HTTP/1.1\r\nHost: a\r\n\r\n`;

describe('requests that do not wait for their answers', () => {
  it('are at work a few at a time, and all answered in their order', async () => {
    const all = Array.from({ length: MANY }, (_, n) => n);
    socket.write(all.map(get).join(''));
    // Another connection's request shows that the first ones were read.
    const other = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
    await once(other, 'connect');
    other.write(get('other'));
    while (begun < limits.requestsAhead.value + 2) await new Promise(setImmediate);
    expect(begun).toBe(limits.requestsAhead.value + 2);
    other.destroy();
    answer();
    const said = await readUntil(`<${MANY - 1}>`);
    expect([...said.matchAll(/<(\d+)>/g)].map(([, n]) => Number(n))).toEqual(all);
  });

  it('have their bodies read, also behind those that wait', async () => {
    const body = 'x'.repeat(500_000);
    const post = `POST /last HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n`;
    socket.write(Array.from({ length: 50 }, (_, n) => get(n)).join('') + post);
    socket.write(body);
    answer();
    expect(await readUntil(`<last${body.length}>`)).toContain(`<49>`);
  });
});
