import { actionOf } from '../action-of.js';
import { type Answer, ask, refusalIn, type Server, serverAt, understood, wishFor } from '../ask.js';
import type { CliCommand, Given } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { type Io, say } from '../io.js';
import { type Format, formatOption, registryOption } from '../options.js';
import { publicationIn } from '../publish-contract.js';
import { showPublication } from '../reporters/publications.js';
import { rolloutAsText, stoppedAsText } from '../reporters/rollout-text.js';
import { rolloutReport, type RolloutState, rolloutState } from '../rollout-answers.js';

interface RolloutOptions {
  readonly over: string;
  readonly reason?: string;
  readonly dryRun?: true;
  readonly force?: true;
  readonly registry: string;
  readonly format: Format;
}

export const rollout: CliCommand<RolloutOptions> = {
  name: 'rollout',
  summary: 'see how a candidate policy fares, stop it, or put it in force',
  description:
    'For contracts whose rollout tries another policy beside the one in force. Every gateway heeds a stop within a second. To try another candidate, or on another share, publish the contract with another rollout.',
  examples: [
    {
      line: 'concordat rollout status orders.order-placed',
      does: 'on how many events the two policies differed, and how; --over P7D looks further back',
    },
    {
      line: 'concordat rollout stop orders.order-placed --reason "EU is refused"',
      does: 'the policy in force decides everything; "resume" tries the candidate again',
    },
    {
      line: 'concordat rollout promote orders.order-placed --dry-run',
      does: 'whether the candidate could be put in force; exit code 1 where it would be refused',
    },
    {
      line: 'concordat rollout promote orders.order-placed',
      does: 'the next version of the contract, with what was tried as its policy',
    },
  ],
  declare: (command) =>
    command
      .argument('<action>', 'status, stop, resume or promote')
      .argument('<contract>', 'id of the contract')
      .option('--over <duration>', 'status: the last so long, ISO 8601', 'PT24H')
      .option('--reason <text>', 'stop: why')
      .option('--dry-run', 'promote: ask for the verdict only')
      .option('--force', 'promote: in spite of the verdict; the version keeps a mark')
      .addOption(registryOption())
      .addOption(formatOption()),
  async run(given, io) {
    const action = actionOf(ACTIONS, 'a rollout', given.args[0]);
    return action(io, serverAt('registry', given.registry), given);
  },
};

type Action = (io: Io, server: Server, given: Given<RolloutOptions>) => Promise<ExitCode>;

const ACTIONS: Readonly<Record<string, Action>> = {
  async status(io, server, given) {
    const path = `${addressOf(given)}?over=${encodeURIComponent(given.over)}`;
    const answer = await wishFor(io, server, { path, status: 200 });
    const report = understood(server, answer, rolloutReport);
    say(io, given.format === 'json' ? JSON.stringify(answer.body) : rolloutAsText(report, io));
    return exitCodes.pass;
  },

  async stop(io, server, given) {
    const { reason } = given;
    return move(io, server, { given, step: 'stop', body: JSON.stringify({ reason }) });
  },

  async resume(io, server, given) {
    return move(io, server, { given, step: 'resume' });
  },

  async promote(io, server, given) {
    const { dryRun: isDryRun = false, force = false, format } = given;
    const path = `${addressOf(given)}/promote?dryRun=${isDryRun}&force=${force}`;
    const answer = await ask(io, server, path, { method: 'POST' });
    if (!JUDGED.has(answer.status)) throw refusalIn(server, answer);
    const publication = publicationIn(server, answer);
    const id = given.args[1] ?? '';
    const isRefused = publication.outcome === 'refused';
    if (format === 'json')
      say(io, JSON.stringify({ ...documentIn(answer), isDryRun, id, ...publication }));
    else {
      showPublication(io, { path: '', id, publication }, isDryRun);
      if (!isRefused && !isDryRun)
        say(io, 'Keep it where the contract is written; --format json prints the document.');
    }
    return isRefused ? exitCodes.findings : exitCodes.pass;
  },
};

/** The registry looked at it, and said yes or no. */
const JUDGED: ReadonlySet<number> = new Set([200, 201, 409, 422]);

/** What is in force now; a refusal has none. */
function documentIn({ body }: Answer): object {
  const { document } = body as { document?: unknown };
  return document === undefined ? {} : { document };
}

const addressOf = ({ args: [, id = ''] }: Given<RolloutOptions>): string =>
  `/v1/contracts/${encodeURIComponent(id)}/rollout`;

async function move(
  io: Io,
  server: Server,
  { given, step, body }: { given: Given<RolloutOptions>; step: string; body?: string },
): Promise<ExitCode> {
  const path = `${addressOf(given)}/${step}`;
  const init = { method: 'POST', ...(body !== undefined && { body }) };
  const answer = await wishFor(io, server, { path, status: 200, init });
  const state = understood(server, answer, rolloutState);
  say(io, given.format === 'json' ? JSON.stringify(state) : stateAsText(state));
  return exitCodes.pass;
}

function stateAsText({ contract, version, stopped }: RolloutState): string {
  const of = `The candidate of ${contract}@${version}`;
  return stopped ? `${of} ${stoppedAsText(stopped)}.` : `${of} is tried.`;
}
