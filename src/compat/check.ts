import { type Finding } from '#kernel';
import type { CompatibilityMode } from '#contract';
import { type KeywordReading, type SchemaSource, type SchemaType, STRICT_READING } from '#schema';
import { adviceOf } from './advice-of.js';
import { judgeAvroSchemas } from './avro/judge-avro-schemas.js';
import { fingerprint } from './fingerprint.js';
import type { Judge, Judgement } from './judge.js';
import { judgeJsonSchemas } from './json-schema/judge-json-schemas.js';
import { type Direction, modes } from './modes.js';
import type { Assumption, Comparison, CompatibilityReport, Verdict } from './report.js';
import { judgeProtobufSchemas } from './protobuf/judge-protobuf-schemas.js';
import { type DatedVersion, inWindow, type LookBack, windowReport } from './version-window.js';

export interface VersionedSchema extends DatedVersion {
  readonly version: number;
  readonly source: SchemaSource;
}

export interface CompatibilityQuestion {
  /** Older versions, oldest first. Non-transitive modes look at the last only. */
  readonly old: readonly VersionedSchema[];
  readonly new: SchemaSource;
  readonly mode: CompatibilityMode;
  readonly assumption: Assumption;
  /** Which of the older versions a transitive mode looks at; absent means all. */
  readonly lookBack?: LookBack;
  /** Steps the search may take for one comparison before it answers `undecided`. */
  readonly stepsMax?: number;
  /** How keywords of JSON Schema are read that can be read in two ways; absent means strictly. */
  readonly reading?: KeywordReading;
  /** Events the contract shows, as JSON values. Verdicts do not depend on them. */
  readonly examples?: readonly unknown[];
}

/** Steps of one comparison, about a microsecond each. */
const STEPS_MAX = 1_000_000;

const judges: Readonly<Record<SchemaType, Judge>> = {
  JSON: judgeJsonSchemas,
  AVRO: judgeAvroSchemas,
  PROTOBUF: judgeProtobufSchemas,
};

/** Can the new schema replace the old ones for everybody the mode protects? Pure and bounded. */
export function checkCompatibility(question: CompatibilityQuestion): CompatibilityReport {
  const { mode, assumption } = question;
  const { directions, isTransitive } = modes[mode];
  const { inside, report } = windowed(question);
  const compared = isTransitive ? inside.toReversed() : inside.slice(-1);
  const comparisons = compared.flatMap((old) =>
    directions.map((direction) => compare(old, direction, question)),
  );
  const read = saidReading(question);
  return { verdict: worst(comparisons), mode, assumption, ...read, comparisons, ...report };
}

/** What is not read strictly is said on the report; other languages have one way to be read. */
export function saidReading({
  reading = STRICT_READING,
  new: changed,
}: Pick<CompatibilityQuestion, 'reading' | 'new'>): Pick<CompatibilityReport, 'reading'> {
  const isStrict = reading.formats === 'assert' && reading.enums === 'closed';
  return isStrict || changed.type !== 'JSON' ? {} : { reading };
}

/** Modes that look at the newest version only have nothing to leave out. */
function windowed({ old, mode, lookBack }: CompatibilityQuestion): {
  readonly inside: readonly VersionedSchema[];
  readonly report: Pick<CompatibilityReport, 'window'>;
} {
  if (!lookBack || !modes[mode].isTransitive) return { inside: old, report: {} };
  const { inside, leftOut } = inWindow(old, lookBack);
  return { inside, report: windowReport(inside, leftOut, lookBack) };
}

function compare(
  old: VersionedSchema,
  direction: Direction,
  question: CompatibilityQuestion,
): Comparison {
  const judgement = judge(old.source, direction, question);
  return { oldVersion: old.version, direction, ...judgement };
}

function judge(
  old: SchemaSource,
  direction: Direction,
  question: CompatibilityQuestion,
): Judgement {
  const { new: changed, assumption, stepsMax = STEPS_MAX, examples = [] } = question;
  const { reading = STRICT_READING } = question;
  if (old.type !== changed.type)
    return { verdict: 'incompatible', findings: [typeChanged(old, changed, direction)] };
  if (isSameSource(old, changed)) return { verdict: 'compatible', findings: [] };
  const terms = { direction, assumption, stepsMax, reading, examples };
  return judges[changed.type]({ old, new: changed, ...terms });
}

function isSameSource(old: SchemaSource, changed: SchemaSource): boolean {
  const references = (source: SchemaSource) =>
    JSON.stringify(source.references.map(({ name, text }) => [name, text]).sort());
  const messages = ({ messages: named = [] }: SchemaSource) => named.join();
  return (
    old.text === changed.text &&
    references(old) === references(changed) &&
    messages(old) === messages(changed)
  );
}

function typeChanged(old: SchemaSource, changed: SchemaSource, direction: Direction): Finding {
  const ruleId = 'SCHEMA_TYPE_CHANGED';
  return {
    ruleId,
    severity: 'breaking',
    oldPath: '',
    newPath: '',
    message: `The schema was written in ${old.type} and is written in ${changed.type} now.`,
    ...adviceOf(ruleId),
    fingerprint: fingerprint({
      ruleId,
      direction,
      path: '',
      oldShape: old.type,
      newShape: changed.type,
    }),
  };
}

/** Incompatible over undecided over compatible. */
function worst(comparisons: readonly Comparison[]): Verdict {
  for (const verdict of ['incompatible', 'undecided'] as const) {
    if (comparisons.some((comparison) => comparison.verdict === verdict)) return verdict;
  }
  return 'compatible';
}
