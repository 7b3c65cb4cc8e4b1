import type { CliCommand } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { say } from '../io.js';

/** Only its help lives here: `bin/concordat.js` hands the word itself to the server. */
export const start: CliCommand<object> = {
  name: 'start',
  summary: 'run the registry, the catalog and the gateway',
  description:
    'Runs the registry with its catalog and the gateway in this process, with an embedded PostgreSQL unless DATABASE_URL names yours. Settings are environment variables: docs/configuration.md.',
  examples: [
    { line: 'concordat start', does: 'everything, on 127.0.0.1:8081 and 127.0.0.1:8082' },
    {
      line: 'CONCORDAT_ROLE=gateway DATABASE_URL=postgres://… concordat start',
      does: 'one more gateway beside a registry that runs elsewhere',
    },
  ],
  declare: (command) => command,
  run: (_given, io) => {
    say(io, 'Start it through the program itself: "npx concordat start".');
    return Promise.resolve(exitCodes.usage);
  },
};
