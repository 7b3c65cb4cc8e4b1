import type { Finding, Severity, Witness } from '#kernel';
import { adviceOf } from '../../advice-of.js';
import { fingerprint } from '../../fingerprint.js';
import type { Direction } from '../../modes.js';
import { placeInDocument } from '../../place-in-document.js';
import type { Courtroom, Parties, Trial } from '../courtroom.js';
import type { Side } from '../decide.js';
import { isObject, isSame, type Json, toText } from '../json.js';
import type { ExactSchema } from '../read-schema.js';
import { applyEdit } from './apply-edit.js';
import type { Change, Difference, Edit, Path } from './change.js';
import { diffSchemas } from './diff-schemas.js';
import { pointerOf } from './places-in-words.js';

/** Changes tried one by one; a pair with more is reported with what these show. */
const CHANGES_TRIED_MAX = 60;
/** Each gets its share of what the pair itself may take, and at least this much. */
const STEPS_ALONE_MIN = 20_000;
/** With their events, all together may take this part of it; the rest is told without a trial. */
const SHARE_OF_CHANGES = 1 / 2;

/** So many in a row that end at their budget: in a schema so large the rest would, too. */
const EXHAUSTED_MAX = 4;

/** The pair at hand, and who reads and who writes in it. */
export interface Weighing {
  readonly courtroom: Courtroom;
  readonly old: ExactSchema;
  readonly new: ExactSchema;
  /** Both as their keywords are read; events are judged by these. */
  readonly judged: { readonly old: ExactSchema; readonly new: ExactSchema };
  readonly direction: Direction;
  readonly stepsMax: number;
  /** Completes a trial by the assumption that is made. */
  readonly trial: (writer: Side, reader: Side) => Trial;
}

/** Every change between the two, from the first schema to the last. */
export function changesOf(former: ExactSchema, changed: ExactSchema): Change[] {
  const changes = diffSchemas(former.root, changed.root);
  const before = new Map(former.references.map(({ name, json }) => [name, json]));
  for (const { name, json } of changed.references) {
    const old = before.get(name);
    if (old !== undefined) changes.push(...diffSchemas(old, json, name));
  }
  return changes;
}

/** Without a broken reader every change is safe or only describes. */
export const safeFinding = (change: Change, direction: Direction): Finding =>
  finding(change, direction, 'info');

/** When nothing was decided, a change that judges events is at least worth a look. */
export const openFinding = (change: Change, direction: Direction): Finding =>
  finding(change, direction, change.isDocumentation ? 'info' : 'warning');

/** A single event that breaks, and no single change that explains it. */
export function combinedFinding(
  witness: Witness,
  { direction, old, new: changed }: Weighing,
): Finding {
  const change: Difference = {
    ruleId: 'JSON_COMBINED_CHANGE',
    message: 'The changes together refuse an event that was accepted.',
    oldPath: [],
    newPath: [],
    oldShape: old.root,
    newShape: changed.root,
    isDocumentation: false,
  };
  return finding(change, direction, 'breaking', witness);
}

/**
 * Asks of each change alone whether it breaks somebody: once taken out of the new schema, once
 * added to the old one. Only an event that really breaks between the two schemas is evidence, and
 * the first question comes first because its events break for this change and no other.
 */
export function weigh(changes: readonly Change[], weighing: Weighing): Finding[] {
  const tried = Math.min(CHANGES_TRIED_MAX, changes.length);
  const stepsMax = Math.max(STEPS_ALONE_MIN, Math.floor(weighing.stepsMax / tried));
  const { courtroom, direction } = weighing;
  const spentMax = courtroom.spent + SHARE_OF_CHANGES * weighing.stepsMax;
  let exhausted = 0;
  return changes.map((change, index) => {
    if (change.isDocumentation) return finding(change, direction, 'info');
    const isTooLate = index >= CHANGES_TRIED_MAX || courtroom.spent > spentMax;
    if (isTooLate || exhausted >= EXHAUSTED_MAX) return finding(change, direction, 'warning');
    const before = courtroom.spent;
    const outcome = tryAlone(change, weighing, stepsMax);
    const isExhausted = outcome.severity === 'warning' && courtroom.spent - before >= stepsMax;
    exhausted = isExhausted ? exhausted + 1 : 0;
    return finding(change, direction, outcome.severity, outcome.witness);
  });
}

/**
 * The finding of a change that is the only one to judge by: the event that breaks the pair is its
 * event, and no second trial is needed. `undefined` where something else differs, too.
 */
export function weighTheOnly(
  changes: readonly Change[],
  value: Json,
  weighing: Weighing,
): Finding[] | undefined {
  const { courtroom, direction, old, new: changed } = weighing;
  const judging = changes.filter(({ isDocumentation }) => !isDocumentation);
  if (judging.length !== 1) return undefined;
  const undone = changes.reduce<Side>(
    (side, { outOfNew, reference }) =>
      inDocument(side, reference, (json) => applyEdit(json, outOfNew)),
    changed,
  );
  if (!isSameSide(undone, old)) return undefined;
  return changes.map((change) => {
    if (change.isDocumentation) return finding(change, direction, 'info');
    const place = placeAtFault(change, direction);
    const { reader } = partiesOf(weighing);
    const witness = courtroom.witness(value, reader, { ...sidesOf(direction), place });
    return finding(change, direction, 'breaking', witness);
  });
}

