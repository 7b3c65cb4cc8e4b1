import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { BytesUnderWay, Problem } from '#kernel';
import { readBody } from './read-body.js';

const BYTES_MAX = 10;

type Told = { readonly body: Buffer | undefined; readonly error: (Error & Coded) | null };
interface Coded {
  readonly code?: string;
  readonly statusCode?: number;
}

/** What is told of a body that comes like this. */
function read(
  send: (payload: PassThrough) => void,
  headers: object = {},
  underWay = new BytesUnderWay(100),
): Promise<Told> {
  const payload = new PassThrough();
  return new Promise((told) => {
    const done = (error: Error | null, body?: Buffer) => told({ error, body });
    readBody(BYTES_MAX, underWay)(
      { headers } as FastifyRequest,
      payload as unknown as IncomingMessage,
      done,
    );
    send(payload);
  });
}

const inPieces =
  (...pieces: readonly Buffer[]) =>
  (payload: PassThrough) => {
    for (const piece of pieces) payload.write(piece);
    payload.end();
  };
/** Memory of its own, as what a socket brings. */
const own = (text: string) => Buffer.from(Uint8Array.from(Buffer.from(text)).buffer);

describe('reading a body', () => {
  it('hands over the very piece where it came in one, and a copy of several', async () => {
    const piece = own('{"a":1}');
    expect((await read(inPieces(piece))).body).toBe(piece);
    const { body } = await read(inPieces(own('{"a"'), own(':1}')));
    expect(body?.toString()).toBe('{"a":1}');
    expect((await read(inPieces())).body).toEqual(Buffer.alloc(0));
  });

  it('copies a piece that lies in memory of others', async () => {
    const piece = own('..{"a":1}..').subarray(2, 9);
    const { body } = await read(inPieces(piece));
    expect(body).not.toBe(piece);
    expect(body?.toString()).toBe('{"a":1}');
  });

  it('refuses what is too large as soon as it knows, announced or not', async () => {
    const announced = await read(() => undefined, { 'content-length': '11' });
    expect(announced.error?.statusCode).toBe(413);
    const sent = await read((payload) => void payload.write(own('12345678901')));
    expect(sent.error?.statusCode).toBe(413);
    expect((await read(inPieces(own('1234567890')))).error).toBeNull();
  });

  it('refuses a body of another length than announced, and one that breaks off', async () => {
    const short = await read(inPieces(own('12')), { 'content-length': '3' });
    expect(short.error?.code).toBe('FST_ERR_CTP_INVALID_CONTENT_LENGTH');
    expect(short.error?.statusCode).toBe(400);
    const broken = await read((payload) => void payload.destroy(new Error('gone')));
    expect([broken.error?.message, broken.error?.statusCode]).toEqual(['gone', 400]);
  });

  it('gives up the one that began first where all together are too large', async () => {
    const underWay = new BytesUnderWay(12);
    const slow = read((payload) => void payload.write(own('1234')), {}, underWay);
    const quick = read(
      (payload) => {
        payload.write(own('12345'));
        payload.end(own('6789'));
      },
      {},
      underWay,
    );
    const { error } = await slow;
    expect(error instanceof Problem && error.row.code).toBe('REQUEST_TOO_SLOW');
    expect((await quick).body?.toString()).toBe('123456789');
    expect(underWay.bytes).toBe(0);
  });
});
