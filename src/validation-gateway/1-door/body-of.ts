import type { FastifyRequest } from 'fastify';
import { type Problem } from '#kernel';

const NOTHING = Buffer.alloc(0);

/** The bytes of a body, or none. A compressed one is refused: what is not seen is not judged. */
export function bodyOf(request: FastifyRequest, refuseType: (type: string) => Problem): Buffer {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    throw refuseType(`${mediaTypeOf(request)} with Content-Encoding ${encoding.slice(0, 40)}`);
  return Buffer.isBuffer(request.body) ? request.body : NOTHING;
}

/** As nearly all are sent. */
const PLAIN = /^[a-z0-9./+-]{0,120}$/;

/** Type and subtype, lower case, without parameters. */
export function mediaTypeOf({ headers }: FastifyRequest): string {
  const said = headers['content-type'] ?? '';
  if (PLAIN.test(said)) return said;
  const [type = ''] = said.split(';');
  return type.trim().toLowerCase().slice(0, 120);
}
