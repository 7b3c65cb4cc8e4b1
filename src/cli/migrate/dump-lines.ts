import { unqualifiedSubject } from '#contract';
import { problem } from '#kernel';
import { cliProblems } from '../problems.js';
import { configToPut } from './read-registry.js';
import {
  type ContentReference,
  type ContentSettings,
  type ContentVersion,
  type RegistryContent,
} from './registry-content.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * The `_schemas` topic, key and value on a line with a tab between, as
 * `kafka-console-consumer --property print.key=true` prints it. A later line about the same thing wins.
 */
export class DumpLines {
  readonly #versions = new Map<string, Map<number, ContentVersion>>();
  readonly #configs = new Map<string, Members>();
  readonly #modes = new Map<string, string>();
  readonly #unknown = new Map<string, number>();

  constructor(readonly path: string) {}

  add(line: string, number: number): void {
    if (line.trim() === '') return;
    const { key, value } = this.#parsed(line, number);
    const kind = key['keytype'] as string;
    const take = this.#kinds[kind];
    if (take) take(key, value, number);
    else if (kind !== 'NOOP' && kind !== 'CONTEXT')
      this.#unknown.set(kind, (this.#unknown.get(kind) ?? 0) + 1);
  }

  content(): RegistryContent {
    const scopes = [...new Set([...this.#configs.keys(), ...this.#modes.keys()])].sort();
    const settings = scopes.map((scope): ContentSettings => ({
      scope,
      config: this.#configs.get(scope),
      mode: this.#modes.get(scope),
    }));
    const notes = [...this.#unknown].map(
      ([kind, count]) =>
        `${count} ${count === 1 ? 'line' : 'lines'} of kind ${kind} are not taken over.`,
    );
    const versions = [...this.#versions.values()].flatMap((each) => [...each.values()]);
    return { versions, settings, notes };
  }

  readonly #kinds: Readonly<
    Record<string, (key: Members, value: Members | null, number: number) => void>
  > = {
    SCHEMA: (key, value, number) => {
      const subject = subjectOf(key);
      const version = Number(key['version']);
      if (value === null) this.#of(key).delete(version);
      else this.#of(key).set(version, this.#version({ ...value, subject }, number));
    },
    CONFIG: (key, value) => {
      const config = value && configToPut(value);
      if (config) this.#configs.set(scopeOf(key), config);
      else this.#configs.delete(scopeOf(key));
    },
    MODE: (key, value) => {
      if (typeof value?.['mode'] === 'string') this.#modes.set(scopeOf(key), value['mode']);
      else this.#modes.delete(scopeOf(key));
    },
    DELETE_SUBJECT: (key, value) => {
      const upTo = Number(value?.['version'] ?? 0);
      for (const [version, each] of this.#of(key))
        if (version <= upTo) this.#of(key).set(version, { ...each, isDeleted: true });
    },
    CLEAR_SUBJECT: (key) => this.#of(key).clear(),
  };

  #of(key: Members): Map<number, ContentVersion> {
    const subject = subjectOf(key);
    const versions = this.#versions.get(subject) ?? new Map<number, ContentVersion>();
    this.#versions.set(subject, versions);
    return versions;
  }

  #version(value: Members, number: number): ContentVersion {
    const { subject, version, id, guid, schema, schemaType, references, metadata, ruleSet } = value;
    if (typeof version !== 'number' || typeof id !== 'number' || typeof schema !== 'string')
      throw this.#wrong(number, 'a schema without "version", "id" or "schema".');
    return {
      ...{ subject: subject as string, version, id, schema },
      guid: typeof guid === 'string' ? guid : undefined,
      schemaType: typeof schemaType === 'string' ? schemaType : 'AVRO',
      references: ((references ?? []) as readonly ContentReference[]).map((each) => ({
        name: each.name,
        subject: each.subject,
        version: each.version,
      })),
      metadata: metadata ?? undefined,
      ruleSet: ruleSet ?? undefined,
      isDeleted: value['deleted'] === true,
    };
  }

  #parsed(line: string, number: number): { key: Members; value: Members | null } {
    const tab = line.indexOf('\t');
    const [key, value] = tab < 0 ? [line, 'null'] : [line.slice(0, tab), line.slice(tab + 1)];
    try {
      const read = JSON.parse(key) as Members;
      if (typeof read === 'object' && read !== null && typeof read['keytype'] === 'string')
        return { key: read, value: JSON.parse(value) as Members | null };
    } catch {
      // Said below.
    }
    throw this.#wrong(number, 'a line that is not a key, a tab and a value of a _schemas topic.');
  }

  #wrong(number: number, what: string): Error {
    return problem(cliProblems.FILE_SYNTAX, {
      place: `${this.path}:${number}`,
      what: `This is ${what}`,
    });
  }
}

const subjectOf = (key: Members): string => unqualifiedSubject(String(key['subject']));
const scopeOf = (key: Members): string =>
  typeof key['subject'] === 'string' ? unqualifiedSubject(key['subject']) : '';

/** The lines of a content, schemas after those they refer to, settings at the end. */
export function* linesOf({ versions, settings }: RegistryContent): Generator<string> {
  for (const { isDeleted, references, schemaType, ...rest } of versions) {
    const { subject, version } = rest;
    const value = {
      ...rest,
      ...(schemaType === 'AVRO' ? {} : { schemaType }),
      ...(references.length > 0 ? { references } : {}),
      deleted: isDeleted,
    };
    yield lineOf({ keytype: 'SCHEMA', subject, version, magic: 1 }, value);
  }
  for (const { scope, config, mode } of settings) {
    const subject = scope === '' ? null : scope;
    if (config) {
      const { compatibility, ...rest } = config;
      const value = { subject, compatibilityLevel: compatibility, ...rest };
      yield lineOf({ keytype: 'CONFIG', subject, magic: 0 }, value);
    }
    if (mode !== undefined) yield lineOf({ keytype: 'MODE', subject, magic: 0 }, { subject, mode });
  }
}

const lineOf = (key: object, value: object): string =>
  `${JSON.stringify(key)}\t${JSON.stringify(value)}`;
