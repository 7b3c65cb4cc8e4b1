import { GROUP_PROPERTY } from '#compat';
import { problem } from '#kernel';
import { type Contract, readContract } from '#contract';
import type { ReferencedSource, SchemaSource, SchemaType } from '#schema';
import { type Answer, ask, type Server, unexpected } from '../ask.js';
import type { Found } from '../files/read-found.js';
import type { Io } from '../io.js';
import { cliProblems } from '../problems.js';
import { inContract } from '../files/read-found.js';
import type { Baseline, OldPromise, OldVersion } from './baseline.js';

type Reference = Contract['schema']['references'][number];

interface SchemaVersion {
  readonly version: number;
  readonly schema: string;
  readonly schemaType?: SchemaType;
  readonly references?: readonly Reference[];
  readonly metadata?: { readonly properties?: Readonly<Record<string, string>> };
  /** When it was registered; other registries may leave it out. */
  readonly ts?: number;
}

/** Every version of the contract's subject, through the dialect any schema registry speaks. */
export class RegistryBaseline implements Baseline {
  readonly label: string;

  constructor(
    private readonly io: Io,
    private readonly server: Server,
    /** The first version that counts. */
    private readonly since = 1,
  ) {
    const from = since > 1 ? ` since version ${since}` : '';
    this.label = `the registry at ${server.url}${from}`;
  }

  readonly references = async (
    wanted: readonly Reference[],
  ): Promise<SchemaSource['references']> => {
    const found = new Map<string, ReferencedSource>();
    const pending = [...wanted];
    for (let next = pending.shift(); next; next = pending.shift()) {
      if (found.has(next.name)) continue;
      const { schema, references = [] } = await this.#version(next.subject, next.version);
      found.set(next.name, { name: next.name, text: schema });
      pending.push(...references);
    }
    return [...found.values()];
  };

  async counterpartOf({ path, contract }: Found): Promise<readonly OldVersion[]> {
    if (!contract) throw problem(cliProblems.SCHEMA_WITHOUT_CONTRACT, { path });
    const promise = await this.#promise(contract.id);
    // A contract that moves to another subject still follows what it promised under the old one.
    const before = promise?.contract.schema.subject ?? contract.schema.subject;
    const subjects = [...new Set([before, contract.schema.subject])];
    const versions = (await Promise.all(subjects.map((each) => this.#versionsOf(each)))).flat();
    const older = versions.map((each, i) =>
      subjects.length === 1 ? each : { ...each, version: i + 1 },
    );
    if (!promise) return older;
    return older.map((each, i) => (i === older.length - 1 ? { ...each, promise } : each));
  }

  async #versionsOf(subject: string): Promise<readonly OldVersion[]> {
    const versions = await this.#get(`/subjects/${encodeURIComponent(subject)}/versions`);
    if (versions.status === 404) return [];
    if (versions.status !== 200) throw unexpected(this.server, versions);
    const numbers = (versions.body as readonly number[]).filter((each) => each >= this.since);
    return Promise.all(numbers.map((version) => this.#old(subject, version)));
  }

  /** The contract in force. Registries that only speak the dialect know none. */
  async #promise(id: string): Promise<OldPromise | undefined> {
    const answer = await this.#get(`/v1/contracts/${encodeURIComponent(id)}`);
    if (answer.status >= 500) throw unexpected(this.server, answer);
    const { source, version } = (answer.body ?? {}) as { source?: unknown; version?: unknown };
    if (answer.status !== 200 || typeof source !== 'string') return undefined;
    const read = readContract(source);
    if (!read.ok) return undefined;
    const path = `${id} version ${String(version)}`;
    return { contract: read.value, path, locate: inContract(source) };
  }

  async #old(subject: string, version: number): Promise<OldVersion> {
    const found = await this.#version(subject, version);
    const { schema, schemaType = 'AVRO', references = [], metadata, ts } = found;
    const source = {
      type: schemaType,
      text: schema,
      references: await this.references(references),
    };
    const publishedAt = typeof ts === 'number' ? { publishedAt: ts } : {};
    const group = metadata?.properties?.[GROUP_PROPERTY];
    const inGroup = group === undefined ? {} : { group };
    return { version, source, where: `${subject} version ${version}`, ...inGroup, ...publishedAt };
  }

  async #version(subject: string, version: number): Promise<SchemaVersion> {
    const answer = await this.#get(`/subjects/${encodeURIComponent(subject)}/versions/${version}`);
    if (answer.status !== 200) throw unexpected(this.server, answer);
    return answer.body as SchemaVersion;
  }

  #get(path: string): Promise<Answer> {
    return ask(this.io, this.server, path);
  }
}
