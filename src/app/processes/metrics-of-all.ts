import cluster from 'node:cluster';
import { AggregatorRegistry, register } from 'prom-client';
import { problem } from '#kernel';
import { appProblems } from '../problems.js';
import { tell, type Word } from './words.js';

/** Of all processes behind this port; where there are several, the first one adds them up. */
export class MetricsOfAll {
  private asks = 0;
  private underWay: Promise<unknown> = Promise.resolve();
  private next: Promise<string> | undefined;
  private readonly waiting = new Map<number, (text: string | undefined) => void>();

  constructor() {
    if (!cluster.isWorker) return;
    new AggregatorRegistry(); // Makes this process answer what the first one asks.
    process.on('message', (word: Word) => {
      if ('metrics' in word && word.metrics === 'told') this.told(word.ask, word.text);
    });
  }

  /** Whoever asks while it is counted hears, with all others who do, what is counted next: thousands cost two counts. */
  text(): Promise<string> {
    this.next ??= this.underWay.then(
      () => this.begin(),
      () => this.begin(),
    );
    return this.next;
  }

  private begin(): Promise<string> {
    this.next = undefined;
    const counted = this.count();
    this.underWay = counted;
    return counted;
  }

  private async count(): Promise<string> {
    if (!cluster.isWorker) return register.metrics();
    const ask = this.asks++;
    const told = await new Promise<string | undefined>((done) => {
      this.waiting.set(ask, done);
      tell(process, { metrics: 'wanted', ask });
    });
    if (told === undefined) throw problem(appProblems.METRICS_INCOMPLETE, undefined);
    return told;
  }

  private told(ask: number, text: string | undefined): void {
    this.waiting.get(ask)?.(text);
    this.waiting.delete(ask);
  }
}
