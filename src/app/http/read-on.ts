import type { IncomingMessage } from 'node:http';
import { limits } from '#kernel';

/**
 * Lets the sender of a refused body hear the answer. A connection that is closed while its peer
 * still sends is reset, and a reset may overtake the answer (RFC 9112 §9.6): so this one is closed
 * in our direction only, and what still comes is thrown away until the peer closes or time is up.
 */
export function readOn(request: IncomingMessage): void {
  const { socket } = request;
  request.resume();
  const endOurs = (): void => {
    socket.end();
    const timeIsUp = setTimeout(() => socket.destroy(), limits.refusedBodyMs.value);
    socket.once('close', () => clearTimeout(timeIsUp));
  };
  // What Node calls once the last byte of an answer with `Connection: close` is handed over.
  socket.destroySoon = endOurs;
}
