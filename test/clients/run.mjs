// Clients of other languages against a real Concordat: `node test/clients/run.mjs` after a build.
// Nothing is skipped: a missing interpreter is a failure. The last line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = new URL('.', import.meta.url).pathname;
const root = join(here, '../..');
const START_TIMEOUT_MS = 120_000;
const SUITE_TIMEOUT_MS = 600_000;

async function start(home) {
  const child = spawn(process.execPath, ['bin/concordat.js', 'start'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      PATH: process.env.PATH,
      HOME: home,
      CONCORDAT_DATA_DIR: join(home, 'data'),
      CONCORDAT_REGISTRY_PORT: '0',
      CONCORDAT_GATEWAY_PORT: '0',
      CONCORDAT_LOG_LEVEL: 'error',
    },
  });
  const signal = AbortSignal.timeout(START_TIMEOUT_MS);
  const [{ registryUrl }] = await once(child, 'message', { signal });
  const stop = async () => {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  return { registryUrl, stop };
}

/** What a command printed; its own words go to the error output as they come. */
async function output(command, words, { cwd, env = {} }) {
  const child = spawn(command, words, {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
    timeout: SUITE_TIMEOUT_MS,
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  return { said, code };
}

async function python(env) {
  const venv = join(root, 'node_modules/.cache/python-clients');
  const interpreter = join(venv, 'bin/python');
  if (!existsSync(interpreter)) await expected('python3', ['-m', 'venv', venv]);
  const requirements = join(here, 'python/requirements.txt');
  await expected(interpreter, ['-m', 'pip', 'install', '--quiet', '-r', requirements]);
  const counts = { passed: 0, failed: 0 };
  for (const file of ['confluent_kafka_test.py', 'odcs_export_test.py']) {
    const { said } = await output(interpreter, [file], { cwd: join(here, 'python'), env });
    const { passed, failed } = JSON.parse(said.trim().split('\n').at(-1) ?? '');
    counts.passed += passed;
    // A file in which nothing ran has not passed.
    counts.failed += passed + failed === 0 ? 1 : failed;
  }
  return counts;
}

/** Every leaf test counts once; a test that failed says why in its own words. */
async function go(env) {
  const { said, code } = await output('go', ['test', '-json', '-count=1', './...'], {
    cwd: join(here, 'go'),
    env,
  });
  const events = said.split('\n').filter(Boolean).map(JSON.parse);
  for (const { Output } of events) if (Output) process.stderr.write(Output);
  const ended = events.filter(({ Test, Action }) => Test && /^(pass|fail|skip)$/.test(Action));
  const leaves = ended.filter(
    ({ Test }) => !ended.some((each) => each.Test.startsWith(`${Test}/`)),
  );
  const passed = leaves.filter(({ Action }) => Action === 'pass').length;
  const failed = leaves.length - passed;
  // A parent, or the build itself, may fail where no leaf does.
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
}

async function expected(command, words) {
  const { code } = await output(command, words, { cwd: root });
  if (code !== 0) throw new Error(`${command} ${words.join(' ')} ended with ${code}`);
}

const home = await mkdtemp(join(tmpdir(), 'concordat-clients-'));
const total = { passed: 0, failed: 0 };
const concordat = await start(home);
try {
  const env = { CONCORDAT_REGISTRY_URL: concordat.registryUrl };
  for (const [name, suite] of Object.entries({ python, go })) {
    const counts = await suite(env).catch((error) => {
      console.error(`${name}: ${error.message}`);
      return { passed: 0, failed: 1 };
    });
    console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed`);
    // A suite in which nothing ran has not passed.
    total.passed += counts.passed;
    total.failed += counts.passed + counts.failed === 0 ? 1 : counts.failed;
  }
} finally {
  await concordat.stop();
  await rm(home, { recursive: true, force: true });
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
