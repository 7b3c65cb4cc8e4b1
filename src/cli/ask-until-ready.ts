import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, ask, type Server } from './ask.js';
import type { Io } from './io.js';

const PATIENCE_MS = 60_000;
const PAUSE_S_MAX = 5;

/**
 * Asked again for a minute while the answer is "not yet": 503 with `Retry-After` (RFC 9110 §15.6.4),
 * which says that nothing was done. Any other answer, or the last one, is the answer.
 */
export async function askUntilReady(
  io: Io,
  server: Server,
  { path, init }: { readonly path: string; readonly init: RequestInit },
): Promise<Answer> {
  for (const end = performance.now() + PATIENCE_MS; ;) {
    const answer = await ask(io, server, path, init);
    const pause = answer.headers.get('retry-after');
    if (answer.status !== 503 || pause === null) return answer;
    const pauseMs = 1_000 * Math.min(PAUSE_S_MAX, Number(pause) || 1);
    if (performance.now() + pauseMs > end) return answer;
    await sleep(pauseMs);
  }
}
