import { describeChanges } from '#compat';
import type { SchemaSource } from '#schema';
import type { Compared } from '../compare.js';
import type { Io } from '../io.js';
import { say } from '../io.js';
import type { Format } from '../options.js';
import { showComparison } from './comparisons.js';

interface Difference {
  readonly old: SchemaSource;
  readonly new: SchemaSource;
  readonly compared: Compared;
}

export function showDifference(io: Io, format: Format, difference: Difference): void {
  const { compared } = difference;
  const changes = describeChanges(difference.old, difference.new);
  if (format === 'json')
    return say(
      io,
      JSON.stringify(
        { verdict: compared.report?.verdict, changes, report: compared.report },
        undefined,
        2,
      ),
    );
  say(io, changes.length === 0 ? 'Nothing changed that an event could feel.' : 'What changed');
  for (const change of changes) say(io, `  ${String(change)}`);
  say(io);
  showComparison(io, compared);
}
