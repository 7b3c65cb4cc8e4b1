import { z } from 'zod';
import { compareKeys, contentHash } from '#contract';
import { problem } from '#kernel';
import { recordedEvents } from '../files/recorded-events.js';
import { cliProblems } from '../problems.js';

/** One entity of a copy, as it is compared. */
export interface CopiedEntity {
  readonly key: string;
  readonly version?: string;
  readonly hash?: string;
}

/** A line of a copy: as an export prints it, or only what is compared. */
const copied = z.object({
  key: z.string().min(1),
  version: z.union([z.string().regex(/^\d{1,20}$/), z.int().min(0)]).optional(),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  value: z.unknown().optional(),
  isDeleted: z.boolean().default(false),
});

/** In the order of their keys; of what is deleted a copy says nothing. */
export async function readCopy(
  cwd: string,
  { path, by }: { readonly path: string; readonly by: 'content' | 'version' },
): Promise<readonly CopiedEntity[]> {
  const entities: CopiedEntity[] = [];
  for await (const { line, value } of recordedEvents(cwd, path)) {
    const read = copied.safeParse(value);
    if (!read.success) throw notRead(path, line, read.error.issues[0]);
    if (read.data.isDeleted) continue;
    const { key, hash: told, value: state } = read.data;
    const version = read.data.version === undefined ? undefined : BigInt(read.data.version);
    const hash = told ?? (by === 'content' && state !== undefined ? contentHash(state) : undefined);
    if (by === 'content' && hash === undefined)
      throw notRead(path, line, { path: [], message: 'it has neither a hash nor a value' });
    entities.push({
      key,
      ...(version !== undefined && { version: String(version) }),
      ...(hash !== undefined && { hash }),
    });
  }
  return inOrder(path, entities);
}

function inOrder(path: string, entities: CopiedEntity[]): readonly CopiedEntity[] {
  entities.sort((a, b) => compareKeys(a.key, b.key));
  const twice = entities.find(({ key }, i) => key === entities[i + 1]?.key);
  const what = `The key "${twice?.key.slice(0, 60)}" is there twice.`;
  if (twice) throw problem(cliProblems.FILE_SYNTAX, { place: path, what });
  return entities;
}

function notRead(
  path: string,
  line: number,
  issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined,
): Error {
  const at = (issue?.path ?? []).map((step) => `/${String(step)}`).join('');
  const why = issue?.message ?? 'it has another shape';
  const what = `This line is no entity${at && `, at ${at}`}: ${why}.`;
  return problem(cliProblems.FILE_SYNTAX, { place: `${path}:${line}:1`, what });
}
