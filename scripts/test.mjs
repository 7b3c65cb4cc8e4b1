// `npm test`: builds what is stale, then runs every test. `--unit` leaves out the end-to-end tests;
// `--update-golden` rewrites golden files, whose diff is then the review; `--failed-again` runs files in which
// a test failed once more, alone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** More than this is no bad luck. */
const AGAIN_FILES_MAX = 5;

const root = new URL('..', import.meta.url).pathname;
const words = process.argv.slice(2);
const isUpdate = words.includes('--update-golden');
const isUnit = isUpdate || words.includes('--unit');
const isAgain = words.includes('--failed-again');
const ours = ['--unit', '--update-golden', '--failed-again'];
const rest = words.filter((word) => !ours.includes(word));
const report = isAgain ? join(mkdtempSync(join(tmpdir(), 'concordat-test-')), 'report.json') : '';

async function run(args, env = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}

const jest = (args) =>
  run(['node_modules/jest/bin/jest.js', ...(isUnit ? ['--selectProjects', 'unit'] : []), ...args], {
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    ...(isUpdate ? { UPDATE_GOLDEN: '1' } : {}),
    ...(isAgain ? { CONCORDAT_TEST_REPORT: report } : {}),
  });

/**
 * A test that fails beside others and passes alone was in bad company, or is a race: it is told, and does not
 * fail the run. One that fails twice does.
 */
async function runFailedAgain() {
  const first = JSON.parse(readFileSync(report, 'utf8'));
  if (first.files.length === 0 || first.files.length > AGAIN_FILES_MAX) return 1;
  process.stdout.write(`\n${first.files.length} files had failures. They run once more, alone.\n`);
  const code = await jest(['--runInBand', '--runTestsByPath', ...first.files]);
  const second = JSON.parse(readFileSync(report, 'utf8'));
  const passed = first.passedElsewhere + second.passed;
  for (const line of first.failures) process.stdout.write(`\nFAILED THE FIRST TIME ${line}`);
  for (const line of second.failures) process.stdout.write(`\nFAILED AGAIN ${line}`);
  process.stdout.write(`\n${passed} passed, ${second.failed} failed\n`);
  return code;
}

const built = await run(['scripts/build.mjs']);
if (built !== 0) process.exit(built);
const code = await jest(rest);
process.exit(code !== 0 && isAgain ? await runFailedAgain() : code);
