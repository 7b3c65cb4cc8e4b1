import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Answer, Outcome, Task } from './task.js';

/** Why a task has no outcome; the schema is to blame unless the registry stops or is busy. */
export type Failure = 'too-slow' | 'too-much-memory' | 'broken' | 'stopped' | 'busy';
export type TaskResult = { readonly outcome: Outcome } | { readonly failure: Failure };

export interface SandboxLimits {
  readonly cpuMs: number;
  readonly memoryMb: number;
}

interface Running {
  readonly number: number;
  readonly settle: (results: readonly TaskResult[]) => void;
  readonly count: number;
  readonly timer: NodeJS.Timeout;
}

const CHILD = new URL('./sandbox-child.js', import.meta.url);
/** Slow machines get wall time beyond the CPU time, but not for ever. */
const PATIENCE = 10;
const CLOCK_TICKS_PER_SECOND = 100;
/** What a proof lets go of would otherwise fill 100 MB more before V8 collects it. */
const YOUNG_HEAP = '--max-semi-space-size=8';

/**
 * One child process, which is asked one thing at a time: some tasks that are to end within the limits
 * of one. What does not end is killed, with everything it holds.
 */
export class SandboxProcess {
  private readonly child: ChildProcess;
  private running: Running | undefined;
  private count = 0;
  private isGone = false;

  constructor(private readonly limits: SandboxLimits) {
    this.child = fork(CHILD, {
      env: {},
      execArgv: [`--max-old-space-size=${limits.memoryMb}`, YOUNG_HEAP],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    this.child.on('message', (answer: Answer) => this.answered(answer));
    this.child.on('exit', () => this.gone('too-much-memory'));
    this.child.on('error', () => this.gone('broken'));
    this.rest();
  }

  get isUsable(): boolean {
    return !this.isGone;
  }

  /** All have failed when one does not end. */
  run(tasks: readonly Task[]): Promise<readonly TaskResult[]> {
    return new Promise((settle) => {
      const number = ++this.count;
      this.child.ref();
      this.child.channel?.ref();
      const cpuAtStart = this.cpuMs() ?? 0;
      const timer = setTimeout(() => this.isLate(cpuAtStart, 1), this.limits.cpuMs);
      this.running = { number, settle, count: tasks.length, timer };
      this.child.send({ number, tasks }, (error) => error && this.gone('broken'));
    });
  }

  stop(): void {
    this.gone('stopped');
  }

  private isLate(cpuAtStart: number, turn: number): void {
    const used = this.cpuMs();
    const isOver =
      used === undefined ? turn >= PATIENCE / 2 : used - cpuAtStart >= this.limits.cpuMs;
    if (isOver) return this.gone('too-slow');
    // It had no chance to use its time: the machine is to blame, not the schema.
    if (turn >= PATIENCE) return this.gone('busy');
    const timer = setTimeout(() => this.isLate(cpuAtStart, turn + 1), this.limits.cpuMs);
    if (this.running) this.running = { ...this.running, timer };
  }

  /** On a busy machine wall time says little; Linux tells what the child really used (proc(5)). */
  private cpuMs(): number | undefined {
    try {
      const stat = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8');
      const [user = '', system = ''] = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .slice(11, 13);
      return ((Number(user) + Number(system)) * 1_000) / CLOCK_TICKS_PER_SECOND;
    } catch {
      return undefined;
    }
  }

  private answered(answer: Answer): void {
    if (answer.number !== this.running?.number) return;
    this.finish(answer.done.map((one) => ('outcome' in one ? one : { failure: 'broken' })));
    this.rest();
  }

  private gone(failure: Failure): void {
    if (this.isGone) return;
    this.isGone = true;
    this.child.kill('SIGKILL');
    this.finish(Array.from({ length: this.running?.count ?? 0 }, () => ({ failure })));
  }

  private finish(results: readonly TaskResult[]): void {
    const { running } = this;
    this.running = undefined;
    clearTimeout(running?.timer);
    running?.settle(results);
  }

  /** An idle child keeps nobody alive. */
  private rest(): void {
    this.child.unref();
    this.child.channel?.unref();
  }
}
