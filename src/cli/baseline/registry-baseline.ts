import { problem } from '#kernel';
import type { Contract } from '#contract';
import type { ReferencedSource, SchemaSource, SchemaType } from '#schema';
import { type Answer, ask, type Server, unexpected } from '../ask.js';
import type { Found } from '../files/read-found.js';
import type { Io } from '../io.js';
import { cliProblems } from '../problems.js';
import type { Baseline, OldVersion } from './baseline.js';

type Reference = Contract['schema']['references'][number];

interface SchemaVersion {
  readonly version: number;
  readonly schema: string;
  readonly schemaType?: SchemaType;
  readonly references?: readonly Reference[];
}

/** Every version of the contract's subject, through the dialect any schema registry speaks. */
export class RegistryBaseline implements Baseline {
  readonly label: string;

  constructor(
    private readonly io: Io,
    private readonly server: Server,
  ) {
    this.label = `the registry at ${server.url}`;
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
    const { subject } = contract.schema;
    const versions = await this.#get(`/subjects/${encodeURIComponent(subject)}/versions`);
    if (versions.status === 404) return [];
    if (versions.status !== 200) throw unexpected(this.server, versions);
    const numbers = versions.body as readonly number[];
    return Promise.all(numbers.map((version) => this.#old(subject, version)));
  }

  async #old(subject: string, version: number): Promise<OldVersion> {
    const { schema, schemaType = 'AVRO', references = [] } = await this.#version(subject, version);
    const source = {
      type: schemaType,
      text: schema,
      references: await this.references(references),
    };
    return { version, source, where: `${subject} version ${version}` };
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
