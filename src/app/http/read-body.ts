import { errorCodes, type FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { GatheredBytes } from '#kernel';

type Done = (error: Error | null, body?: Buffer) => void;

/**
 * The whole body as bytes. One that came in one piece, as most do, is that piece and is not copied. Of
 * one that is too large, cut short or of another length than announced it says what Fastify would.
 */
export const readBody =
  (bytesMax: number) =>
  ({ headers }: FastifyRequest, payload: IncomingMessage, done: Done): void => {
    const announced = Number(headers['content-length']);
    if (announced > bytesMax) return done(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE());
    const gathered = new GatheredBytes();
    const end = (error?: Error & { statusCode?: number }) => {
      payload.off('data', take).off('end', end).off('error', end);
      if (error) done(Object.assign(error, { statusCode: 400 }));
      else if (announced >= 0 && announced !== gathered.length)
        done(new errorCodes.FST_ERR_CTP_INVALID_CONTENT_LENGTH());
      else done(null, alone(gathered.take()));
    };
    const take = (piece: Buffer) => {
      if (gathered.length + piece.length <= bytesMax) return gathered.add(piece);
      payload.off('data', take).off('end', end).off('error', end);
      done(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE());
    };
    payload.on('data', take).on('end', end).on('error', end).resume();
  };

/** A piece that shares its memory with others would keep all of it, and change with it. */
const alone = (body: Buffer): Buffer =>
  body.byteLength === body.buffer.byteLength ? body : Buffer.concat([body]);
