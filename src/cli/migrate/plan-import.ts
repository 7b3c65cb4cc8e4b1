import {
  contentKey,
  type ContentSettings,
  type ContentVersion,
  contextOf,
  meaningKey,
  placeOf,
  type RegistryContent,
  sorted,
  subjectsOf,
} from './registry-content.js';
import { type RegistryDoor } from './registry-door.js';

/** What stands in the way of one thing, and what it is about. */
export interface Conflict {
  readonly where: string;
  readonly what: string;
}

/** What an import would do; everything else of the source is there already. */
export interface ImportPlan {
  readonly add: readonly ContentVersion[];
  /** Versions that are there, and deleted only in the source. */
  readonly remove: readonly ContentVersion[];
  readonly unchanged: readonly ContentVersion[];
  readonly configs: readonly ContentSettings[];
  readonly modes: readonly ContentSettings[];
  readonly conflicts: readonly Conflict[];
  /** The modes there are, by scope; IMPORT is none that anybody wants to keep. */
  readonly modesThere: ReadonlyMap<string, string>;
}

/** Compares two registries. Nothing that is there is ever changed: what differs is a conflict. */
export class Comparison {
  readonly #there: ReadonlyMap<string, ContentVersion>;

  constructor(
    readonly source: RegistryContent,
    readonly target: RegistryContent,
    readonly door: RegistryDoor,
  ) {
    this.#there = new Map(target.versions.map((each) => [placeOf(each), each]));
  }

  async plan(): Promise<ImportPlan> {
    const add: ContentVersion[] = [];
    const remove: ContentVersion[] = [];
    const unchanged: ContentVersion[] = [];
    const conflicts: Conflict[] = [];
    for (const version of this.source.versions) {
      const there = this.#there.get(placeOf(version));
      const conflict = there ? await this.#whyOther(version, there) : await this.#whyTaken(version);
      if (conflict !== undefined) conflicts.push({ where: placeOf(version), what: conflict });
      else if (!there) add.push(version);
      else if (version.isDeleted && !there.isDeleted) remove.push(version);
      else if (there.isDeleted && !version.isDeleted) add.push(version);
      else unchanged.push(version);
    }
    const modesThere = new Map(
      this.target.settings.flatMap(({ scope, mode }) =>
        mode === undefined || mode === 'IMPORT' ? [] : [[scope, mode] as const],
      ),
    );
    return { add, remove, unchanged, ...this.#settings(conflicts), conflicts, modesThere };
  }

  async #whyOther(version: ContentVersion, there: ContentVersion): Promise<string | undefined> {
    if (there.id !== version.id) return `is there already under id ${there.id}, not ${version.id}.`;
    if (await this.#isSame(version, there)) return undefined;
    return `is there already with other content under id ${there.id}.`;
  }

  /** Does an id mean the same on both sides? The texts may differ: only the target knows how it writes them. */
  async #isSame(version: ContentVersion, there: ContentVersion): Promise<boolean> {
    if (version.guid !== undefined && version.guid === there.guid) return true;
    if (contentKey(version) === contentKey(there)) return true;
    if (version.schemaType !== there.schemaType || meaningKey(version) !== meaningKey(there))
      return false;
    const { schemaType, schema, references, metadata, ruleSet } = version;
    const path = `/subjects/${encodeURIComponent(there.subject)}?deleted=true`;
    const body = { schemaType, schema, references, metadata, ruleSet };
    const found = await this.door.ask('POST', path, body);
    return found.status === 200 && (found.body as { id?: number }).id === version.id;
  }

  /** An id, or a content, may be known under a subject the source does not have. */
  async #whyTaken(version: ContentVersion): Promise<string | undefined> {
    const context = contextOf(version.subject);
    const known = await this.#usage(context, version.id);
    if (known && !(await this.#isSame(version, known)))
      return `has id ${version.id}, which means other content here (${placeOf(known)}).`;
    if (version.guid === undefined || known) return undefined;
    const ids = await this.door.find<readonly { context: string; id: number }[]>(
      `/schemas/guids/${version.guid}/ids`,
    );
    const other = (
      Array.isArray(ids) ? (ids as readonly { context: string; id: number }[]) : []
    ).find((each) => each.context === context && each.id !== version.id);
    return other && `has content that is known here under id ${other.id}, not ${version.id}.`;
  }

  async #usage(context: string, id: number): Promise<ContentVersion | undefined> {
    const mine = this.target.versions.find(
      (each) => each.id === id && contextOf(each.subject) === context,
    );
    if (mine) return mine;
    const query = `deleted=true&subject=${encodeURIComponent(`:${context}:`)}`;
    const used = await this.door.find<readonly { subject: string; version: number }[]>(
      `/schemas/ids/${id}/versions?${query}`,
    );
    const first = (
      Array.isArray(used) ? (used as readonly { subject: string; version: number }[]) : []
    ).find(({ subject }) => contextOf(subject) === context);
    if (!first) return undefined;
    const path = `/subjects/${encodeURIComponent(first.subject)}/versions/${first.version}`;
    const found = await this.door.find<ContentVersion & { schemaType?: string }>(
      `${path}?deleted=true`,
    );
    return (
      found && {
        ...found,
        schemaType: found.schemaType ?? 'AVRO',
        references: found.references ?? [],
      }
    );
  }

  #settings(conflicts: Conflict[]): Pick<ImportPlan, 'configs' | 'modes'> {
    const there = new Map(this.target.settings.map((each) => [each.scope, each]));
    const configs: ContentSettings[] = [];
    const modes: ContentSettings[] = [];
    for (const wanted of this.source.settings) {
      const { config, mode } = there.get(wanted.scope) ?? {};
      const where = wanted.scope === '' ? EVERYTHING : wanted.scope;
      if (wanted.config && !isEqual(wanted.config, config)) {
        if (config && !isEqual(config, UNTOUCHED_CONFIG))
          conflicts.push({ where, what: `is configured otherwise: ${JSON.stringify(config)}.` });
        else configs.push(wanted);
      }
      if (wanted.mode !== undefined && wanted.mode !== mode) {
        if (mode !== undefined && !UNTOUCHED_MODES.includes(mode))
          conflicts.push({ where, what: `is in mode ${mode} here, and ${wanted.mode} there.` });
        else modes.push(wanted);
      }
    }
    // A subject that was left in IMPORT by a run that did not end goes back to having no mode.
    const subjects = new Set(subjectsOf(this.source));
    const moded = new Set(
      this.source.settings.filter(({ mode }) => mode).map(({ scope }) => scope),
    );
    for (const { scope, mode } of this.target.settings)
      if (mode === 'IMPORT' && subjects.has(scope) && !moded.has(scope))
        modes.push({ scope, mode: undefined });
    return { configs, modes };
  }
}

/** What the widest scope is called in a report. */
export const EVERYTHING = 'everything';

/** What a registry answers about everything while nobody has said anything. */
const UNTOUCHED_CONFIG = { compatibility: 'BACKWARD' };
/** IMPORT is what an import itself leaves behind when it is interrupted. */
const UNTOUCHED_MODES = ['READWRITE', 'IMPORT'];

const isEqual = (one: unknown, other: unknown): boolean =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
