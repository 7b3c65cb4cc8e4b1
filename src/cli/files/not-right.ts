import { problem } from '#kernel';
import { cliProblems } from '../problems.js';

export interface FileFault {
  /** Where it is another file than the one that was read. */
  readonly path?: string | undefined;
  readonly pointer: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** Everything that is wrong with a file, each with its place: the first is the headline. */
export function notRight(path: string, faults: readonly FileFault[]): Error {
  const said = faults.map(({ path: file = path, pointer, message, line, column }) => ({
    place: line === undefined ? file : `${file}:${line}:${column ?? 1}`,
    what: pointer === '' ? message : `at ${pointer}: ${message}`,
  }));
  const [first = { place: path, what: '' }, ...rest] = said;
  const what = [first.what, ...rest.map(({ place, what }) => `${place}: ${what}`)].join('\n');
  return problem(cliProblems.FILE_SYNTAX, { place: first.place, what });
}
