import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { AggregatorRegistry } from 'prom-client';
import type { Config } from '../config.js';
import { type RunningConcordat, startDatabase } from '../run-concordat.js';
import { tell, type Word } from './words.js';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** One that lived so long did not die of its start. */
const SETTLED_MS = 30_000;

/**
 * Several gateways behind one port. The first process holds the port and hands every new connection
 * to one of the others in turn; it judges nothing itself. One that dies is started again, and
 * meanwhile the others take its connections.
 */
export async function runProcesses(
  config: Config,
  progress: (step: string) => void,
): Promise<RunningConcordat> {
  const database = await startDatabase(config, progress);
  const crew = new Crew(database.url);
  try {
    const [first] = await Promise.all(
      Array.from({ length: config.CONCORDAT_PROCESSES }, () => crew.begin()),
    );
    const stop = async () => {
      await crew.stop();
      await database.stop();
    };
    return { registryUrl: undefined, gatewayUrl: first?.gatewayUrl, stop };
  } catch (error) {
    await crew.stop();
    await database.stop();
    throw error;
  }
}

type Ready = Extract<Word, { ready: true }>;

class Crew {
  private readonly metrics = new AggregatorRegistry();
  private readonly workers = new Set<Worker>();
  private readonly pauses = new Set<NodeJS.Timeout>();
  private isStopping = false;

  constructor(private readonly databaseUrl: string) {}

  /** Resolves when it takes requests. @throws when it ends before that */
  async begin(pauseMs = FIRST_PAUSE_MS): Promise<Ready> {
    const worker = cluster.fork({ DATABASE_URL: this.databaseUrl });
    const bornMs = performance.now();
    this.workers.add(worker);
    return new Promise<Ready>((done, refuse) => {
      let isReady = false;
      worker.on('message', (word: Word) => {
        if ('metrics' in word) void this.tellMetrics(worker, word.ask);
        if (!('ready' in word)) return;
        isReady = true;
        done(word);
      });
      // A connection or a word that was on its way to one that died; that it died is told by `exit`.
      worker.on('error', () => undefined);
      worker.on('exit', (code: number | null, signal: string | null) => {
        this.workers.delete(worker);
        if (!isReady) refuse(new Error(`a gateway process ended with ${code ?? signal}`));
        const isSettled = performance.now() - bornMs > SETTLED_MS;
        if (isReady) this.again(isSettled ? FIRST_PAUSE_MS : pauseMs);
      });
    });
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    for (const pause of this.pauses) clearTimeout(pause);
    const gone = [...this.workers].map((worker) => once(worker, 'exit'));
    for (const worker of this.workers) tell(worker, { stop: true });
    await Promise.all(gone);
  }

  private again(pauseMs: number): void {
    if (this.isStopping) return;
    const next = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    process.stderr.write('A gateway process ended; another one takes its place.\n');
    const pause = setTimeout(() => {
      this.pauses.delete(pause);
      this.begin(next).catch(() => this.again(next));
    }, pauseMs);
    this.pauses.add(pause);
  }

  /** The sum of all; one that dies while it is asked makes the asking fail, so it is asked again. */
  private async tellMetrics(worker: Worker, ask: number): Promise<void> {
    const sum = () => this.metrics.clusterMetrics();
    const text = await sum()
      .catch(sum)
      .catch(() => undefined);
    tell(worker, { metrics: 'told', ask, text });
  }
}
