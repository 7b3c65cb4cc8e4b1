import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { openAndConnect } from '../../../test/support/open-and-connect.js';
import { answerUnread } from './answer-unread.js';
import { leaveStreamsUnread } from './leave-streams-unread.js';

const STREAM = '/v3/clusters/:cluster/topics/:topic/records';

let server: FastifyInstance;
let socket: Socket;
let heard = '';
let answer: () => void;
beforeEach(async () => {
  heard = '';
  const answered = new Promise<void>((done) => (answer = done));
  server = fastify({
    requestTimeout: 50,
    // A longer one would change places with that of requests.
    http: { connectionsCheckingInterval: 10, headersTimeout: 50 },
    clientErrorHandler: answerUnread,
  });
  leaveStreamsUnread(server);
  server.get('/late', () => answered.then(() => '<late>'));
  const onRequest = (_request: FastifyRequest, reply: FastifyReply) => {
    reply.hijack();
    reply.raw.write('<early>');
  };
  server.post('/early', { onRequest }, () => undefined);
  server.post(STREAM, (request, reply) => reply.send(request.body as Readable));
  socket = await openAndConnect(server);
  socket.on('data', (piece) => (heard += String(piece)));
});
afterEach(() => {
  socket.destroy();
  return server.close();
});

const post = (path: string, begin: string) =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n${begin}`;
const statuses = () => [...heard.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));

describe('what never became a request', () => {
  it('is told so behind the answers to those before it', async () => {
    socket.write('GET /late HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(2) + 'no HTTP\r\n\r\n');
    const ended = once(socket, 'end');
    await once(server.server, 'clientError');
    answer();
    await ended;
    expect(statuses()).toEqual([200, 200, 400]);
  });

  it('is told so at once where it is the body that cannot be read', async () => {
    socket.write(post('/any', 'no size\r\n'));
    await once(socket, 'end');
    expect(statuses()).toEqual([400]);
  });

  it('is told so where it is too long in coming', async () => {
    socket.write('GET /late HTTP/1.1\r\n');
    await once(socket, 'end');
    expect(statuses()).toEqual([408]);
  });

  it.each([
    ['a body that cannot be read', 'no size\r\n'],
    ['a body that does not end', ''],
  ])('is not told within an answer that began: %s', async (_what, more) => {
    socket.write(post('/early', '1\r\nx\r\n'));
    await once(socket, 'data');
    socket.write(more);
    await once(socket, 'close');
    expect(statuses()).toEqual([200]);
  });
});

it('a stream may take longer than a request', async () => {
  socket.write(post('/v3/clusters/a/topics/b/records', '3\r\n<1>\r\n'));
  await once(server.server, 'clientError');
  socket.write('3\r\n<2>\r\n0\r\n\r\n');
  while (!heard.endsWith('0\r\n\r\n')) await once(socket, 'data');
  expect(heard).toMatch(/<1>[^]*<2>/);
  expect(statuses()).toEqual([200]);
});
