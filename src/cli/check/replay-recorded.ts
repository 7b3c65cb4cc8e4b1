import { fingerprint } from '#compat';
import { problem } from '#kernel';
import { languageOf, type SchemaSource, sourceReadAs, type Validator } from '#schema';
import type { Compared } from '../compare.js';
import { type RecordedEvent, recordedEvents } from '../files/recorded-events.js';
import { cliProblems } from '../problems.js';
import { counted } from '../reporters/counted.js';
import type { CheckedContract, CheckFinding } from './check-result.js';
import { checkRules } from './contract-rules.js';

/** What was compared, and by which type its events are known in a recording. */
export interface Replayed {
  readonly checked: CheckedContract;
  readonly compared: Compared;
  readonly eventType?: string;
}

/** Executes recorded events against the new schemas, and against the old ones what these refuse. */
export async function replayRecorded(
  cwd: string,
  path: string,
  contracts: readonly Replayed[],
): Promise<readonly CheckedContract[]> {
  const replays = contracts.map((each) => new Replay(each, path));
  // Where one contract is checked, a line that names no type is its event.
  const only = replays.length === 1 ? replays[0] : undefined;
  let executed = 0;
  for await (const event of recordedEvents(cwd, path)) {
    const owners =
      event.type === undefined || (only && only.eventType === undefined)
        ? [only]
        : replays.filter(({ eventType }) => eventType === event.type);
    for (const owner of owners) {
      owner?.execute(event);
      if (owner) executed++;
    }
  }
  if (executed === 0) throw problem(cliProblems.REPLAY_MATCHES_NOTHING, { path });
  return replays.map((replay) => replay.result());
}

/** The recording as one contract meets it. */
class Replay {
  readonly eventType: string | undefined;
  readonly #now: Validator | undefined;
  readonly #before: Validator | undefined;
  #executed = 0;
  #refused = 0;
  #refusedBefore = 0;
  #first: { readonly line: number; readonly reason: string } | undefined;

  constructor(
    private readonly replayed: Replayed,
    private readonly path: string,
  ) {
    const { compared, eventType } = replayed;
    this.eventType = eventType;
    const { source, reading } = compared;
    this.#now = validatorOf(sourceReadAs(source, reading));
    const old = compared.old.at(-1);
    this.#before = old && validatorOf(sourceReadAs(old.source, reading));
  }

  execute({ line, value }: RecordedEvent): void {
    this.#executed++;
    if (!this.#now || this.#now.isValid(value)) return;
    // An event that was never allowed is nobody's loss.
    if (this.#before && !this.#before.isValid(value)) {
      this.#refusedBefore++;
      return;
    }
    this.#refused++;
    const [violation] = this.#first ? [] : this.#now.explain(value);
    const at = violation?.pointer ? `${violation.pointer}: ` : '';
    this.#first ??= { line, reason: violation ? at + violation.message : 'It is refused.' };
  }

  result(): CheckedContract {
    const { checked } = this.replayed;
    const finding = this.#finding();
    const isNew = finding !== undefined && finding.direction === undefined;
    const notes = this.#executed === 0 ? [] : [this.#note(), ...(isNew ? [finding.message] : [])];
    return {
      ...checked,
      verdict: finding ? 'incompatible' : checked.verdict,
      findings: [...checked.findings, ...(finding ? [finding] : [])],
      notes: [...checked.notes, ...notes],
    };
  }

  #note(): string {
    const before =
      this.#refusedBefore > 0 ? `, ${this.#refusedBefore} the old schema refused as well` : '';
    return `${recorded(this.#executed)} of "${this.path}" executed: ${this.#refused} newly refused${before}.`;
  }

  #finding(): CheckFinding | undefined {
    if (!this.#first) return undefined;
    const { line, reason } = this.#first;
    const ruleId = 'RECORDED_EVENT_REFUSED';
    const rule = checkRules[ruleId];
    const oldVersion = this.replayed.compared.old.at(-1)?.version;
    return {
      ruleId,
      severity: 'breaking',
      ...(oldVersion === undefined ? {} : { direction: 'backward', oldVersion }),
      ...{ oldPath: '', newPath: '' },
      message: `Of ${recorded(this.#executed)} ${this.#refused} would be refused, the first in line ${line}: ${reason}`,
      ...{ why: rule?.why ?? '', fix: rule?.fix ?? '' },
      fingerprint: fingerprint({
        ...{ ruleId, direction: '', path: this.replayed.checked.name },
        ...{ oldShape: 'accepted', newShape: reason },
      }),
    };
  }
}

const recorded = (count: number): string => counted(count, 'recorded event');

/** `undefined` for a schema too complex to compile: nothing is executed then, and nothing claimed. */
function validatorOf(source: SchemaSource): Validator | undefined {
  const language = languageOf(source.type);
  const read = language?.read(source);
  const compiled = language && read?.ok ? language.tryCompile(read.value) : undefined;
  return compiled?.ok ? compiled.value : undefined;
}
