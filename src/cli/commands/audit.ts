import { z } from 'zod';
import { problem } from '#kernel';
import { actionOf } from '../action-of.js';
import { type Server, serverAt, understood, wishFor } from '../ask.js';
import type { CliCommand, Given } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { type Io, say } from '../io.js';
import { type Format, formatOption, registryOption } from '../options.js';
import { cliProblems } from '../problems.js';

interface AuditOptions {
  readonly actor?: string;
  readonly action?: string;
  readonly target?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit: string;
  readonly expect: readonly string[];
  readonly registry: string;
  readonly format: Format;
}

const link = z.object({ n: z.number(), hash: z.string() });
const entry = z.object({
  ...{ n: z.number(), at: z.string(), actor: z.string(), action: z.string(), target: z.string() },
  details: z.unknown(),
});
const page = z.object({ entries: z.array(entry), nextCursor: z.number().nullable() });
const verification = z.object({
  ...{ entries: z.number(), end: z.number(), last: link },
  fault: z.object({ n: z.number(), says: z.string() }).nullable(),
});

export const audit: CliCommand<AuditOptions> = {
  name: 'audit',
  summary: 'read who did what, and verify that nobody changed it',
  description:
    'Every entry of the audit is chained to the one before by its hash. "verify" goes along the whole chain and names the first entry that is not what was recorded. Keep what it prints somewhere else: with --expect a later run proves that the audit still contains it, and was not made anew or cut at its end.',
  examples: [
    { line: 'concordat audit list', does: 'the newest entries' },
    {
      line: 'concordat audit list --actor ada --since 2026-11-01T00:00:00Z',
      does: 'what somebody did since; --action, --target and --until narrow it too',
    },
    { line: 'concordat audit verify', does: 'exit code 1 where an entry is not what was recorded' },
    {
      line: 'concordat audit verify --expect 1041=9f2c…',
      does: 'and that what an earlier run printed is still there',
    },
  ],
  declare: (command) =>
    command
      .argument('<action>', 'list or verify')
      .option('--actor <name>', 'list: only what this principal did')
      .option('--action <name>', 'list: only this, such as hold.placed')
      .option('--target <name>', 'list: only what was done to this')
      .option('--since <time>', 'list: from this moment on')
      .option('--until <time>', 'list: before this moment')
      .option('--limit <number>', 'list: at most so many', '100')
      .option('--expect <entry...>', 'verify: entries of an earlier run, as it printed them', [])
      .addOption(registryOption())
      .addOption(formatOption()),
  async run(given, io) {
    const action = actionOf(ACTIONS, 'the audit', given.args[0]);
    return action(io, serverAt('registry', given.registry), given);
  },
};

type Action = (io: Io, server: Server, given: Given<AuditOptions>) => Promise<ExitCode>;

const ACTIONS: Readonly<Record<string, Action>> = {
  async list(io, server, { actor, action, target, since, until, limit, format }) {
    const given = Object.entries({ actor, action, target, since, until, limit });
    const query = new URLSearchParams(given.filter((each): each is [string, string] => !!each[1]));
    const path = `/v1/audit?${query.toString()}`;
    const { entries } = understood(server, await wishFor(io, server, { path, status: 200 }), page);
    for (const each of entries) say(io, format === 'json' ? JSON.stringify(each) : inWords(each));
    if (entries.length === 0 && format === 'text') say(io, 'The audit has no such entry.');
    return exitCodes.pass;
  },

  async verify(io, server, { expect, format }) {
    const kept = expect.map(readLink);
    const { entries, last, fault } = await verified(io, server);
    const lost = fault ? [] : await lostOf(io, server, kept);
    if (format === 'json') say(io, JSON.stringify({ entries, last, fault, lost }));
    else if (fault) say(io, `${fault.n}  ✗ ${fault.says}`);
    else if (entries === 0) say(io, 'The audit has no entry yet.');
    else
      say(
        io,
        `${last.n}=${last.hash}  ✓ ${entries} ${entries === 1 ? 'entry' : 'entries'} as recorded`,
      );
    if (format === 'text')
      for (const { n } of lost) say(io, `${n}  ✗ It is not the entry of the earlier run.`);
    return fault || lost.length > 0 ? exitCodes.findings : exitCodes.pass;
  },
};

const inWords = ({ n, at, actor, action, target, details }: z.infer<typeof entry>): string =>
  `${n}  ${at}  ${actor}  ${action}  ${target}  ${JSON.stringify(details)}`;

const LINK = /^(?<n>[1-9]\d{0,14})=(?<hash>[0-9a-f]{64})$/;
type Link = z.infer<typeof link>;

function readLink(given: string): Link {
  const { n, hash } = LINK.exec(given)?.groups ?? {};
  if (n === undefined || hash === undefined) throw problem(cliProblems.ENTRY_INVALID, { given });
  return { n: Number(n), hash };
}

/** Along the whole chain, stretch by stretch, to its end or its first fault. */
async function verified(io: Io, server: Server): Promise<z.infer<typeof verification>> {
  for (let entries = 0; ;) {
    const path = `/v1/audit/verification?from=${entries + 1}`;
    const answer = await wishFor(io, server, { path, status: 200 });
    const stretch = understood(server, answer, verification);
    entries += stretch.entries;
    if (stretch.fault || entries >= stretch.end) return { ...stretch, entries };
  }
}

/** Those of the entries kept elsewhere that are not there as they were. */
async function lostOf(io: Io, server: Server, kept: readonly Link[]): Promise<readonly Link[]> {
  const lost: Link[] = [];
  for (const each of kept) {
    const path = `/v1/audit/verification?from=${each.n}&limit=1`;
    const answer = await wishFor(io, server, { path, status: 200 });
    const { last } = understood(server, answer, verification);
    if (last.n !== each.n || last.hash !== each.hash) lost.push(each);
  }
  return lost;
}
