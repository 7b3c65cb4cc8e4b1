import { appendFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { problem } from '#kernel';
import { makeFolder } from '../files/make-folder.js';
import type { Io } from '../io.js';
import { cliProblems } from '../problems.js';

/** A format, and the file it goes to; without one it goes to standard output. */
export interface Delivery {
  readonly format: string;
  readonly path?: string;
}

/** `--format sarif=report.sarif`; GitHub's annotations are lines any other output may stand beside. */
export function deliveriesOf(
  given: readonly string[],
  known: readonly string[],
): readonly Delivery[] {
  const deliveries = given.map((text) => {
    const [format = '', ...rest] = text.split('=');
    if (!known.includes(format)) throw problem(cliProblems.FORMAT_UNKNOWN, { format, known });
    if (rest.length === 0) return { format };
    if (rest.join('=') === '')
      throw problem(cliProblems.WORD_EMPTY, { what: `The file of --format ${format}=` });
    return { format, path: rest.join('=') };
  });
  const loud = deliveries.filter(({ path, format }) => path === undefined && format !== 'github');
  if (loud.length > 1)
    throw problem(cliProblems.FORMATS_COLLIDE, { formats: loud.map(({ format }) => format) });
  return deliveries;
}

export async function deliver(io: Io, { path }: Delivery, text: string): Promise<void> {
  if (path === undefined) return io.out(text);
  await written(path, async () => {
    const full = resolve(io.cwd, path);
    await makeFolder(dirname(full));
    await writeFile(full, text);
  });
}

/** What GitHub shows on the page of the run; other jobs may have written there. */
export async function addToStepSummary(io: Io, markdown: string): Promise<void> {
  const path = io.env['GITHUB_STEP_SUMMARY'];
  if (path) await written(path, () => appendFile(resolve(io.cwd, path), `${markdown}\n`));
}

async function written(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw problem(cliProblems.FILE_NOT_WRITTEN, { path, why: (error as Error).message });
  }
}
