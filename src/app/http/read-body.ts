import { errorCodes, type FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { type BytesUnderWay, GatheredBytes, problem } from '#kernel';
import { appProblems } from '../problems.js';

type Done = (error: Error | null, body?: Buffer) => void;

/**
 * The whole body as bytes. One that came in one piece, as most do, is that piece and is not copied. Of
 * one that is too large, cut short or of another length than announced it says what Fastify would.
 *
 * @param underWay counts it until it is whole
 */
export const readBody =
  (bytesMax: number, underWay: BytesUnderWay) =>
  ({ headers }: FastifyRequest, payload: IncomingMessage, done: Done): void => {
    const announced = Number(headers['content-length']);
    if (announced > bytesMax) return done(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE());
    const gathered = new GatheredBytes();
    const stop = () => {
      underWay.letGo(holder);
      payload.off('data', take).off('end', end).off('error', end);
    };
    const holder = {
      giveWay: () => {
        stop();
        done(problem(appProblems.REQUEST_TOO_SLOW, undefined));
      },
    };
    const end = (error?: Error & { statusCode?: number }) => {
      stop();
      if (error) done(Object.assign(error, { statusCode: 400 }));
      else if (announced >= 0 && announced !== gathered.length)
        done(new errorCodes.FST_ERR_CTP_INVALID_CONTENT_LENGTH());
      else done(null, alone(gathered.take()));
    };
    const take = (piece: Buffer) => {
      if (gathered.length + piece.length <= bytesMax) {
        gathered.add(piece);
        if (gathered.length !== announced) underWay.hold(holder, gathered.length);
        return;
      }
      stop();
      done(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE());
    };
    payload.on('data', take).on('end', end).on('error', end).resume();
  };

/** A piece that shares its memory with others would keep all of it, and change with it. */
const alone = (body: Buffer): Buffer =>
  body.byteLength === body.buffer.byteLength ? body : Buffer.concat([body]);
