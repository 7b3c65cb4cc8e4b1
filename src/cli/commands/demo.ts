import { problem } from '#kernel';
import { serverAt } from '../ask.js';
import type { CliCommand } from '../command.js';
import { readGithubEvents } from '../demo/github-events.js';
import { Progress } from '../demo/progress.js';
import { publishKinds } from '../demo/publish-kinds.js';
import { showSummary } from '../demo/show-summary.js';
import { streamExamples, streamMutations } from '../demo/stream-examples.js';
import { untilInForce } from '../demo/until-in-force.js';
import { say } from '../io.js';
import { gatewayOption, registryOption } from '../options.js';
import { cliProblems } from '../problems.js';

interface DemoOptions {
  readonly registry: string;
  readonly gateway: string;
  readonly events?: string;
}

export const demo: CliCommand<DemoOptions> = {
  name: 'demo',
  summary: 'real contracts and real events: GitHub’s webhooks',
  description:
    'Publishes one contract for each kind of event GitHub sends, then streams the real examples its own SDK is tested with through the gateway, and some that were made wrong on purpose. Run it again for more events.',
  examples: [
    { line: 'concordat demo', does: 'against the servers "npm start" runs' },
    {
      line: 'concordat demo --events 2000',
      does: 'the same examples over and over, each under a new id',
    },
  ],
  declare: (command) =>
    command
      .addOption(registryOption())
      .addOption(gatewayOption())
      .option('--events <count>', 'how many real events to stream (default: each example once)'),
  async run(given, io) {
    const begunMs = performance.now();
    const registry = serverAt('registry', given.registry);
    const gateway = serverAt('gateway', given.gateway);
    const { kinds, examples } = readGithubEvents();
    const events = repeated(examples, given.events);
    const progress = new Progress(io);
    say(io, 'Concordat demo: the events GitHub sends, under contract');
    const published = await publishKinds(io, registry, { kinds, progress });
    await untilInForce(io, gateway, published);
    const publishedMs = performance.now();
    const real = await streamExamples(io, gateway, { events, progress });
    const mutated = await streamMutations(io, gateway, examples);
    const doneMs = performance.now();
    const times = {
      publishMs: publishedMs - begunMs,
      streamMs: doneMs - publishedMs,
      totalMs: doneMs - begunMs,
    };
    return showSummary(io, { registry, gateway, published, real, mutated, times });
  },
};

function repeated<T>(examples: readonly T[], wanted: string | undefined): readonly T[] {
  if (wanted === undefined) return examples;
  if (!/^[1-9]\d{0,6}$/.test(wanted))
    throw problem(cliProblems.NUMBER_INVALID, { option: '--events', value: wanted });
  return Array.from(
    { length: Number(wanted) },
    (_, place) => examples[place % examples.length] as T,
  );
}
