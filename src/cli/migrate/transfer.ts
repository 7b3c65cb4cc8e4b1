import { fewAtATime } from '../demo/progress.js';
import { inOrder } from './in-order.js';
import { Comparison, type Conflict, EVERYTHING, type ImportPlan } from './plan-import.js';
import { readRegistry } from './read-registry.js';
import {
  type ContentSettings,
  type ContentVersion,
  placeOf,
  type RegistryContent,
  subjectsOf,
} from './registry-content.js';
import { type RegistryDoor, saidIn } from './registry-door.js';

export interface TransferOptions {
  readonly isDryRun: boolean;
  /** False leaves every mode as it is. */
  readonly withModes: boolean;
  readonly onProgress: (stage: string, done: number, all: number) => void;
}

/** What became of a source in a target. */
export interface Transferred {
  readonly subjects: number;
  readonly versions: number;
  readonly added: number;
  readonly deleted: number;
  readonly unchanged: number;
  readonly settings: number;
  readonly conflicts: readonly Conflict[];
  readonly notes: readonly string[];
  /** Compared once more when all was done; absent in a dry run. */
  readonly compared?: Compared;
}

export interface Compared {
  readonly versions: number;
  readonly settings: number;
  /** Of the versions, how many bear the guid they had; only where the source told one. */
  readonly guids: number;
  readonly guidsTold: number;
}

/** Makes a target hold what a source holds. What is there already is left; a second run does nothing. */
export async function transfer(
  whole: RegistryContent,
  door: RegistryDoor,
  options: TransferOptions,
): Promise<Transferred> {
  const source = options.withModes ? whole : withoutModes(whole);
  const plan = await planFor(source, door, options);
  const told = {
    subjects: subjectsOf(source).length,
    versions: source.versions.length,
    unchanged: plan.unchanged.length,
    notes: source.notes,
  };
  const settings = plan.configs.length + plan.modes.length;
  if (options.isDryRun) {
    const [added, deleted] = [plan.add.length, deletionsIn(plan).length];
    return { ...told, added, deleted, settings, conflicts: plan.conflicts };
  }
  const run = new Run(door, options);
  const { added, deleted, conflicts } = await run.all(plan, source);
  const all = [...plan.conflicts, ...conflicts];
  const compared = await compare(source, door, options);
  return { ...told, added, deleted, settings, conflicts: all, compared };
}

async function planFor(
  source: RegistryContent,
  door: RegistryDoor,
  { onProgress }: TransferOptions,
): Promise<ImportPlan> {
  const target = await readTarget(source, door, (done, all) => onProgress('comparing', done, all));
  return new Comparison(source, target, door).plan();
}

function readTarget(
  source: RegistryContent,
  door: RegistryDoor,
  onProgress: (done: number, all: number) => void,
): Promise<RegistryContent> {
  const wanted = new Set(subjectsOf(source));
  return readRegistry(door, {
    isWanted: (subject) => wanted.has(subject),
    scopes: source.settings.map(({ scope }) => scope),
    onProgress,
  });
}

const withoutModes = (content: RegistryContent): RegistryContent => ({
  ...content,
  settings: content.settings
    .map(({ scope, config }) => ({ scope, config }))
    .filter(({ config }) => config),
});

const deletionsIn = ({ add, remove }: ImportPlan): readonly ContentVersion[] =>
  [...remove, ...add].filter(({ isDeleted }) => isDeleted);

const WIDTH = 4;

class Run {
  /** Subjects that this run put into IMPORT, which alone lets ids be given. */
  readonly #opened = new Set<string>();
  readonly #conflicts: Conflict[] = [];

  constructor(
    readonly door: RegistryDoor,
    readonly options: TransferOptions,
  ) {}

