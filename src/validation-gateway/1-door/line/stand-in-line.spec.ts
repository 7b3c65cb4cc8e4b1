import { once } from 'node:events';
import { Agent, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpAdapterHost } from '@nestjs/core';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { register } from 'prom-client';
import { limits } from '#kernel';
import type { Destination, Pipeline } from '../../pipeline.js';
import { StandInLine } from './stand-in-line.js';

const HALF_MB = 512 * 1024;
const FILLING = Math.ceil(limits.gatewayBodyBytes.value / HALF_MB) - 1;

/** Of all contracts one has something to say about it. */
const comeAgain = ({ topic, type }: Destination, needsSeconds: number): number =>
  topic === 'patient' || type === 'patient' ? needsSeconds + 30 : needsSeconds;

interface Told {
  readonly status: number | undefined;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

describe('standing in line', () => {
  let server: FastifyInstance;
  let line: StandInLine;
  let works: (() => void)[];
  let begun: number;

  beforeEach(async () => {
    works = [];
    begun = 0;
    server = Fastify({ bodyLimit: limits.gatewayBodyBytes.value, forceCloseConnections: true });
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    line = new StandInLine(
      { httpAdapter: { getInstance: () => server } } as unknown as HttpAdapterHost,
      { comeAgain } as unknown as Pipeline,
    );
    line.onModuleInit();
    for (const url of ['/topics/:topic', '/events'])
      server.post(url, (request, reply) =>
        line.serve(request, reply, async () => {
          begun++;
          await new Promise<void>((done) => works.push(done));
          return 'done';
        }),
      );
    server.post('/other', () => 'other');
    await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(async () => {
    for (const end of works) end();
    line.onApplicationShutdown();
    await server.close();
  });

  const options = (path: string, with_?: Agent) => ({
    ...{ method: 'POST', path, host: '127.0.0.1', agent: with_ ?? false },
    port: (server.server.address() as AddressInfo).port,
    headers: { 'Content-Type': 'application/octet-stream' },
  });
  async function send(path: string, bytes = 10, with_?: Agent): Promise<Told> {
    const asked = ask(options(path, with_));
    // Who is refused before the body is read may still be writing it when the server closes.
    asked.on('error', () => undefined);
    asked.end(Buffer.alloc(bytes));
    const [answer] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
    let body = '';
    for await (const chunk of answer) body += String(chunk);
    return { status: answer.statusCode, retryAfter: answer.headers['retry-after'], body };
  }
  /** What is told of a body that is announced, and refused before it comes. */
  async function toldUnread(path: string, headers: object = {}): Promise<number> {
    const { headers: usual, ...rest } = options(path);
    const asked = ask({
      ...rest,
      headers: { ...usual, ...headers, 'Content-Length': String(HALF_MB) },
    });
    asked.on('error', () => undefined).flushHeaders();
    const [answer] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
    asked.destroy();
    return Number(answer.headers['retry-after']);
  }
  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise((done) => setTimeout(done, 5));
  }
  /** So much under way that no more of this size finds room. */
  async function fill(path = '/topics/orders'): Promise<void> {
    for (let n = 0; n < FILLING; n++) void send(path, HALF_MB);
    await until(() => begun === FILLING);
  }

  it('refuses who would wait too long, in the words of the address, and does nothing for them', async () => {
    await fill();
    const refused = await send('/topics/orders', HALF_MB);
    expect(refused).toMatchObject({ status: 503, retryAfter: '1' });
    expect(JSON.parse(refused.body)).toMatchObject({
      ...{ code: 'GATEWAY_OVERLOADED', status: 503, error_code: 50301 },
      message: expect.stringContaining('no event of it was taken'),
    });
    expect(begun).toBe(FILLING);
    expect(await register.getSingleMetricAsString('concordat_gateway_line_bytes')).toMatch(
      /of="under way"} [1-9]/,
    );
  });

  it('tells whom it refuses unread to come when the contract of the topic wants', async () => {
    await fill('/topics/patient');
    expect(await toldUnread('/topics/patient')).toBeGreaterThan(30);
  });

  it('knows the contract of an unread CloudEvent by the topic of its address or the type in its headers', async () => {
    await fill('/events');
    expect(await toldUnread('/events?topic=patient')).toBeGreaterThan(30);
    expect(await toldUnread('/events', { 'ce-type': 'patient' })).toBeGreaterThan(30);
    expect(await toldUnread('/events')).toBeLessThan(30);
  });

  it('leaves all other addresses alone', async () => {
    await fill();
    expect(await send('/other', HALF_MB)).toMatchObject({ status: 200, body: 'other' });
  });

  it('refuses a dry run first', async () => {
    const half = Math.ceil(FILLING / 2) + 1;
    for (let n = 0; n < half; n++) void send('/topics/orders', HALF_MB);
    await until(() => begun === half);
    expect(await send('/topics/orders?dryRun=true', 1_000)).toMatchObject({ status: 503 });
    void send('/topics/orders', 1_000);
    await until(() => begun === half + 1);
  });

  it('gives no room to a body that does not come', async () => {
    const slow = Array.from({ length: FILLING * 2 }, () => {
      const asked = ask(options('/topics/orders'));
      asked.setHeader('Content-Length', HALF_MB);
      asked.on('error', () => undefined).flushHeaders();
      return asked;
    });
    await Promise.all(slow.map((asked) => once(asked, 'socket')));
    void send('/topics/orders', HALF_MB);
    await until(() => begun === 1);
    for (const asked of slow) asked.destroy();
  });

  it('takes them again once there is room', async () => {
    await fill();
    const one = new Agent({ keepAlive: true, maxSockets: 1 });
    expect(await send('/topics/orders', HALF_MB, one)).toMatchObject({ status: 503 });
    for (const end of works.splice(0)) end();
    const again = send('/topics/orders', HALF_MB, one);
    await until(() => begun === FILLING + 1);
    for (const end of works.splice(0)) end();
    expect(await again).toMatchObject({ status: 200, body: 'done' });
    one.destroy();
  });

  it('does nothing for a sender who left', async () => {
    const hijacked: string[] = [];
    const reply = {
      hijack: () => hijacked.push('hijacked'),
      raw: { destroy: () => hijacked.push('destroyed') },
    } as unknown as FastifyReply;
    for (const socket of [{ destroyed: true }, { destroyed: false, writableEnded: true }]) {
      const request = { raw: { socket } } as unknown as FastifyRequest;
      await line.serve(request, reply, () => Promise.reject(new Error('work was done')));
    }
    expect(hijacked).toEqual(['hijacked', 'destroyed', 'hijacked', 'destroyed']);
    expect(await register.getSingleMetricAsString('concordat_gateway_requests_shed_total')).toMatch(
      /why="abandoned"} [1-9]/,
    );
  });

  it('refuses also where the room was taken while a body came', async () => {
    await fill();
    const sent: unknown[] = [];
    const reply = {
      code: (status: number) => (sent.push(status), reply),
      header: () => reply,
      send: (text: string) => (sent.push(JSON.parse(text)), reply),
    } as unknown as FastifyReply;
    const request = {
      raw: { socket: new PassThrough() },
      ...{ url: '/events', headers: {}, params: { topic: 'orders' } },
      body: Buffer.alloc(HALF_MB),
    } as unknown as FastifyRequest;
    await line.serve(request, reply, () => Promise.reject(new Error('work was done')));
    expect(sent).toMatchObject([503, { code: 'GATEWAY_OVERLOADED' }]);
    expect(sent[1]).not.toHaveProperty('error_code');
  });
});
