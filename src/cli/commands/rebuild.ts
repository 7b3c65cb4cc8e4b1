import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { serverAt, understood, wishFor } from '../ask.js';
import type { CliCommand } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { say } from '../io.js';
import { type Format, formatOption, registryOption } from '../options.js';

interface RebuildOptions {
  readonly registry: string;
  readonly format: Format;
}

const answer = z.object({
  contract: z.string(),
  builds: z.array(
    z.object({
      ...{ state: z.string(), begunAt: z.string(), begunBy: z.string() },
      ...{ folded: z.number(), unread: z.number(), expired: z.number(), lag: z.number() },
    }),
  ),
});

const ASK_EVERY_MS = 300;

export const rebuild: CliCommand<RebuildOptions> = {
  name: 'rebuild',
  summary: 'build the latest states of a contract anew from the event log',
  description:
    'For contracts with semantics.entity.canonical. The states that serve go on until the new ones came at least as far, and are then replaced at once; this waits for that.',
  examples: [
    { line: 'concordat rebuild orders.order', does: 'and prints how many events it took' },
  ],
  declare: (command) =>
    command
      .argument('<contract>', 'id of the contract')
      .addOption(registryOption())
      .addOption(formatOption()),
  async run({ args: [id = ''], registry, format }, io) {
    const server = serverAt('registry', registry);
    const path = `/v1/entity-builds/${encodeURIComponent(id)}`;
    const init = { method: 'POST' };
    const begun = await wishFor(io, server, { path, status: 202, init });
    let { builds } = understood(server, begun, answer);
    while (builds.some(({ state }) => state === 'building')) {
      await sleep(ASK_EVERY_MS);
      ({ builds } = understood(server, await wishFor(io, server, { path, status: 200 }), answer));
    }
    const [served] = builds;
    if (format === 'json') say(io, JSON.stringify({ contract: id, ...served }));
    else say(io, `The states of ${id} are built of ${served?.folded ?? 0} events, and serve now.`);
    return exitCodes.pass;
  },
};
