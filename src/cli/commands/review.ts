import { serverAt, understood, wishFor } from '../ask.js';
import type { CliCommand } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { say } from '../io.js';
import { type Format, formatOption, registryOption } from '../options.js';
import { reviewAsText } from '../reporters/review-text.js';
import { review as reviewAnswer } from '../review-answers.js';

interface ReviewOptions {
  readonly days?: string;
  readonly team?: string;
  readonly registry: string;
  readonly format: Format;
}

export const review: CliCommand<ReviewOptions> = {
  name: 'review',
  summary: 'what a team should look at again: unread, unsent, disputed, refused',
  description:
    'One report over every contract in force, to be read from time to time: events nobody reads or sends, entities with several writers and how often they disagree, contracts that refuse, consumers who no longer stand by what they declared. It decides nothing: the exit code is 0. A scheduled pipeline sends it around.',
  examples: [
    { line: 'concordat review', does: 'for people; who did not read within 30 days does not read' },
    { line: 'concordat review --team orders', does: 'what one team has to look at' },
    { line: 'concordat review --days 90 --format json', does: 'for a program' },
  ],
  declare: (command) =>
    command
      .option('--days <number>', 'read within so many days counts (default: 30)')
      .option('--team <name>', 'what is this team’s to look at')
      .addOption(registryOption())
      .addOption(formatOption()),
  async run({ days, team, registry, format }, io) {
    const server = serverAt('registry', registry);
    const asked = new URLSearchParams({
      ...(days !== undefined && { days }),
      ...(team !== undefined && { team }),
    });
    const path = `/catalog/v1/review${asked.size > 0 ? `?${asked.toString()}` : ''}`;
    const answer = await wishFor(io, server, { path, status: 200 });
    const told = understood(server, answer, reviewAnswer);
    say(io, format === 'json' ? JSON.stringify(answer.body, undefined, 2) : reviewAsText(told, io));
    return exitCodes.pass;
  },
};
