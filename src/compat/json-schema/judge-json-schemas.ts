import type { Finding } from '#kernel';
import type { Judge, Judgement, Pair } from '../judge.js';
import {
  changesOf,
  combinedFinding,
  openFinding,
  partiesOf,
  safeFinding,
  sidesOf,
  weigh,
  type Weighing,
  weighTheOnly,
} from './changes/weigh-changes.js';
import type { Change } from './changes/change.js';
import { Courtroom, type Ruling, type Trial } from './courtroom.js';
import { declaredOnly } from './declared-only.js';
import { defaultsApplied } from './defaults-applied.js';
import type { Side } from './decide.js';
import { toJson } from './library.js';
import { KeywordsRead } from './keywords-read.js';
import { readExactly } from './read-schema.js';

/** The judge for JSON Schema, all drafts. */
export const judgeJsonSchemas: Judge = (pair) => {
  const [old, changed] = [readExactly(pair.old), readExactly(pair.new)];
  if (!old.ok) return undecided(`The old schema cannot be read. ${old.error}`);
  if (!changed.ok) return undecided(`The new schema cannot be read. ${changed.error}`);
  const written = { old: old.value, new: changed.value.sharing(old.value) };
  const read = new KeywordsRead(pair.reading);
  const judged = { old: read.whole(written.old), new: read.whole(written.new) };
  if (!judged.old.ok) return undecided(`The old schema cannot be read so. ${judged.old.error}`);
  if (!judged.new.ok) return undecided(`The new schema cannot be read so. ${judged.new.error}`);
  return judge({
    courtroom: new Courtroom(pair.examples.map(toJson)),
    ...written,
    judged: { old: judged.old.value, new: judged.new.value },
    direction: pair.direction,
    stepsMax: pair.stepsMax,
    trial: trialUnder(pair, read),
  });
};

const undecided = (because: string): Judgement => ({
  verdict: 'undecided',
  findings: [],
  undecidedBecause: because,
});

/** An assumption is a rewrite before the same procedure; the event is judged by what was written. */
function trialUnder({ assumption, stepsMax }: Pair, read: KeywordsRead): Weighing['trial'] {
  return (writer, reader): Trial => ({
    writer: read.side(writer),
    reader: assumption === 'defaults-applied' ? withDefaults(read.side(reader)) : read.side(reader),
    stepsMax,
    ...(assumption === 'declared-only' && { closing: declaredOnly }),
  });
}

const withDefaults = ({ root, references }: Side): Side => ({
  root: defaultsApplied(root),
  references: references.map(({ name, json }) => ({ name, json: defaultsApplied(json) })),
});

function judge(weighing: Weighing): Judgement {
  const { courtroom, old, new: changed, direction, trial } = weighing;
  const parties = partiesOf(weighing);
  const ruling = courtroom.rule(trial(parties.writer, parties.reader), parties);
  const changes = changesOf(old, changed);
  if (ruling.verdict === 'compatible') {
    return {
      verdict: 'compatible',
      findings: changes.map((change) => safeFinding(change, direction)),
    };
  }
  const findings = findingsOf(ruling, changes, weighing);
  const isExplained = findings.some(({ severity }) => severity === 'breaking');
  // A single change may be decided where the whole was not: its event breaks the whole as well.
  if (isExplained) return { verdict: 'incompatible', findings: breakingFirst(findings) };
  if (ruling.verdict === 'undecided') {
    const open = changes.map((change) => openFinding(change, direction));
    return { verdict: 'undecided', findings: open, undecidedBecause: ruling.because };
  }
  const witness = courtroom.witness(ruling.value, parties.reader, sidesOf(direction));
  return { verdict: 'incompatible', findings: [combinedFinding(witness, weighing), ...findings] };
}

function findingsOf(ruling: Ruling, changes: readonly Change[], weighing: Weighing): Finding[] {
  const only =
    ruling.verdict === 'incompatible' ? weighTheOnly(changes, ruling.value, weighing) : undefined;
  return only ?? weigh(changes, weighing);
}

const ORDER = { breaking: 0, warning: 1, info: 2 } as const;
const breakingFirst = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity]);
