import cluster from 'node:cluster';
import { setFlagsFromString } from 'node:v8';
import { checkAddresses } from './check-addresses.js';
import { ConfigFault, readConfig } from './config.js';
import { runProcesses } from './processes/run-processes.js';
import { stopWithFirst } from './processes/stop-with-first.js';
import { runConcordat, type RunningConcordat } from './run-concordat.js';

/**
 * V8 lets a heap grow to several times what lives in it before it looks, the more the larger the
 * machine is. Half as much again keeps a registry of 100,000 schemas at half the memory.
 */
const HEAP_GROWING_PERCENT = 50;

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Starts, says where to look, and on Ctrl-C drains. A second Ctrl-C ends at once. */
async function main(): Promise<void> {
  const begun = performance.now();
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`);
  const config = readConfig(process.env);
  if (cluster.isPrimary) await checkAddresses(config);
  const isFirst = cluster.isPrimary && config.CONCORDAT_PROCESSES > 1;
  const run = isFirst ? runProcesses : runConcordat;
  const starting = run(config, (step) => say(`  … ${step}`));
  const { CONCORDAT_DRAIN_MS: drainMs } = config;
  if (cluster.isWorker) stopWithFirst(starting, { fail: exitWith, drainMs });
  const concordat = await starting;
  if (cluster.isPrimary) {
    stopOnSignal(concordat);
    welcome(concordat, begun);
  }
  process.send?.({
    ready: true,
    registryUrl: concordat.registryUrl,
    gatewayUrl: concordat.gatewayUrl,
  });
}

function welcome(concordat: RunningConcordat, begun: number): void {
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const addresses = [
    concordat.registryUrl && `  Registry and catalog  ${concordat.registryUrl}`,
    concordat.gatewayUrl && `  Validation gateway    ${concordat.gatewayUrl}`,
  ];
  say(
    [
      '',
      `Concordat is ready (${seconds} s).`,
      ...addresses.filter(Boolean),
      '  Ctrl-C stops it; nothing accepted is lost.',
      '',
    ].join('\n'),
  );
}

function stopOnSignal(concordat: RunningConcordat): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(130);
    isStopping = true;
    say('Stopping: finishing what has begun …');
    concordat.stop().then(
      () => process.exit(0),
      (error: unknown) => exitWith(error),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
}

function exitWith(error: unknown): never {
  const message =
    error instanceof ConfigFault
      ? error.message
      : `Concordat stopped: ${error instanceof Error ? error.message : String(error)}`;
  process.stderr.write(`${message}\n`);
  process.exit(error instanceof ConfigFault ? 2 : 1);
}

main().catch(exitWith);
