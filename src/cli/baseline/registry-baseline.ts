import { GROUP_PROPERTY } from '#compat';
import { z } from 'zod';
import { limits, problem } from '#kernel';
import { type Consumption, type Contract, readContract } from '#contract';
import type { ReferencedSource, SchemaSource } from '#schema';
import { type Answer, ask, type Server, understood, unexpected } from '../ask.js';
import type { Found } from '../files/read-found.js';
import type { Io } from '../io.js';
import { cliProblems } from '../problems.js';
import { inContract } from '../files/read-found.js';
import type { FoundPath } from '../files/find-files.js';
import type { Baseline, OldPromise, OldVersion, WantedVersions } from './baseline.js';

type Reference = Contract['schema']['references'][number];

const number = z.int().min(1);
const numbers = z.array(number);
const nothing = z.object({ error_code: z.literal([40401, 404]) });
const reference = z.object({ name: z.string(), subject: z.string(), version: number });
const schemaVersion = z.object({
  schema: z.string(),
  schemaType: z.enum(['AVRO', 'JSON', 'PROTOBUF']).default('AVRO'),
  references: z.array(reference).nullish(),
  metadata: z.object({ properties: z.record(z.string(), z.string()).nullish() }).nullish(),
  /** When it was registered; other registries may leave it out. */
  ts: z.number().nullish(),
});

const saidMessages = z.object({
  versions: z.array(
    z.object({ subject: z.string(), schemaVersion: number, message: z.string().optional() }),
  ),
});
type SaidMessage = z.infer<typeof saidMessages>['versions'][number];

const saidConsumptions = z.object({ consumptions: z.array(z.custom<Consumption>(isNamed)) });

