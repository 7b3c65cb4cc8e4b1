import { exitCodes, type ExitCode } from '../exit-codes.js';
import { type Io, say } from '../io.js';
import type { Format } from '../options.js';
import { paint } from '../paint.js';
import { counted } from '../reporters/counted.js';
import type { Transferred } from './transfer.js';

export interface TransferReport {
  readonly from: string;
  readonly to: string;
  readonly isDryRun: boolean;
  readonly transferred: Transferred;
}

/** For programs everything, for people the counts and whatever stood in the way. */
export function showTransfer(io: Io, format: Format, report: TransferReport): ExitCode {
  const { transferred, ...about } = report;
  const code = codeOf(transferred);
  if (format === 'json')
    say(io, JSON.stringify({ ...about, ...transferred, isComplete: code === 0 }, undefined, 2));
  else showInWords(io, report);
  return code;
}

function showInWords(io: Io, { from, to, isDryRun, transferred }: TransferReport): void {
  const { subjects, versions, added, deleted, unchanged, settings } = transferred;
  say(io, `${from}  →  ${to}`);
  say(io, `  found there   ${counted(versions, 'version')} of ${counted(subjects, 'subject')}`);
  const change = isDryRun ? 'would import' : 'imported';
  if (added + deleted + settings === 0) say(io, '  nothing to change');
  else
    say(
      io,
      `  ${change.padEnd(12)}  ${counted(added, 'version')} (${deleted} deleted as they are there), ${counted(settings, 'setting')}`,
    );
  say(io, `  already here  ${counted(unchanged, 'version')}`);
  for (const note of transferred.notes) say(io, `  note          ${note}`);
  for (const { where, what } of transferred.conflicts)
    say(io, `${paint(io, 'red', '✗')} ${paint(io, 'bold', where)} ${what}`);
  showCompared(io, transferred);
}

function showCompared(io: Io, transferred: Transferred): void {
  const { compared, versions } = transferred;
  if (!compared) return;
  const mark = codeOf(transferred) === 0 ? paint(io, 'green', '✓') : paint(io, 'red', '✗');
  say(
    io,
    `${mark} compared: ${compared.versions} of ${counted(versions, 'version')} are here under their ids and numbers, ${compared.guids} of ${compared.guidsTold} under their guids, and ${counted(compared.settings, 'setting')}`,
  );
}

/** Complete is what was found again when all was done. */
const codeOf = ({ conflicts, compared, versions }: Transferred): ExitCode =>
  conflicts.length > 0 || (compared && compared.versions < versions)
    ? exitCodes.findings
    : exitCodes.pass;
