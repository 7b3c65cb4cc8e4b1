import { z } from 'zod';
import { RegistryBaseline } from '../baseline/registry-baseline.js';
import { type Server, understood, wishFor } from '../ask.js';
import type { Io } from '../io.js';
import { compareWithBefore } from './compare-with-before.js';
import type { ContractHistory, History, PublishedVersion } from './history.js';

export interface HistoryWish {
  readonly sinceMs: number;
  readonly contract?: string | undefined;
  readonly team?: string | undefined;
}

const version = z.object({
  ...{ id: z.string(), version: z.int().min(1), isForced: z.boolean() },
  ...{ publishedAt: z.iso.datetime(), publishedBy: z.string(), reason: z.string().default('') },
  name: z.string().optional(),
  owner: z.object({ team: z.string() }),
});
type ListedVersion = z.infer<typeof version>;

const page = z.object({
  contracts: z.array(version),
  next: z.string().startsWith('/v1/contracts?').optional(),
});
const versions = z.object({ versions: z.array(version) });

/** Contracts asked about at once. */
const AT_ONCE = 8;

/** Versions published since a moment, each compared here with the one before it. */
export async function readHistory(io: Io, server: Server, wish: HistoryWish): Promise<History> {
  const { contract } = wish;
  const ids = contract === undefined ? await idsOf(io, server, wish) : [contract];
  const found: ContractHistory[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    found.push(...(await Promise.all(some.map((id) => historyOf(io, server, { id, wish })))));
  }
  return {
    registry: server.url,
    since: new Date(wish.sinceMs).toISOString(),
    contracts: found
      .filter((each) => each.versions.length > 0)
      .toSorted((a, b) => newestOf(b) - newestOf(a) || (a.id < b.id ? -1 : 1)),
  };
}

const newestOf = ({ versions: [newest] }: ContractHistory): number =>
  Date.parse(newest?.publishedAt ?? '');

/** What is newest of a contract is in the listing: one that stayed as it was is not asked about. */
async function idsOf(io: Io, server: Server, wish: HistoryWish): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let path: string | undefined = '/v1/contracts'; path !== undefined;) {
    const answer = await wishFor(io, server, { path, status: 200 });
    const { contracts, next } = understood(server, answer, page);
    ids.push(...contracts.filter(isWanted(wish)).map(({ id }) => id));
    path = next;
  }
  return ids;
}

const isWanted =
  ({ sinceMs, team }: HistoryWish) =>
  ({ publishedAt, owner }: ListedVersion): boolean =>
    Date.parse(publishedAt) >= sinceMs && (team === undefined || owner.team === team);

async function historyOf(
  io: Io,
  server: Server,
  { id, wish }: { id: string; wish: HistoryWish },
): Promise<ContractHistory> {
  const path = `/v1/contracts/${encodeURIComponent(id)}/versions`;
  const answer = await wishFor(io, server, { path, status: 200 });
  const listed = understood(server, answer, versions).versions.toSorted(byNumber);
  const { name, owner } = listed.at(-1) ?? { owner: { team: '' } };
  const { references } = new RegistryBaseline(io, server);
  const made: PublishedVersion[] = [];
  for (const [i, each] of listed.entries()) {
    if (!isWanted({ ...wish, team: undefined })(each)) continue;
    const before = listed[i - 1];
    const span = before && { id, old: before.version, new: each.version };
    const compared = span && (await compareWithBefore(io, server, { span, references }));
    made.unshift({ ...published(each), ...(compared && { compared }) });
  }
  return { id, ...(name !== undefined && { name }), team: owner.team, versions: made };
}

const byNumber = (a: ListedVersion, b: ListedVersion): number => a.version - b.version;

const published = (row: ListedVersion): PublishedVersion => ({
  version: row.version,
  publishedAt: row.publishedAt,
  publishedBy: row.publishedBy,
  ...(row.reason !== '' && { reason: row.reason }),
  isForced: row.isForced,
});
