import { type Io, say } from '../io.js';
import { paint } from '../paint.js';

/** One line per stage: redrawn for a person, written once for a pipe. */
export class Progress {
  constructor(private readonly io: Io) {}

  step(stage: string, done: number, all: number): void {
    if (this.io.isTTY) this.io.out(`\r\u001b[2K  ${stage}  ${done} of ${all}`);
  }

  done(stage: string, text: string): void {
    if (this.io.isTTY) this.io.out('\r\u001b[2K');
    say(this.io, `  ${paint(this.io, 'green', '✓')} ${stage}  ${text}`);
  }
}

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
