import type { Comparison, CompatibilityReport, Direction } from '#compat';
import { type Finding, type Problem, problem } from '#kernel';
import { addressOf } from './address-of.js';
import { avroInDialect } from './avro-in-dialect.js';
import { jsonInDialect } from './json-in-dialect.js';
import { protobufInDialect } from './protobuf-in-dialect.js';
import { registryProblems } from './problems.js';
import { type BrokenNeed, type Judgement, type Question, verdictOf } from './judge-change.js';
import type { StoredVersion } from './store/stored-version.js';
import { printSubject, type SubjectName } from './subject-name.js';
import type { Terms } from './terms.js';

/** What a judgement is about. */
interface Compared extends Pick<Question, 'readers'> {
  readonly older: readonly StoredVersion[];
  readonly terms: Pick<Terms, 'validatesFields'>;
}

type Judged = Omit<Judgement, 'key'>;

/** The refusal in the dialect's words; `findings` says the same in structure. */
export function incompatibleSchema(name: SubjectName, judged: Judged, compared: Compared): Problem {
  const subject = printSubject(name);
  const { report } = judged;
  const members = { findings: toldFindings(judged), compatibility: report };
  if (verdictOf(judged) === 'undecided')
    return problem(
      registryProblems.SCHEMA_UNDECIDED,
      { subject, why: whyUndecided(report) },
      { members },
    );
  const details = `[${dialectMessages(judged, compared).join(', ')}]`;
  const { SCHEMA_BREAKS_CONSUMERS, SCHEMA_INCOMPATIBLE } = registryProblems;
  const row = report.verdict === 'incompatible' ? SCHEMA_INCOMPATIBLE : SCHEMA_BREAKS_CONSUMERS;
  return problem(row, { subject, details }, { members });
}

/** What the mode protects, and then what those declared who read it. */
export const toldFindings = ({ report, needs }: Judged) => [...findingsOf(report), ...needs];

export const findingsOf = ({
  comparisons,
}: CompatibilityReport): readonly (Finding & { oldVersion: number })[] =>
  comparisons.flatMap(({ oldVersion, findings }) =>
    findings.map((finding) => ({ ...finding, oldVersion })),
  );

export function whyUndecided({ comparisons }: CompatibilityReport): string {
  const open = comparisons.find(({ verdict }) => verdict === 'undecided');
  const because = open?.undecidedBecause ?? 'the search ended without a proof';
  return `compared with version ${open?.oldVersion ?? '?'}, ${because}${/[.!?]$/.test(because) ? '' : '.'}`;
}

const OLD_SCHEMA_CHARACTERS = 10_240;

/** One string per finding, then the tail the dialect's clients look for. */
export function dialectMessages(
  { report, needs }: Judged,
  { older, terms, readers = [] }: Compared,
): readonly string[] {
  const failed = report.comparisons.filter(({ verdict }) => verdict !== 'compatible');
  const broken = needs.filter(({ severity }) => severity === 'breaking');
  if (failed.length + broken.length === 0) return [];
  const number = (failed.at(-1) ?? broken.at(-1))?.oldVersion;
  const known = [...older, ...readers.map(({ old }) => old)];
  const text = known.find(({ version }) => version === number)?.schema.text ?? '';
  return [
    ...failed.flatMap(messagesOf),
    ...broken.map(messageOfNeed),
    `{oldSchemaVersion: ${number}}`,
    `{oldSchema: '${text.slice(0, OLD_SCHEMA_CHARACTERS)}'}`,
    `{validateFields: '${terms.validatesFields ?? false}', compatibility: '${report.mode}'}`,
  ];
}

const messageOfNeed = ({ ruleId, message, evidence }: BrokenNeed) =>
  messageOf(ruleId, message, evidence?.events[0]);

const messageOf = (errorType: string, description: string, event = '') =>
  `{errorType:'${errorType}', description:'${description}', additionalInfo:'${event}'}`;

function messagesOf(comparison: Comparison): readonly string[] {
  const { verdict, findings, undecidedBecause } = comparison;
  if (verdict === 'undecided')
    return [messageOf('UNDECIDED', undecidedBecause ?? 'no proof was found')];
  return findings
    .filter(({ ruleId, severity }) => severity === 'breaking' || !/^(AVRO|PROTO)_/.test(ruleId))
    .map((finding) => {
      if (finding.ruleId === 'SCHEMA_TYPE_CHANGED')
        return 'Incompatible because of different schema type';
      const told = jsonInDialect(finding, comparison.direction);
      if (told !== undefined) return told;
      const { ruleId, message, newPath, oldPath, witness } = finding;
      const { errorType, description } = inDialect(finding, comparison.direction) ?? {
        errorType: ruleId,
        description: `${message} (path '${addressOf(newPath || oldPath)}')`,
      };
      return messageOf(errorType, description, witness?.event);
    });
}

const inDialect = (finding: Finding, direction: Direction) =>
  finding.ruleId.startsWith('PROTO_')
    ? protobufInDialect(finding, direction)
    : avroInDialect(finding, direction);
