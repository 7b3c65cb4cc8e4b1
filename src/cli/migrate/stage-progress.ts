import type { Io } from '../io.js';

/** How far each stage is, on the error output of a person's terminal; a pipe hears nothing of it. */
export function stageProgress(io: Io): {
  readonly at: (stage: string, done: number, all: number) => void;
  readonly end: () => void;
} {
  if (!io.isTTY) return { at: () => undefined, end: () => undefined };
  return {
    at: (stage, done, all) => io.err(`${CLEAR}  ${stage} … ${done} of ${all}`),
    end: () => io.err(CLEAR),
  };
}

/** Back to the first column, and the line is empty. */
const CLEAR = '\r\u001b[2K';
