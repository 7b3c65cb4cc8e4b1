import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { limits } from '#kernel';
import { SandboxProcess, type TaskResult } from './sandbox-process.js';
import type { Task } from './task.js';

interface Waiting {
  readonly task: Task;
  /** It was among tasks that did not end. */
  readonly isAlone?: boolean;
  readonly settle: (result: TaskResult) => void;
}

const PROCESSES = 2;
/** Schemas read for one message there and one back: these cost more than reading a small one. */
const TOGETHER_MAX = 16;
/** Each holds a request with its body. */
const WAITING_MAX = 500;
/** The child's own code and libraries take about 60 MB; the rest is for the schema. */
const LIMITS = { cpuMs: limits.sandboxCpuMs.value, memoryMb: limits.sandboxMemoryMb.value };

/**
 * Where schemas of strangers are compiled and compared: other processes, a few, kept and reused.
 * A schema that eats time or memory loses its process; the registry and its event loop go on.
 */
@Injectable()
export class Sandbox implements OnApplicationBootstrap, OnApplicationShutdown {
  private idle: SandboxProcess[] = [];
  private busy = new Set<SandboxProcess>();
  private readonly waiting: Waiting[] = [];
  private isStopped = false;

  run(task: Task): Promise<TaskResult> {
    if (this.isStopped) return Promise.resolve({ failure: 'stopped' });
    if (this.waiting.length >= WAITING_MAX) return Promise.resolve({ failure: 'busy' });
    return new Promise((settle) => {
      this.waiting.push({ task, settle });
      this.next();
    });
  }

  /** The first registration should not wait for a process to start. */
  onApplicationBootstrap(): void {
    this.idle.push(new SandboxProcess(LIMITS));
  }

  /** After the server has drained: what has begun may still need us. */
  onApplicationShutdown(): void {
    this.isStopped = true;
    for (const process of [...this.idle, ...this.busy]) process.stop();
    for (const { settle } of this.waiting.splice(0)) settle({ failure: 'stopped' });
  }

  private next(): void {
    this.idle = this.idle.filter((process) => process.isUsable);
    if (this.waiting.length === 0 || this.busy.size >= PROCESSES) return;
    const process = this.idle.pop() ?? new SandboxProcess(LIMITS);
    const jobs = this.nextJobs();
    this.busy.add(process);
    void process.run(jobs.map(({ task }) => task)).then((results) => {
      this.busy.delete(process);
      if (process.isUsable) this.idle.push(process);
      this.conclude(jobs, results);
      this.next();
    });
  }

  /** What waits is shared among the processes; a comparison may be long, so nothing waits for it. */
  private nextJobs(): readonly Waiting[] {
    const isAlone = ({ task, isAlone }: Waiting) => task.kind !== 'read' || isAlone === true;
    const share = Math.ceil(this.waiting.length / (PROCESSES - this.busy.size));
    const place = this.waiting.findIndex(isAlone);
    const together = place < 0 ? this.waiting.length : place;
    return this.waiting.splice(0, Math.max(1, Math.min(share, together, TOGETHER_MAX)));
  }

  /** What does not end together is tried one by one: the culprit alone is told. */
  private conclude(jobs: readonly Waiting[], results: readonly TaskResult[]): void {
    const isAgain = jobs.length > 1 && !this.isStopped;
    const again = jobs.filter((job, i) => {
      const result = results[i] ?? { failure: 'broken' };
      if (isAgain && 'failure' in result) return true;
      job.settle(result);
      return false;
    });
    this.waiting.unshift(...again.map((job) => ({ ...job, isAlone: true })));
  }
}
