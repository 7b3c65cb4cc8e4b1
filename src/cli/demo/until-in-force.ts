import { setTimeout as sleep } from 'node:timers/promises';
import { problem } from '#kernel';
import { ask, type Server, unexpected } from '../ask.js';
import type { Io } from '../io.js';
import { cliProblems } from '../problems.js';
import { contractIdOf } from './contract-of-kind.js';
import type { PublishedKind } from './publish-kinds.js';

const WAIT_S_MAX = 20;
const PAUSE_MS = 50;

/**
 * A gateway judges with a snapshot that may be a moment older than a publication. It is asked
 * through its public door, by a dry run, until it knows what was published last.
 */
export async function untilInForce(
  io: Io,
  gateway: Server,
  published: readonly PublishedKind[],
): Promise<void> {
  const deadlineMs = performance.now() + WAIT_S_MAX * 1_000;
  let missing = published
    .filter(({ publication }) => publication.outcome !== 'refused')
    .map(({ kind }) => kind);
  while (missing.length > 0) {
    const known = await Promise.all(
      missing.map((kind) => isKnown(io, gateway, contractIdOf(kind))),
    );
    missing = missing.filter((_, place) => !known[place]);
    if (missing.length === 0) return;
    if (performance.now() > deadlineMs)
      throw problem(cliProblems.DEMO_NOT_IN_FORCE, { ...gateway, missing, seconds: WAIT_S_MAX });
    await sleep(PAUSE_MS);
  }
}

async function isKnown(io: Io, gateway: Server, id: string): Promise<boolean> {
  const answer = await ask(io, gateway, `/v1/validate/${encodeURIComponent(id)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    // Not JSON on purpose: it is refused before any schema has to be compiled.
    body: '-',
  });
  if (answer.status >= 500 && answer.status !== 503) throw unexpected(gateway, answer);
  return answer.status !== 404 && answer.status !== 503;
}
