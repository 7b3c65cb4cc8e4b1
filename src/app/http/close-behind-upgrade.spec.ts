import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { openAndConnect } from '../../../test/support/open-and-connect.js';
import { closeBehindUpgrade } from './close-behind-upgrade.js';

let server: FastifyInstance;
let socket: Socket;
let heard = '';
beforeEach(async () => {
  heard = '';
  server = fastify();
  server.addHook('onRequest', closeBehindUpgrade);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  server.get('/', () => 'read');
  server.post('/', ({ body }) => `took ${String(body)}`);
  socket = await openAndConnect(server);
  socket.on('data', (piece) => (heard += String(piece)));
});
afterEach(() => {
  socket.destroy();
  return server.close();
});

const UPGRADE = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAEAAEAA'];
const head = (method: string, ...headers: readonly string[]) =>
  [`${method} / HTTP/1.1`, 'Host: a', ...headers, '', ''].join('\r\n');
const sized = (...headers: readonly string[]) => head('POST', 'Content-Length: 3', ...headers);
const GET = head('GET');

const heardOf = async (text: string) => {
  while (!heard.includes(text)) await once(socket, 'data');
  heard = '';
};

describe('a request that asks for another protocol', () => {
  it('is answered, and the next ones are, too, of senders who wait for each answer', async () => {
    for (const [bytes, answer] of [
      [head('GET', ...UPGRADE), 'read'],
      [`${sized(...UPGRADE)}abc`, 'took abc'],
      [head('GET', ...UPGRADE), 'read'],
      [GET, 'read'],
    ] as const) {
      socket.write(bytes);
      await heardOf(answer);
    }
  });

  it.each([
    ['a request', head('GET', ...UPGRADE) + GET],
    ['a body and a request', `${sized(...UPGRADE)}abc${GET}`],
    ['chunks', `${head('POST', 'Transfer-Encoding: chunked', ...UPGRADE)}0\r\n\r\n`],
  ])('ends its connection with the answer where %s came with it', async (_what, bytes) => {
    socket.write(bytes);
    await once(socket, 'close');
    expect(heard.match(/HTTP\/1\.1 200/g)).toHaveLength(1);
    expect(heard).toMatch(/connection: close/i);
  });
});
