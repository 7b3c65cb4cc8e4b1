import { isMisread, windowInWords } from '#compat';
import {
  breaksIn,
  isRefusal,
  type CheckedContract,
  type CheckFinding,
  type CheckResult,
  othersIn,
  waivedIn,
} from '../../check/check-result.js';
import { fenced, inline, words } from '../markdown-text.js';
import { baselineInWords, countsInWords } from './counts.js';

/** GitHub takes 65,536 characters in a comment; what does not fit is counted, never cut in two. */
const CHARACTERS_MAX = 60_000;
/** By this line a bot finds its own comment again. */
const MARKER = '<!-- concordat-check -->';

/** A comment for a pull request: what breaks, the event that shows it, and what to do. */
export function checkAsMarkdown(result: CheckResult): string {
  const { contracts, waivers, exitCode } = result;
  const sections = contracts.filter(isWorthASection).map(sectionOf);
  const shown: string[] = [];
  let left = CHARACTERS_MAX;
  for (const section of sections) if ((left -= section.length) > 0) shown.push(section);
  const hidden = sections.length - shown.length;
  const quiet = contracts.filter((each) => !isWorthASection(each));
  return [
    MARKER,
    `### ${exitCode === 0 ? '✅' : '❌'} Contracts · ${countsInWords(result)}`,
    `Checked against ${inline(baselineInWords(result))}.`,
    ...waivers.expired.map((each) => `🔴 ${inline(waivers.path)}: ${words(each)}`),
    ...shown,
    ...(hidden > 0
      ? [`_${hidden} more do not fit into a comment; the log of the job has all._`]
      : []),
    ...(quiet.length > 0 ? [quietOnes(quiet)] : []),
    ...waivers.unused.map((each) => words(each)),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

const isWorthASection = ({ verdict, findings, notes }: CheckedContract): boolean =>
  notes.length > 0 || (verdict !== 'new' && (verdict !== 'compatible' || findings.length > 0));

function sectionOf(contract: CheckedContract): string {
  const { name, mode, against, doubts, notes, owner, window, group } = contract;
  const [breaks, waived, others] = [breaksIn(contract), waivedIn(contract), othersIn(contract)];
  const counts = [
    [breaks.filter((each) => !isRefusal(each)).length, 'breaking'],
    [breaks.filter(isRefusal).length, 'refused'],
    [waived.length, 'waived'],
    [doubts.length, 'undecided'],
    [others.length, others.length === 1 ? 'other change' : 'other changes'],
  ] as const;
  const said = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const about = [
    ...(mode === undefined ? [] : [mode]),
    ...(against.length > 0 ? [`against ${inline(against.at(-1)?.where ?? '')}`] : []),
    ...(group === undefined ? [] : [`group ${words(group)}`]),
    ...(window ? [windowInWords(window)] : []),
    ...(owner === undefined ? [] : [`owner ${words(owner)}`]),
  ].join(' · ');
  return [
    `#### ${words(name)}${said.length > 0 ? ` — ${said.join(', ')}` : ''}`,
    about,
    ...breaks.map(breakOf),
    ...doubts.map(({ direction, because }) => `🟡 Undecided, ${direction}: ${words(because)}`),
    ...waived.map(waivedOf),
    ...notes.map((note) => `🟡 ${words(note)}`),
    ...(others.length > 0 ? [othersOf(others)] : []),
  ].join('\n\n');
}

const SIDES = { old: 'old schema', new: 'new schema' } as const;

function breakOf(finding: CheckFinding): string {
  const { message, ruleId, fingerprint, witness, evidence, why, fix, newPlace } = finding;
  const place = newPlace ? ` · ${inline(`${newPlace.path}:${newPlace.line}`)}` : '';
  return [
    `🔴 **${words(message)}** ${inline(ruleId)}${place} · fp ${inline(fingerprint)}`,
    ...(witness
      ? [
          `Counterexample, executed: the ${SIDES[witness.acceptedBy]} **accepts** this event, the ${SIDES[witness.rejectedBy]} **${isMisread(finding) ? 'rejects or misreads' : 'rejects'}** it:`,
          fenced(witness.event, 'json'),
          `> ${words(witness.reason)}`,
        ]
      : []),
    ...(evidence
      ? [
          evidence.events.length > 1 ? 'These events, one after the other:' : 'This event:',
          fenced(evidence.events.join('\n'), 'json'),
          `> Until now ${words(evidence.before)}. From now on ${words(evidence.now)}.`,
        ]
      : []),
    `${words(why)}`,
    `**Fix:** ${words(fix)}`,
  ].join('\n\n');
}

const waivedOf = ({ message, ruleId, waiver }: CheckFinding): string =>
  `⚪ Waived until ${waiver?.until} by ${words(waiver?.by ?? '')}: ${words(message)} ${inline(ruleId)} — ${words(waiver?.reason ?? '')}`;

function othersOf(findings: readonly CheckFinding[]): string {
  const lines = findings.map(
    ({ severity, message, ruleId }) =>
      `- ${severity === 'warning' ? '🟡' : '🟢'} ${words(message)} ${inline(ruleId)}`,
  );
  const head = `${lines.length} ${lines.length === 1 ? 'change breaks' : 'changes break'} nobody`;
  return `<details><summary>${head}</summary>\n\n${[...new Set(lines)].join('\n')}\n\n</details>`;
}

const NAMES_MAX = 50;

function quietOnes(contracts: readonly CheckedContract[]): string {
  const of = (verdict: CheckedContract['verdict'], say: string): string[] => {
    const names = contracts
      .filter((each) => each.verdict === verdict)
      .map(({ name }) => words(name));
    if (names.length === 0) return [];
    const more = names.length > NAMES_MAX ? ` and ${names.length - NAMES_MAX} more` : '';
    return [`${say}: ${names.slice(0, NAMES_MAX).join(', ')}${more}.`];
  };
  return [...of('new', '🔵 New'), ...of('compatible', '🟢 Unchanged')].join('\n\n');
}
