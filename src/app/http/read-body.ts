import { errorCodes, type FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';

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
    const pieces: Buffer[] = [];
    let bytes = 0;
    const end = (error?: Error & { statusCode?: number }) => {
      payload.off('data', take).off('end', end).off('error', end);
      if (error) done(Object.assign(error, { statusCode: 400 }));
      else if (announced >= 0 && announced !== bytes)
        done(new errorCodes.FST_ERR_CTP_INVALID_CONTENT_LENGTH());
      else done(null, whole(pieces, bytes));
    };
    const take = (piece: Buffer) => {
      bytes += piece.length;
      if (bytes <= bytesMax) return void pieces.push(piece);
      payload.off('data', take).off('end', end).off('error', end);
      done(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE());
    };
    payload.on('data', take).on('end', end).on('error', end).resume();
  };

/** A piece that shares its memory with others would keep all of it, and change with it. */
function whole(pieces: readonly Buffer[], bytes: number): Buffer {
  const [only] = pieces;
  const isAlone = pieces.length === 1 && only?.byteLength === only?.buffer.byteLength;
  return only && isAlone ? only : Buffer.concat(pieces, bytes);
}
