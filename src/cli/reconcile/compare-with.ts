import { z } from 'zod';
import { compareKeys, CopyDigest } from '#contract';
import { limits } from '#kernel';
import { type Answer, refusalIn, type Server, understood } from '../ask.js';
import { askUntilReady } from '../ask-until-ready.js';
import type { Io } from '../io.js';
import type { CopiedEntity } from './read-copy.js';

/** Entities of one stretch: few enough that one of them that differs costs little. */
const STRETCH = 500;

const differing = z.object({
  differing: z.array(z.object({ after: z.string(), upTo: z.string().nullable() })),
});
const compared = z.object({
  differences: z.array(
    z.object({
      key: z.string(),
      kind: z.enum(['missing', 'deleted', 'unknown', 'older', 'newer', 'content']),
      copied: z.object({ version: z.string() }).optional(),
      logged: z.object({ version: z.string().optional(), position: z.string() }).optional(),
    }),
  ),
  movedOn: z.number(),
  comparedUpTo: z.string().nullable(),
});
const repaired = z.object({
  sent: z.array(z.string()),
  gone: z.array(z.string()),
  unknown: z.array(z.string()),
  left: z.array(z.string()),
});

export type Difference = z.infer<typeof compared>['differences'][number];

interface Stretch {
  readonly after: string;
  readonly upTo: string | null;
}

/** The registry a copy is held against, and what is told with every question. */
export interface Counterpart {
  readonly io: Io;
  readonly server: Server;
  readonly contract: string;
  readonly payload: 'masked' | 'raw';
  readonly wish: {
    readonly by: 'content' | 'version';
    readonly positions: readonly string[];
    readonly waitMs: number;
  };
}

/** Stretch by stretch, and where they differ key by key: a copy that is right is told in a few answers. */
export async function compareWith(
  log: Counterpart,
  copy: readonly CopiedEntity[],
): Promise<{ readonly differences: readonly Difference[]; readonly movedOn: number }> {
  const differences: Difference[] = [];
  let movedOn = 0;
  const perQuestion = Math.floor(limits.comparedStretchKeys.value / STRETCH) * STRETCH;
  for (let from = 0; from === 0 || from < copy.length; from += perQuestion)
    for (const stretch of await differingStretches(log, copy, [from, from + perQuestion])) {
      const found = await differingKeys(log, copy, stretch);
      differences.push(...found.differences);
      movedOn += found.movedOn;
    }
  return { differences, movedOn };
}

async function differingStretches(
  log: Counterpart,
  copy: readonly CopiedEntity[],
  [from, to]: readonly [from: number, to: number],
): Promise<readonly Stretch[]> {
  const stretches: object[] = [];
  for (let start = from; start === from || start < Math.min(to, copy.length); start += STRETCH) {
    const part = copy.slice(start, start + STRETCH);
    const isLast = start + STRETCH >= copy.length;
    const upTo = isLast ? null : part.at(-1)?.key;
    stretches.push({ upTo, count: part.length, digest: digestOf(part, log.wish.by) });
  }
  const body = { after: copy[from - 1]?.key ?? '', stretches };
  const answer = await question(log, 'stretches', { ...log.wish, ...body });
  return understood(log.server, answer, differing).differing;
}

function digestOf(part: readonly CopiedEntity[], by: 'content' | 'version'): string {
  const digest = new CopyDigest();
  for (const { key, version = '', hash = '' } of part)
    digest.add(key, by === 'version' ? version : hash);
  return digest.end();
}

async function differingKeys(
  log: Counterpart,
  copy: readonly CopiedEntity[],
  { after, upTo }: Stretch,
): Promise<{ readonly differences: readonly Difference[]; readonly movedOn: number }> {
  const differences: Difference[] = [];
  let movedOn = 0;
  for (let last: string | null = after; last !== null;) {
    const from = firstAfter(copy, last);
    const end = upTo === null ? copy.length : firstAfter(copy, upTo);
    const entities = copy.slice(from, end);
    const answer = await question(log, 'keys', { ...log.wish, after: last, upTo, entities });
    const found: z.infer<typeof compared> = understood(log.server, answer, compared);
    differences.push(...found.differences);
    movedOn += found.movedOn;
    last = found.comparedUpTo;
  }
  return { differences, movedOn };
}

/** By halving: the copy is in order. */
function firstAfter(copy: readonly CopiedEntity[], key: string): number {
  let [low, high] = [0, copy.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareKeys(copy[middle]?.key ?? '', key) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What was sent again of these keys; what the log does not know is the copy's to drop. */
export async function sendAgain(
  log: Counterpart,
  keys: readonly string[],
  into: string,
): Promise<z.infer<typeof repaired>> {
  const all: z.infer<typeof repaired> = { sent: [], gone: [], unknown: [], left: [] };
  for (let waiting = keys; waiting.length > 0;) {
    const now = waiting.slice(0, limits.comparedKeys.value);
    const answer = await question(log, 'repairs', { keys: now, into }, 201);
    const done = understood(log.server, answer, repaired);
    for (const name of ['sent', 'gone', 'unknown'] as const) all[name].push(...done[name]);
    waiting = [...done.left, ...waiting.slice(now.length)];
  }
  return all;
}

/** States that are still being built are waited for. */
async function question(
  log: Counterpart,
  what: string,
  body: object,
  status = 200,
): Promise<Answer> {
  const { io, server, contract, payload } = log;
  const path = `/v1/entity-copies/${encodeURIComponent(contract)}/${what}?payload=${payload}`;
  const init = { method: 'POST', body: JSON.stringify(body) };
  const answer = await askUntilReady(io, server, { path, init });
  if (answer.status === status) return answer;
  throw refusalIn(server, answer);
}
