import { renderMeaning, renderReport } from '#compat';
import type { Io } from '../io.js';
import { say } from '../io.js';
import type { Format } from '../options.js';
import { paint } from '../paint.js';
import type { Declared } from '../publish-consumption.js';
import type { Publication } from '../publish-contract.js';

/** One contract file and what the registry said. */
export interface Published {
  readonly path: string;
  readonly id: string;
  readonly publication: Publication;
  /** Blocks the contract declares and no gateway holds producers to yet. */
  readonly notEnforced: readonly string[];
}

interface Publications {
  readonly published: readonly Published[];
  readonly declared: readonly Declared[];
  readonly isDryRun: boolean;
}

export function showPublications(
  io: Io,
  format: Format,
  { published, declared, isDryRun }: Publications,
): void {
  if (format === 'json') {
    const contracts = published.map(({ publication, ...about }) => ({ ...about, ...publication }));
    return say(io, JSON.stringify({ isDryRun, contracts, consumptions: declared }, undefined, 2));
  }
  for (const each of published) showPublication(io, each, isDryRun);
  for (const each of declared) showDeclared(io, each, isDryRun);
  showNotEnforced(io, published);
}

/** @param each with an empty path where it came from no file */
export function showPublication(
  io: Io,
  each: Omit<Published, 'notEnforced'>,
  isDryRun: boolean,
): void {
  const { path, id, publication } = each;
  if (publication.outcome === 'refused') return showRefused(io, { path, id, publication });
  const { outcome, version, meaning } = publication;
  const fate =
    isDryRun && outcome === 'published'
      ? `would be published as v${version}`
      : `${outcome} v${version}`;
  const said = outcome === 'unchanged' ? `unchanged, v${version} is in force` : fate;
  say(io, `${paint(io, 'green', '✓')} ${paint(io, 'bold', id)}  ${said}${from(io, path)}`);
  for (const { severity, message, ruleId } of meaning)
    if (severity !== 'info') say(io, `  look at  ${message}  [${ruleId}]`);
}

const from = (io: Io, path: string): string => path && `  ${paint(io, 'dim', path)}`;

function showDeclared(io: Io, declared: Declared, isDryRun: boolean): void {
  const { path, consumer, of, fields, outcome, unknownFields, detail = '' } = declared;
  const [colour, mark] =
    outcome === 'refused' ? (['red', '✗'] as const) : (['green', '✓'] as const);
  const reads = isDryRun ? 'would declare that it reads' : 'reads';
  const count = `${fields} ${fields === 1 ? 'field' : 'fields'} of ${of}`;
  const fate = outcome === 'refused' ? 'refused' : `${reads} ${count}`;
  say(io, `${paint(io, colour, mark)} ${paint(io, 'bold', consumer)}  ${fate}${from(io, path)}`);
  if (outcome === 'refused') say(io, `  ${detail}`);
  for (const field of unknownFields)
    say(io, `  look at  The contract declares no field ${field}. Is it misspelt, or gone?`);
}

function showRefused(
  io: Io,
  {
    path,
    id,
    publication,
  }: { path: string; id: string; publication: Publication & { outcome: 'refused' } },
): void {
  const { code, detail, faults, report, meaning } = publication;
  say(io, `${paint(io, 'red', '✗')} ${paint(io, 'bold', id)}  refused  ${code}${from(io, path)}`);
  if (faults.length === 0) say(io, `  ${detail}`);
  for (const { pointer, message } of faults) say(io, `  at ${pointer || 'the top'}: ${message}`);
  if (report && report.verdict !== 'compatible')
    say(io, `\n${renderReport(report, { subject: id })}`);
  if (meaning.length > 0) say(io, `\n${renderMeaning(meaning)}\n`);
}

/** Said once for all: nobody should take what is recorded for what is enforced. */
function showNotEnforced(io: Io, published: readonly Published[]): void {
  const taken = published.filter(({ publication }) => publication.outcome !== 'refused');
  const names = [...new Set(taken.flatMap(({ notEnforced }) => notEnforced))];
  if (names.length === 0) return;
  say(io, `\nRecorded and shown, not enforced by this release: ${names.join(', ')}.`);
}