/** Requests on their way at once. */
const AT_ONCE = 16;

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
      const { schema, references } = await this.#version(next.subject, next.version);
      found.set(next.name, { name: next.name, text: schema });
      pending.push(...(references ?? []));
      const { value: most } = limits.referenceCount;
      if (found.size > most)
        throw problem(cliProblems.REFERENCES_TOO_MANY, { subject: next.subject, most });
    }
    return [...found.values()];
  };

  async counterpartOf(
    { path, contract }: Found,
    _at: FoundPath,
    { isNewestEnough = false }: Partial<WantedVersions> = {},
  ): Promise<readonly OldVersion[]> {
    if (!contract) throw problem(cliProblems.SCHEMA_WITHOUT_CONTRACT, { path });
    const promise = await this.#promise(contract.id);
    const { group } = contract.compatibility;
    const promised = promise?.schemaVersion ?? Infinity;
    const stop = (each: OldVersion): boolean =>
      isNewestEnough && each.group === group && each.version <= promised;
    // A contract that moves to another subject still follows what it promised under the old one.
    const before = promise?.contract.schema.subject ?? contract.schema.subject;
    const subjects = [...new Set([before, contract.schema.subject])];
    const said = await this.#messagesOf(contract, promise);
    const versions = (
      await Promise.all(
        subjects.map(async (each) => named(await this.#versionsOf(each, stop), said, each)),
      )
    ).flat();
    const older = versions.map((each, i) =>
      subjects.length === 1 ? each : { ...each, version: i + 1 },
    );
    if (!promise) return older;
    return older.map((each, i) => (i === older.length - 1 ? { ...each, promise } : each));
  }

  /** Newest first, until one is all that was wanted. */
  async #versionsOf(
    subject: string,
    isEnough: (version: OldVersion) => boolean,
  ): Promise<readonly OldVersion[]> {
    const versions = await this.#get(`/subjects/${encodeURIComponent(subject)}/versions`);
    // Only a registry that says so does not know the subject: a wrong address says 404, too.
    if (versions.status === 404 && understood(this.server, versions, nothing)) return [];
    if (versions.status !== 200) throw unexpected(this.server, versions);
    const wanted = understood(this.server, versions, numbers).filter((each) => each >= this.since);
    const found: OldVersion[] = [];
    for (let to = wanted.length, count = 1; to > 0; to -= count, count = AT_ONCE) {
      const some = wanted.slice(Math.max(0, to - count), to);
      found.unshift(...(await Promise.all(some.map((version) => this.#old(subject, version)))));
      if (found.some(isEnough)) break;
    }
    return found;
  }

  async consumersOf(contract: string): Promise<readonly Consumption[]> {
    const answer = await this.#get(`/v1/consumptions?of=${encodeURIComponent(contract)}`);
    if (answer.status === 404) return [];
    if (answer.status !== 200) throw unexpected(this.server, answer);
    return understood(this.server, answer, saidConsumptions).consumptions;
  }

  /** The contract in force. Registries that only speak the dialect know none. */
  async #promise(id: string): Promise<OldPromise | undefined> {
    const answer = await this.#get(`/v1/contracts/${encodeURIComponent(id)}`);
    if (answer.status >= 500 || answer.status === 401 || answer.status === 403)
      throw unexpected(this.server, answer);
    const said = (answer.body ?? {}) as Partial<Record<string, unknown>>;
    const { source, version, schemaVersion } = said;
    if (answer.status !== 200 || typeof source !== 'string') return undefined;
    const read = readContract(source);
    if (!read.ok) return undefined;
    const path = `${id} version ${String(version)}`;
    const known = typeof schemaVersion === 'number' ? { schemaVersion } : {};
    return { contract: read.value, path, locate: inContract(source), ...known };
  }

  /** Which message of its file versions of the contract said is the event, newest first. */
  async #messagesOf(
    { id, schema }: Contract,
    promise: OldPromise | undefined,
  ): Promise<readonly SaidMessage[]> {
    if (!promise || schema.type !== 'PROTOBUF') return [];
    const answer = await this.#get(`/v1/contracts/${encodeURIComponent(id)}/versions`);
    if (answer.status !== 200) throw unexpected(this.server, answer);
    return understood(this.server, answer, saidMessages).versions.toReversed();
  }

  async #old(subject: string, version: number): Promise<OldVersion> {
    const found = await this.#version(subject, version);
    const { schema, schemaType, references, metadata, ts } = found;
    const source = {
      type: schemaType,
      text: schema,
      references: await this.references(references ?? []),
    };
    const publishedAt = typeof ts === 'number' ? { publishedAt: ts } : {};
    const group = metadata?.properties?.[GROUP_PROPERTY];
    const inGroup = group === undefined ? {} : { group };
    return { version, source, where: `${subject} version ${version}`, ...inGroup, ...publishedAt };
  }

  async #version(subject: string, version: number): Promise<z.infer<typeof schemaVersion>> {
    const answer = await this.#get(`/subjects/${encodeURIComponent(subject)}/versions/${version}`);
    if (answer.status !== 200) throw unexpected(this.server, answer);
    return understood(this.server, answer, schemaVersion);
  }

  #get(path: string): Promise<Answer> {
    return ask(this.io, this.server, path);
  }
}

/** With the message that was the event of each version, where the contract named one. */
const named = (
  versions: readonly OldVersion[],
  said: readonly SaidMessage[],
  subject: string,
): readonly OldVersion[] =>
  versions.map((each) => {
    const message = messageOf(each.version, said, subject);
    return message === undefined
      ? each
      : { ...each, source: { ...each.source, messages: [message] } };
  });

/** As the contract had it when it promised the version, or the one before it. */
function messageOf(
  version: number,
  said: readonly SaidMessage[],
  subject: string,
): string | undefined {
  const of = said.filter((each) => each.subject === subject && each.schemaVersion <= version);
  const [last] = of.toSorted((one, other) => other.schemaVersion - one.schemaVersion);
  return last?.message;
}

function isNamed(value: unknown): boolean {
  const { consumer, needs, owner } = (value ?? {}) as Partial<Consumption>;
  return typeof consumer === 'string' && typeof needs === 'object' && typeof owner === 'object';
}
