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
  readonly settle: (result: TaskResult) => void;
}

const PROCESSES = 2;
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
    const job = this.waiting.shift();
    if (!job) return;
    this.busy.add(process);
    void process.run(job.task).then((result) => {
      this.busy.delete(process);
      if (process.isUsable) this.idle.push(process);
      job.settle(result);
      this.next();
    });
  }
}
