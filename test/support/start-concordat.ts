import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createDatabase } from './create-database.js';

export interface StartedConcordat {
  readonly registryUrl: string;
  readonly gatewayUrl: string;
  readonly databaseUrl: string;
  readonly pid: number;
  /** What the process wrote so far, both streams. */
  output(): string;
  /** SIGTERM and wait; the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL and wait: what a power cut does. */
  kill(): Promise<void>;
}

const root = new URL('../..', import.meta.url).pathname;
const START_TIMEOUT_MS = 60_000;

/**
 * The built Concordat in a process of its own, on free ports and, unless the environment given says
 * otherwise, a fresh database. Tests meet it through HTTP only.
 */
export async function startConcordat(
  environment: Record<string, string> = {},
): Promise<StartedConcordat> {
  const databaseUrl = environment['DATABASE_URL'] ?? (await createDatabase());
  const child = spawn(process.execPath, ['--enable-source-maps', 'bin/concordat.js', 'start'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      CONCORDAT_REGISTRY_PORT: '0',
      CONCORDAT_GATEWAY_PORT: '0',
      CONCORDAT_LOG_LEVEL: 'error',
      DATABASE_URL: databaseUrl,
      ...environment,
    },
  });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const { registryUrl = '', gatewayUrl = '' } = await readyMessage(child, () => said);
  return {
    registryUrl,
    gatewayUrl,
    databaseUrl,
    pid: child.pid ?? 0,
    output: () => said,
    stop: () => end(child, 'SIGTERM'),
    kill: async () => void (await end(child, 'SIGKILL')),
  };
}

async function readyMessage(
  child: ChildProcess,
  said: () => string,
): Promise<{ registryUrl?: string; gatewayUrl?: string }> {
  const timeout = AbortSignal.timeout(START_TIMEOUT_MS);
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`Concordat ended with ${String(code)} before it was ready:\n${said()}`);
  });
  const ready = once(child, 'message', { signal: timeout }).then(([message]) => message as object);
  return Promise.race([ready, gone]);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, 'exit');
  child.kill(signal);
  const [code] = (await gone) as [number | null];
  return code;
}
