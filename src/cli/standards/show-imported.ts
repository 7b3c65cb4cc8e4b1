import { type Io, say } from '../io.js';
import type { Format } from '../options.js';
import type { WrittenFile } from './write-unless-there.js';

export interface ShownImport {
  readonly document: string;
  readonly files: readonly WrittenFile[];
  /** Of the document: what it did not say, and where it says more than a contract can. */
  readonly notes: readonly string[];
  readonly lost: readonly string[];
  /** What must be mended before the contracts can be published. */
  readonly faults: readonly string[];
}

const STATES = {
  wrote: ['wrote', ''],
  same: ['same ', ''],
  kept: ['kept ', ', which was there and says something else'],
} as const;

export function showImported(io: Io, format: Format, shown: ShownImport): void {
  if (format === 'json') return say(io, JSON.stringify(shown));
  for (const { path, state } of shown.files) {
    const [word, more] = STATES[state];
    say(io, `${word}  ${path}${more}`);
  }
  listed(io, `Not carried over from ${shown.document}`, shown.lost);
  listed(io, 'To complete', shown.notes);
  listed(io, 'To mend', shown.faults);
}

function listed(io: Io, heading: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  say(io, `\n${heading}:`);
  for (const line of lines) say(io, `  ${line.replaceAll('\n', '\n  ')}`);
}
