import { z } from 'zod';
import { problem } from '#kernel';
import { actionOf } from '../action-of.js';
import { type Server, serverAt, understood, wishFor } from '../ask.js';
import type { CliCommand, Given } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { type Io, say } from '../io.js';
import { type Format, formatOption, registryOption } from '../options.js';
import { cliProblems } from '../problems.js';

interface KeysOptions {
  readonly registry: string;
  readonly admin?: true;
  readonly valid?: string;
  readonly format: Format;
}

const keyMade = z.object({ key: z.string(), expiresAt: z.string() });
const listedKey = z.object({
  ...{ id: z.string(), principal: z.string(), isAdmin: z.boolean() },
  ...{ expiresAt: z.string(), revokedAt: z.string().nullable() },
});
const keysListed = z.object({ keys: z.array(listedKey) });

export const keys: CliCommand<KeysOptions> = {
  name: 'keys',
  summary: 'make, list and revoke keys',
  description:
    'Keys prove who asks where CONCORDAT_AUTH is keys. The command itself uses the one in CONCORDAT_KEY: the first time that is what CONCORDAT_ADMIN_KEY says on the server.',
  examples: [
    { line: 'concordat keys create svc-orders', does: 'a key for a producer, shown once' },
    { line: 'concordat keys create ada --admin --valid P30D', does: 'one that may make others' },
    { line: 'concordat keys list', does: 'whose there are, and until when' },
    { line: 'concordat keys revoke 01K…', does: 'refused everywhere within a second' },
  ],
  declare: (command) =>
    command
      .argument('<action>', 'create, list or revoke')
      .argument('[name]', 'create: who it is for; revoke: the id of the key')
      .option('--admin', 'create: may make and revoke keys')
      .option('--valid <duration>', 'create: for how long, ISO 8601 (default: P90D)')
      .addOption(registryOption())
      .addOption(formatOption()),
  async run(given, io) {
    const [word = ''] = given.args;
    const action = actionOf(ACTIONS, 'keys', word);
    if (word !== 'list' && !given.args[1])
      throw problem(cliProblems.WORD_EMPTY, { what: NAMES[word] ?? '' });
    await action(io, serverAt('registry', given.registry), given);
    return exitCodes.pass;
  },
};

const NAMES: Readonly<Record<string, string>> = {
  create: 'The name of who gets the key',
  revoke: 'The id of the key',
};

type Action = (io: Io, server: Server, given: Given<KeysOptions>) => Promise<void>;

const ACTIONS: Readonly<Record<string, Action>> = {
  async create(io, server, { args: [, principal], admin, valid, format }) {
    const body = JSON.stringify({ principal, admin: admin === true, valid });
    const made = await wishFor(io, server, {
      path: '/v1/keys',
      status: 201,
      init: { method: 'POST', body },
    });
    const { key, expiresAt } = understood(server, made, keyMade);
    if (format === 'json') return say(io, JSON.stringify(made.body));
    say(io, key);
    io.err(
      `For ${String(principal)}, until ${expiresAt.slice(0, 10)}. It is shown this once; keep it now.\n`,
    );
  },

  async list(io, server, { format }) {
    const answer = await wishFor(io, server, { path: '/v1/keys', status: 200 });
    const { keys: listed } = understood(server, answer, keysListed);
    if (format === 'json') return say(io, JSON.stringify(answer.body));
    for (const key of listed)
      say(
        io,
        [key.id, key.principal, key.isAdmin ? 'admin' : '', stateOf(key)]
          .filter(Boolean)
          .join('  '),
      );
  },

  async revoke(io, server, { args: [, id = ''] }) {
    await wishFor(io, server, {
      path: `/v1/keys/${encodeURIComponent(id)}`,
      status: 204,
      init: { method: 'DELETE' },
    });
    say(io, `${id} is revoked.`);
  },
};

const stateOf = ({ revokedAt, expiresAt }: z.infer<typeof listedKey>): string =>
  revokedAt === null ? `until ${expiresAt.slice(0, 10)}` : `revoked ${revokedAt.slice(0, 10)}`;
