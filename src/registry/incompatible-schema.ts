import type { Comparison, CompatibilityReport, Direction } from '#compat';
import { type Finding, type Problem, problem } from '#kernel';
import { addressOf } from './address-of.js';
import { avroInDialect } from './avro-in-dialect.js';
import { jsonInDialect } from './json-in-dialect.js';
import { protobufInDialect } from './protobuf-in-dialect.js';
import { registryProblems } from './problems.js';
import type { StoredVersion } from './store/stored-version.js';
import { printSubject, type SubjectName } from './subject-name.js';
import type { Terms } from './terms.js';

/** What a report is about. */
interface Compared {
  readonly older: readonly StoredVersion[];
  readonly terms: Pick<Terms, 'validatesFields'>;
}

/** The refusal in the dialect's words; `findings` says the same in structure. */
export function incompatibleSchema(
  name: SubjectName,
  report: CompatibilityReport,
  compared: Compared,
): Problem {
  const subject = printSubject(name);
  const members = { findings: findingsOf(report), compatibility: report };
  if (report.verdict === 'undecided')
    return problem(
      registryProblems.SCHEMA_UNDECIDED,
      { subject, why: whyUndecided(report) },
      { members },
    );
  const details = `[${dialectMessages(report, compared).join(', ')}]`;
  return problem(registryProblems.SCHEMA_INCOMPATIBLE, { subject, details }, { members });
}

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
  report: CompatibilityReport,
  { older, terms }: Compared,
): readonly string[] {
  const failed = report.comparisons.filter(({ verdict }) => verdict !== 'compatible');
  if (failed.length === 0) return [];
  const number = failed.at(-1)?.oldVersion;
  const text = older.find(({ version }) => version === number)?.schema.text ?? '';
  return [
    ...failed.flatMap(messagesOf),
    `{oldSchemaVersion: ${number}}`,
    `{oldSchema: '${text.slice(0, OLD_SCHEMA_CHARACTERS)}'}`,
    `{validateFields: '${terms.validatesFields ?? false}', compatibility: '${report.mode}'}`,
  ];
}

function messagesOf(comparison: Comparison): readonly string[] {
  const { verdict, findings, undecidedBecause } = comparison;
  if (verdict === 'undecided')
    return [
      `{errorType:'UNDECIDED', description:'${undecidedBecause ?? 'no proof was found'}', additionalInfo:''}`,
    ];
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
      return `{errorType:'${errorType}', description:'${description}', additionalInfo:'${witness?.event ?? ''}'}`;
    });
}

const inDialect = (finding: Finding, direction: Direction) =>
  finding.ruleId.startsWith('PROTO_')
    ? protobufInDialect(finding, direction)
    : avroInDialect(finding, direction);