  async all(
    plan: ImportPlan,
    source: RegistryContent,
  ): Promise<{ added: number; deleted: number; conflicts: readonly Conflict[] }> {
    const subjects = [...new Set(plan.add.map((each) => each.subject))];
    await inLanes(subjects, (subject) => this.#open(subject));
    const added = await this.#addAll(plan.add);
    const deleted = await this.#deleteAll(deletionsIn(plan));
    await this.#settle(plan, source);
    return { added, deleted, conflicts: this.#conflicts };
  }

  async #addAll(add: readonly ContentVersion[]): Promise<number> {
    let [added, done] = [0, 0];
    for (const step of inOrder(add))
      await fewAtATime(
        step,
        async (version) => {
          if (await this.#add(version)) added += 1;
        },
        {
          width: WIDTH,
          onDone: () => this.options.onProgress('importing', (done += 1), add.length),
        },
      );
    return added;
  }

  async #add(version: ContentVersion): Promise<boolean> {
    const { subject, isDeleted: _isDeleted, ...body } = version;
    const path = `/subjects/${encodeURIComponent(subject)}/versions`;
    const answer = await this.door.ask('POST', path, body);
    if (answer.status === 200) return true;
    this.#conflicts.push({ where: placeOf(version), what: `was refused: ${saidIn(answer)}` });
    return false;
  }

  /** What refers goes before what it refers to. */
  async #deleteAll(versions: readonly ContentVersion[]): Promise<number> {
    let deleted = 0;
    const refused = new Set(this.#conflicts.map(({ where }) => where));
    for (const step of [...inOrder(versions)].reverse())
      for (const version of step) {
        if (refused.has(placeOf(version))) continue;
        const path = `/subjects/${encodeURIComponent(version.subject)}/versions/${version.version}`;
        const answer = await this.door.ask('DELETE', path);
        if (answer.status === 200) deleted += 1;
        else
          this.#conflicts.push({
            where: placeOf(version),
            what: `could not be deleted as it is there: ${saidIn(answer)}`,
          });
      }
    return deleted;
  }

  /** Configurations once nothing is filled in by them any more; modes last, since they may forbid writing. */
  async #settle(
    { configs, modes, modesThere }: ImportPlan,
    { settings }: RegistryContent,
  ): Promise<void> {
    const own = new Map(settings.map(({ scope, mode }) => [scope, mode]));
    await inLanes(configs, ({ scope, config }) =>
      this.door.change('PUT', `/config${tail(scope)}`, config),
    );
    await inLanes([...this.#opened], (subject) =>
      this.#giveMode(subject, modesThere.get(subject) ?? own.get(subject)),
    );
    const others = modes.filter(({ scope }) => !this.#opened.has(scope));
    await inLanes(others, ({ scope, mode }) => this.#giveMode(scope, mode));
  }

  async #open(subject: string): Promise<void> {
    await this.door.change('PUT', `/mode${tail(subject)}?force=true`, { mode: 'IMPORT' });
    this.#opened.add(subject);
  }

  #giveMode(scope: string, mode: ContentSettings['mode']): Promise<void> {
    if (mode === undefined) return this.door.change('DELETE', `/mode${tail(scope)}`);
    return this.door.change('PUT', `/mode${tail(scope)}?force=true`, { mode });
  }
}

const inLanes = <T>(items: readonly T[], work: (item: T) => Promise<void>) =>
  fewAtATime(items, work, { width: WIDTH, onDone: () => undefined });

const tail = (scope: string): string => (scope === '' ? '' : `/${encodeURIComponent(scope)}`);

async function compare(
  source: RegistryContent,
  door: RegistryDoor,
  { onProgress }: TransferOptions,
): Promise<Compared> {
  const target = await readTarget(source, door, (done, all) => onProgress('verifying', done, all));
  const { unchanged, configs, modes, conflicts } = await new Comparison(
    source,
    target,
    door,
  ).plan();
  const differing = new Set([
    ...[...configs, ...modes].map(({ scope }) => scope),
    ...conflicts.map(({ where }) => (where === EVERYTHING ? '' : where)),
  ]);
  const guids = new Map(target.versions.map((each) => [placeOf(each), each.guid]));
  const told = source.versions.filter(({ guid }) => guid !== undefined);
  return {
    versions: unchanged.length,
    settings: source.settings.filter(({ scope }) => !differing.has(scope)).length,
    guids: told.filter((each) => guids.get(placeOf(each)) === each.guid).length,
    guidsTold: told.length,
  };
}
