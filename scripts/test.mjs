// `npm test`: builds what is stale, then runs every test. `--unit` leaves out the end-to-end tests;
// `--update-golden` rewrites golden files, whose diff is then the review.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const root = new URL('..', import.meta.url).pathname;
const words = process.argv.slice(2);
const isUpdate = words.includes('--update-golden');
const isUnit = isUpdate || words.includes('--unit');
const rest = words.filter((word) => word !== '--unit' && word !== '--update-golden');

async function run(args, env = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) process.exit(code ?? 1);
}

await run(['scripts/build.mjs']);
await run(
  ['node_modules/jest/bin/jest.js', ...(isUnit ? ['--selectProjects', 'unit'] : []), ...rest],
  {
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    ...(isUpdate ? { UPDATE_GOLDEN: '1' } : {}),
  },
);
