import type { FastifyReply, FastifyRequest } from 'fastify';

/** RFC 7240 §2: several preferences stand in one header, separated by commas. */
const HANDLING = /(?:^|[,;\s])handling\s*=\s*"?(strict|lenient)"?\s*(?:$|[,;])/i;

/** How a producer wants to hear of refusals: by the status, or by each event's code alone. */
export function preferredHandling(
  request: FastifyRequest,
  reply: FastifyReply,
): 'strict' | 'lenient' | undefined {
  const { prefer } = request.headers;
  if (prefer === undefined) return undefined;
  const said = HANDLING.exec(String(prefer))?.[1]?.toLowerCase();
  if (said !== 'strict' && said !== 'lenient') return undefined;
  void reply.header('Preference-Applied', `handling=${said}`);
  return said;
}
