import { z } from 'zod';
import { problem } from '#kernel';
import { actionOf } from '../action-of.js';
import { type Server, serverAt, understood, wishFor } from '../ask.js';
import type { CliCommand, Given } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { type Io, say } from '../io.js';
import { type Format, formatOption, gatewayOption } from '../options.js';
import { cliProblems } from '../problems.js';

interface HoldOptions {
  readonly reason?: string;
  readonly all?: true;
  readonly gateway: string;
  readonly format: Format;
}

const held = z.object({
  ...{ id: z.string(), topic: z.string(), reason: z.string() },
  ...{ placedBy: z.string(), placedAt: z.string() },
  ...{ liftedBy: z.string().nullable(), liftedAt: z.string().nullable() },
  liftReason: z.string().nullable(),
});
const page = z.object({ holds: z.array(held), nextCursor: z.string().nullable() });
type Held = z.infer<typeof held>;

export const hold: CliCommand<HoldOptions> = {
  name: 'hold',
  summary: 'keep everything of a topic until the hold is lifted',
  description:
    'Legal holds. While one stands, retention takes nothing of the topic away, neither from the event log nor from the quarantine, and what people discard there keeps its bytes. Several may stand on one topic. Who placed and lifted each, when and why stays known.',
  examples: [
    {
      line: 'concordat hold place orders.events --reason "Case 4711"',
      does: 'whatever is there when this comes back stays there',
    },
    { line: 'concordat hold list', does: 'the holds that stand; with --all, also those lifted' },
    {
      line: 'concordat hold lift 01K… --reason "Case 4711 is closed"',
      does: 'retention goes on, unless another hold stands on the topic',
    },
  ],
  declare: (command) =>
    command
      .argument('<action>', 'place, list or lift')
      .argument('[name]', 'place and list: a topic; lift: the id of the hold')
      .option('--reason <text>', 'place and lift: why')
      .option('--all', 'list: also those that were lifted')
      .addOption(gatewayOption())
      .addOption(formatOption()),
  async run(given, io) {
    const action = actionOf(ACTIONS, 'holds', given.args[0]);
    await action(io, serverAt('gateway', given.gateway), given);
    return exitCodes.pass;
  },
};

type Action = (io: Io, server: Server, given: Given<HoldOptions>) => Promise<void>;

const ACTIONS: Readonly<Record<string, Action>> = {
  async place(io, server, given) {
    const topic = wordOf('The topic', given.args[1]);
    const reason = wordOf('The reason (--reason)', given.reason);
    const init = { method: 'POST', body: JSON.stringify({ topic, reason }) };
    const placed = await wishFor(io, server, { path: '/v1/holds', status: 201, init });
    tell(io, given, [understood(server, placed, held)]);
  },

  async list(io, server, given) {
    const query = new URLSearchParams(given.all ? {} : { state: 'standing' });
    if (given.args[1]) query.set('topic', given.args[1]);
    const holds: Held[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      if (cursor) query.set('cursor', cursor);
      const path = `/v1/holds?${query.toString()}`;
      const read = understood(server, await wishFor(io, server, { path, status: 200 }), page);
      holds.push(...read.holds);
      cursor = read.nextCursor;
    }
    if (holds.length === 0 && given.format === 'text') say(io, 'No hold stands.');
    tell(io, given, holds);
  },

  async lift(io, server, given) {
    const id = wordOf('The id of the hold', given.args[1]);
    const reason = wordOf('The reason (--reason)', given.reason);
    const init = { method: 'POST', body: JSON.stringify({ reason }) };
    const path = `/v1/holds/${encodeURIComponent(id)}/lift`;
    const lifted = await wishFor(io, server, { path, status: 200, init });
    tell(io, given, [understood(server, lifted, held)]);
  },
};

function wordOf(what: string, given: string | undefined): string {
  if (!given?.trim()) throw problem(cliProblems.WORD_EMPTY, { what });
  return given;
}

/** A line for each hold, and below it a line for its end. */
function tell(io: Io, { format }: HoldOptions, holds: readonly Held[]): void {
  for (const each of holds) {
    if (format === 'json') say(io, JSON.stringify(each));
    else tellOne(io, each);
  }
}

function tellOne(io: Io, each: Held): void {
  const { id, topic, placedBy, placedAt, liftedBy, liftedAt } = each;
  say(io, `${id}  ${topic}  held since ${placedAt} by ${placedBy}: ${each.reason}`);
  if (liftedAt !== null)
    say(io, `  lifted ${liftedAt} by ${liftedBy ?? ''}: ${each.liftReason ?? ''}`);
}
