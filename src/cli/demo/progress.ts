import type { Io } from '../io.js';

/** One line for each stage: counted up and wiped for a person, written once for a pipe. */
export class Progress {
  constructor(private readonly io: Io) {}

  begin(stage: string): void {
    this.io.out(this.io.isTTY ? `  ${stage} …` : `  ${stage} …\n`);
  }

  step(stage: string, done: number, all: number): void {
    if (this.io.isTTY) this.io.out(`${CLEAR}  ${stage} … ${done} of ${all}`);
  }

  end(): void {
    if (this.io.isTTY) this.io.out(CLEAR);
  }
}

/** Back to the first column, and the line is empty. */
const CLEAR = '\r\u001b[2K';

/** Work on all, a few at a time; answers keep the order. */
export async function fewAtATime<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  { width, onDone }: { readonly width: number; readonly onDone: (done: number) => void },
): Promise<readonly R[]> {
  const answers: R[] = [];
  const pending = items.entries();
  let done = 0;
  const lane = async (): Promise<void> => {
    for (const [place, item] of pending) {
      answers[place] = await work(item);
      onDone((done += 1));
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return answers;
}
