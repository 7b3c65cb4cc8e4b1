import type { Finding, Severity, Witness } from '#kernel';
import {
  avro,
  avroRootOf,
  type Datum,
  type EnumType,
  type FixedType,
  type NamedType,
  type RecordType,
  SmallestData,
} from '#schema';
import { adviceOf } from '../advice-of.js';
import { fingerprint } from '../fingerprint.js';
import type { Judge, Judgement } from '../judge.js';
import type { Direction } from '../modes.js';
import {
  type AvroChange,
  branchChange,
  diffAvro,
  fieldChange,
  fixedSizeChange,
  logicalChange,
  nameChange,
  symbolChange,
  typeChange,
} from './diff-avro.js';
import { isBranchOfWriter, pointerAt, rootUse } from './pairs.js';
import { type Obstacle, resolveSchemas } from './resolve-schemas.js';
import { Exhibition, type ShownEvent } from './show-event.js';
import { typeInWords } from './words.js';

/**
 * The judge for Avro. A writer sends nothing its schema does not declare and a reader always fills
 * in its defaults, so the three assumptions say the same here.
 */
export const judgeAvroSchemas: Judge = (question) => {
  const { old, new: changed, direction, stepsMax, examples } = question;
  const [before, after] = [avro.read(old), avro.read(changed)];
  if (!before.ok) return undecided(`The old schema cannot be read. ${before.error[0]?.message}`);
  if (!after.ok) return undecided(`The new schema cannot be read. ${after.error[0]?.message}`);
  const [writer, reader] =
    direction === 'backward' ? [before.value, after.value] : [after.value, before.value];
  const written = avroRootOf(writer).type;
  const smallest = new SmallestData(written);
  const start = { writer: rootUse(written), reader: rootUse(avroRootOf(reader).type) };
  const { obstacles, isComplete } = resolveSchemas(start, smallest, stepsMax);
  const exhibition = new Exhibition({ writer, reader }, smallest, examples as readonly Datum[]);
  const changes = diffAvro(avroRootOf(before.value).type, avroRootOf(after.value).type);
  return new Hearing(direction, exhibition).judge(obstacles, { isComplete, changes, stepsMax });
};

const undecided = (because: string, findings: readonly Finding[] = []): Judgement => ({
  verdict: 'undecided',
  findings,
  undecidedBecause: because,
});

interface Evidence {
  readonly isComplete: boolean;
  readonly changes: readonly AvroChange[];
  readonly stepsMax: number;
}

/** Obstacles that refuse no event. */
const HARMLESS = new Set<Obstacle['kind']>(['one-sided-logical', 'lossy', 'namespace']);

class Hearing {
  readonly #findings = new Map<string, Finding>();

  constructor(
    readonly direction: Direction,
    readonly exhibition: Exhibition,
  ) {}

  judge(obstacles: readonly Obstacle[], { isComplete, changes, stepsMax }: Evidence): Judgement {
    const grave = obstacles.filter(({ kind }) => !HARMLESS.has(kind));
    let shown = 0;
    for (const change of changes) {
      const isPartOf = grave.some((obstacle) => isAbout(this.#change(obstacle), change));
      if (!isPartOf) this.#add(change, 'info');
    }
    for (const obstacle of obstacles.filter(({ kind }) => HARMLESS.has(kind)))
      this.#add(this.#change(obstacle), 'warning');
    for (const obstacle of grave) {
      const event = this.exhibition.show(obstacle);
      if (event) shown++;
      this.#add(this.#change(obstacle), event ? 'breaking' : 'warning', event);
    }
    const findings = breakingFirst([...this.#findings.values()]);
    if (shown > 0) return { verdict: 'incompatible', findings };
    if (grave.length > 0) return undecided(TOO_LARGE, findings);
    if (isComplete) return { verdict: 'compatible', findings };
    return undecided(`The search stopped at its budget of ${stepsMax} steps.`, findings);
  }

  #add(change: AvroChange, severity: Severity, shown?: ShownEvent): void {
    const { ruleId, oldPath, newPath, message, oldShape, newShape } = change;
    const key = JSON.stringify([ruleId, oldPath, newPath, oldShape, newShape]);
    const { direction } = this;
    this.#findings.set(key, {
      ruleId,
      severity,
      oldPath,
      newPath,
      message,
      ...adviceOf(ruleId),
      ...(shown && { witness: witnessOf(shown, direction) }),
      fingerprint: fingerprint({
        ruleId,
        direction,
        path: newPath || oldPath,
        oldShape,
        newShape,
      }),
    });
  }

  /** An obstacle between writer and reader, told as a change from old to new. */
  #change(obstacle: Obstacle): AvroChange {
    const { writer, reader } = obstacle.pair;
    const isBackward = this.direction === 'backward';
    const [old, changed] = isBackward ? [writer, reader] : [reader, writer];
    const lost = isBackward ? 'removed' : 'added';
    switch (obstacle.kind) {
      case 'missing-field': {
        const records = { old: old.type as RecordType, changed: changed.type as RecordType };
        return fieldChange(isBackward ? 'added' : 'removed', obstacle.field, records);
      }
      case 'symbol': {
        const enums = { old: old.type as EnumType, changed: changed.type as EnumType };
        return symbolChange(lost, obstacle.symbol, enums);
      }
      case 'type':
        return isBranchOfWriter(obstacle.pair)
          ? branchChange(lost, old, changed)
          : typeChange(old, changed);
      case 'reading':
      case 'one-sided-logical':
        return logicalChange(old, changed);
      case 'lossy':
        return {
          ...typeChange(old, changed),
          ruleId: 'AVRO_PROMOTION_LOSSY',
          message: `A value written as ${typeInWords(writer.type)} is read as ${typeInWords(reader.type)}, which does not keep every value.`,
        };
      case 'ambiguous-field':
        return {
          ...typeChange(old, changed),
          ruleId: 'AVRO_ALIAS_AMBIGUOUS',
          oldPath: pointerAt(isBackward ? old.type : obstacle.field),
          newPath: pointerAt(isBackward ? obstacle.field : changed.type),
          message: `The field "${obstacle.field.name}" may be read from several fields, by its name and its aliases.`,
        };
      case 'name':
      case 'namespace':
        return nameChange(old.type as NamedType, changed.type as NamedType);
      case 'fixed-size':
        return fixedSizeChange(old.type as FixedType, changed.type as FixedType);
    }
  }
}

const TOO_LARGE =
  'Something is refused or misread, but the smallest event that would show it is larger than the events tried here.';

/** Whether a change is the same as one that is refused, or holds it. */
const isAbout = (refused: AvroChange, change: AvroChange): boolean =>
  /^AVRO_(TYPE|UNION)/.test(change.ruleId) &&
  isInside(refused.oldPath, change.oldPath) &&
  isInside(refused.newPath, change.newPath);

const isInside = (path: string, place: string): boolean =>
  path === place || path.startsWith(`${place}/`);

const witnessOf = ({ event, reason }: ShownEvent, direction: Direction): Witness => ({
  event,
  reason,
  acceptedBy: direction === 'backward' ? 'old' : 'new',
  rejectedBy: direction === 'backward' ? 'new' : 'old',
});

const ORDER = { breaking: 0, warning: 1, info: 2 } as const;
const breakingFirst = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity]);
