import { createReadStream, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { problem } from '#kernel';
import { cliProblems } from '../problems.js';

/** One line of a recording. */
export interface RecordedEvent {
  readonly line: number;
  readonly value: unknown;
  /** Of a CloudEvent in its JSON form; then the value is its data. */
  readonly type?: string;
}

/** Events of a file, one JSON text a line; however long the file is, one line is held. */
export async function* recordedEvents(cwd: string, path: string): AsyncGenerator<RecordedEvent> {
  const full = resolve(cwd, path);
  const about = statSync(full, { throwIfNoEntry: false });
  if (!about) throw problem(cliProblems.FILE_NOT_FOUND, { path });
  if (about.isDirectory()) throw problem(cliProblems.FILE_IS_FOLDER, { path });
  if (!about.isFile())
    throw problem(cliProblems.FILE_UNREADABLE, {
      path,
      why: 'it is a pipe or a device, not a file',
    });
  const lines = createInterface({ input: createReadStream(full, 'utf8'), crlfDelay: Infinity });
  let line = 0;
  for await (const text of lines) {
    line++;
    const plain = text.replace(/^\uFEFF/, '').trim();
    if (plain !== '') yield eventIn(plain, { path, line });
  }
}

function eventIn(text: string, { path, line }: { path: string; line: number }): RecordedEvent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw problem(cliProblems.FILE_SYNTAX, {
      place: `${path}:${line}:1`,
      what: 'This line is not one JSON value. Write one event on each line.',
    });
  }
  const { specversion, type, data } = Object(value) as Record<string, unknown>;
  return typeof specversion === 'string' && typeof type === 'string'
    ? { line, value: data, type }
    : { line, value };
}