const isSameSide = (one: Side, other: Side): boolean =>
  isSame(one.root, other.root) &&
  one.references.length === other.references.length &&
  one.references.every(({ name, json }, index) => {
    const another = other.references[index];
    return another?.name === name && isSame(another.json, json);
  });

/** A schema in which one document, itself or one that it refers to, was exchanged. */
const inDocument = (
  { root, references }: Side,
  reference: string | undefined,
  exchanged: (json: Json) => Json,
): Side =>
  reference === undefined
    ? { root: exchanged(root), references }
    : {
        root,
        references: references.map((each) =>
          each.name === reference ? { ...each, json: exchanged(each.json) } : each,
        ),
      };

const documentIn = ({ root, references }: Side, reference: string | undefined): Json | undefined =>
  reference === undefined ? root : references.find(({ name }) => name === reference)?.json;

const placeOf = (path: Path, reference = ''): string => placeInDocument(reference, pointerOf(path));

const placeAtFault = ({ oldPath, newPath, reference }: Change, direction: Direction): string =>
  placeOf(direction === 'backward' ? newPath : oldPath, reference);

/** Who writes and who reads: backward, the new schema reads what was written under the old. */
export const partiesOf = ({ direction, judged }: Weighing): Parties =>
  direction === 'backward'
    ? { writer: judged.old, reader: judged.new }
    : { writer: judged.new, reader: judged.old };

export const sidesOf = (direction: Direction): Pick<Witness, 'acceptedBy' | 'rejectedBy'> =>
  direction === 'backward'
    ? { acceptedBy: 'old', rejectedBy: 'new' }
    : { acceptedBy: 'new', rejectedBy: 'old' };

interface Outcome {
  readonly severity: Severity;
  readonly witness?: Witness;
}

function tryAlone(change: Change, weighing: Weighing, stepsMax: number): Outcome {
  const { courtroom, direction, trial } = weighing;
  const parties = partiesOf(weighing);
  let isSafeAlone = true;
  for (const alone of aloneTrials(change, weighing)) {
    const question = { ...trial(alone.writer, alone.reader), stepsMax };
    const decision = courtroom.decide(question);
    if (decision.outcome !== 'proved') isSafeAlone = false;
    if (decision.outcome !== 'refuted') continue;
    const value = courtroom.smallest(decision.value, parties, question);
    if (value === undefined) continue;
    const fault = { place: placeAtFault(change, direction), alone: question.reader };
    const witness = courtroom.witness(value, parties.reader, { ...sidesOf(direction), ...fault });
    return { severity: 'breaking', witness };
  }
  return { severity: isSafeAlone ? 'info' : 'warning' };
}

/** The change as if it were the only one, seen from the old schema and from the new one. */
function aloneTrials(
  change: Change,
  { old, new: changed, direction }: Weighing,
): { writer: Side; reader: Side }[] {
  const { outOfNew, intoOld, reference } = change;
  const pairs = [
    { before: edited(changed, { ...outOfNew, reference }, old), after: changed },
    { before: old, after: edited(old, { ...intoOld, reference }, changed) },
  ];
  return pairs.map(({ before, after }) =>
    direction === 'backward'
      ? { writer: before, reader: after }
      : { writer: after, reader: before },
  );
}

const SHELVES = ['definitions', '$defs'];

/** The edited document may refer to definitions that only the other one has. */
function edited(schema: Side, edit: Edit & Pick<Change, 'reference'>, other: Side): Side {
  const lender = documentIn(other, edit.reference);
  return inDocument(schema, edit.reference, (json) => {
    let root = applyEdit(json, edit);
    for (const shelf of SHELVES) {
      if (!isObject(root) || !isObject(lender)) continue;
      const [own, lent] = [root.get(shelf), lender.get(shelf)];
      if (isObject(lent))
        root = new Map(root).set(shelf, new Map([...lent, ...(isObject(own) ? own : [])]));
    }
    return root;
  });
}

function finding(
  change: Difference,
  direction: Direction,
  severity: Severity,
  witness?: Witness,
): Finding {
  const oldPath = placeOf(change.oldPath, change.reference);
  const newPath = placeOf(change.newPath, change.reference);
  const shape = (value: Json | undefined) => (value === undefined ? '' : toText(value));
  return {
    ruleId: change.ruleId,
    severity,
    oldPath,
    newPath,
    message: change.message,
    ...adviceOf(change.ruleId),
    ...(witness && { witness }),
    fingerprint: fingerprint({
      ruleId: change.ruleId,
      direction,
      path: newPath || oldPath,
      oldShape: shape(change.oldShape),
      newShape: shape(change.newShape),
    }),
  };
}
