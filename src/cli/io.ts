import type { Clock } from '#kernel';

/** Everything a command may touch of the process it runs in, so that a test can hold it. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** A person is looking: progress may be redrawn. Pipes get lines. */
  readonly isTTY: boolean;
  readonly isColour: boolean;
  readonly columns: number;
  readonly cwd: string;
  readonly fetch: typeof fetch;
  /** The environment, for what CI systems say there. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/** One line. */
export const say = (io: Io, line = ''): void => io.out(`${line}\n`);

/** The day it is, UTC. */
export const today = ({ clock }: Io): string => new Date(clock.nowMs()).toISOString().slice(0, 10);
