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
const AGAIN_TIMES = 2;

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
 * fail the run. One that never passes does.
 */
async function runFailedAgain() {
  const { files, endings } = readReport();
  if (files.length === 0 || files.length > AGAIN_FILES_MAX) return 1;
  const passed = new Set();
  const failed = new Set();
  const note = (when, ended) => {
    for (const { name, why } of ended) (why === undefined ? passed : failed).add(name);
    for (const { name, why } of ended.filter(({ why }) => why !== undefined))
      process.stdout.write(`\n${when} ${name}: ${why}\n`);
  };
  const neverPassed = () => [...failed].filter((name) => !passed.has(name));
  note('FAILED THE FIRST TIME', endings);
  for (let time = 0; time < AGAIN_TIMES && neverPassed().length > 0; time++) {
    process.stdout.write(`\n${files.length} files had failures. They run again, alone.\n`);
    await jest(['--runInBand', '--runTestsByPath', ...files]);
    note('FAILED AGAIN', readReport().endings);
  }
  for (const name of neverPassed()) process.stdout.write(`\nNEVER PASSED ${name}`);
  const tests = [...passed].filter((name) => name.includes(' › ')).length;
  process.stdout.write(`\n${tests} passed, ${neverPassed().length} failed\n`);
  return neverPassed().length === 0 ? 0 : 1;
}

function readReport() {
  return JSON.parse(readFileSync(report, 'utf8'));
}

const built = await run(['scripts/build.mjs']);
if (built !== 0) process.exit(built);
const code = await jest(rest);
process.exit(code !== 0 && isAgain ? await runFailedAgain() : code);
