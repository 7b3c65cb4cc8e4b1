import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SiteFile } from './site.js';

/** Smaller answers travel in one or two packets either way. */
const WORTH_COMPRESSING_BYTES = 8 * 1024;
/** Up to here compressing takes less than a thread takes to be woken, and to tell that it is done. */
const AT_ONCE_BYTES = 256 * 1024;
/** A third of the time of the usual level, for an eighth more bytes. */
const QUICKLY = { level: 3 };
const later = promisify(gzip);
const compress = (body: Buffer): Buffer | Promise<Buffer> =>
  body.length <= AT_ONCE_BYTES ? gzipSync(body, QUICKLY) : later(body, QUICKLY);

const takes = (request: FastifyRequest, coding: string): boolean =>
  new RegExp(`\\b${coding}\\b(?!\\s*;\\s*q=0(?:\\.0*)?(?:,|$))`).test(
    String(request.headers['accept-encoding'] ?? ''),
  );

/** RFC 9110 §13.1.2: weak comparison, so a proxy that recompressed does no harm. */
function isKnown(request: FastifyRequest, etag: string): boolean {
  const known = request.headers['if-none-match'];
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return known?.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag)) ?? false;
}

/** A page polls: what has not changed since is answered with 304 and no body. */
export const sendJson = (
  request: FastifyRequest,
  reply: FastifyReply,
  answer: object,
): Promise<void> =>
  sendText(request, reply.header('Cache-Control', 'no-cache').header('Vary', 'Accept-Encoding'), {
    type: 'application/json; charset=utf-8',
    text: JSON.stringify(answer),
  });

/** What was made for this answer, compressed where that is worth it. */
export async function sendText(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, text }: { readonly type: string; readonly text: string },
): Promise<void> {
  const body = Buffer.from(text);
  const etag = `W/"${hash('sha1', body, 'base64url')}"`;
  void reply.header('ETag', etag).header('X-Content-Type-Options', 'nosniff');
  if (isKnown(request, etag)) return void reply.status(304).send();
  void reply.header('Content-Type', type);
  if (body.length < WORTH_COMPRESSING_BYTES || !takes(request, 'gzip'))
    return void reply.send(body);
  return void reply.header('Content-Encoding', 'gzip').send(await compress(body));
}

/** In the smallest form the client reads. */
export function sendFile(request: FastifyRequest, reply: FastifyReply, file: SiteFile): void {
  void reply
    .header('ETag', file.etag)
    .header('Vary', 'Accept, Accept-Encoding')
    .header('X-Content-Type-Options', 'nosniff')
    .header('Cross-Origin-Resource-Policy', 'same-origin');
  if (isKnown(request, file.etag)) return void reply.status(304).send();
  void reply.header('Content-Type', file.type);
  if (file.br && takes(request, 'br'))
    return void reply.header('Content-Encoding', 'br').send(file.br);
  if (file.gzip && takes(request, 'gzip'))
    return void reply.header('Content-Encoding', 'gzip').send(file.gzip);
  return void reply.send(file.bytes);
}
