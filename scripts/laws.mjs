// `npm run laws [-- --times 100] [--seed 7] [part of a file's name …]`: the laws on generated
// schemas, a hundred times as far as `npm test` goes and from another seed, which is printed.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

const LAWS = String.raw`(test/property/.*|compat-against-buf)\.spec\.ts$`;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    times: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(randomInt(1, 2 ** 31)) },
    law: { type: 'string', short: 't' },
  },
});
const files = positionals.length > 0 ? positionals : [LAWS];
process.stdout.write(`laws ×${values.times}, seed ${values.seed}\n`);
const child = spawn(
  process.execPath,
  [
    'scripts/test.mjs',
    ...['--unit', '--verbose', '--testPathPatterns', ...files],
    ...(values.law ? ['-t', values.law] : []),
  ],
  {
    cwd: new URL('..', import.meta.url).pathname,
    stdio: 'inherit',
    env: { ...process.env, CONCORDAT_LAW_TIMES: values.times, CONCORDAT_LAW_SEED: values.seed },
  },
);
child.on('exit', (code) => process.exit(code ?? 1));
