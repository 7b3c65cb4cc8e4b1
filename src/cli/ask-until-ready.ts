import { type Answer, ask, type Server } from './ask.js';
import type { Io } from './io.js';

const PATIENCE_MS = 60_000;
const PAUSE_S_MAX = 5;

/**
 * Asked again while the answer is "not yet": 503 with `Retry-After` (RFC 9110 §15.6.4), which says that
 * nothing was done. For a minute from when it last said something else: a server that tells how far it
 * came is waited for as long as it comes further. Any other answer, or the last one, is the answer.
 */
export async function askUntilReady(
  io: Io,
  server: Server,
  { path, init }: { readonly path: string; readonly init: RequestInit },
): Promise<Answer> {
  let said: string | undefined;
  for (let end = 0; ;) {
    const answer = await ask(io, server, path, init);
    const says = JSON.stringify(answer.body);
    if (says !== said) end = performance.now() + PATIENCE_MS;
    said = says;
    const pause = answer.headers.get('retry-after');
    if (answer.status !== 503 || pause === null) return answer;
    const pauseMs = 1_000 * Math.min(PAUSE_S_MAX, Number(pause) || 1);
    if (performance.now() + pauseMs > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
