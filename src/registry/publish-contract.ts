import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import {
  type CompatibilityReport,
  GROUP_PROPERTY,
  type MeaningFinding,
  PROMISES_NOTHING,
} from '#compat';
import { recordDeeds } from '#audit';
import { canonicalContract, type Contract, withMessages } from '#contract';
import { invariant, Problem, problem } from '#kernel';
import type { SchemaType } from '#schema';
import { acceptedContract } from './accepted-contract.js';
import { CONTRACTS_CHANNEL } from './active-contracts.js';
import { kindsOf } from './change-kinds.js';
import { checkClaims } from './check-claims.js';
import { checkExamples } from './check-examples.js';
import { checkMessage } from './check-message.js';
import { checkMerge } from './check-merge.js';
import {
  declaredReaders,
  hurtReaders,
  readersLeft,
  withTree,
} from './consumptions/declared-readers.js';
import { contractTerms, promisedBy, readerTerms } from './contract-terms.js';
import { meaningOf } from './meaning-of.js';
import { registryProblems } from './problems.js';
import { JudgeChange, type Judgement } from './judge-change.js';
import { type Candidate, type Registered, AdmitSchema } from './admit-schema.js';
import { isBreaking, refusedChange, refusedMeaning } from './refused-publication.js';
import { publicationDeeds } from './publication-deeds.js';
import { schemaSources } from './schema-sources.js';
import { IndexSearch } from './search/index-search.js';
import { contracts, type StoredContract } from './store/contracts.js';
import { type Sql, transact } from './store/sql.js';
import { promisedMessages } from './store/promised-messages.js';
import { subjects } from './store/subjects.js';
import { versions } from './store/versions.js';
import type { Metadata } from './schema-identity.js';
import { parseSubject } from './subject-name.js';
import type { StoredVersion } from './store/stored-version.js';

export interface PublicationRequest {
  /** YAML or JSON, as sent. */
  readonly text: string;
  readonly publishedBy: string;
  /** Why, in a sentence for whoever asks later; kept with the version it makes. */
  readonly reason?: string;
  /** The same verdict, but nothing is stored. */
  readonly isDryRun: boolean;
  readonly isForced: boolean;
  /** Whether force let pass what the traffic spoke against. */
  readonly isPromotionForced?: boolean;
  /** It stands on this version of the contract, whose schema stays; refused where another is newest. */
  readonly follows?: Pick<StoredContract, 'version' | 'schemaVersion'>;
}

export interface Publication {
  readonly contract: Contract;
  readonly stored: StoredContract;
  /** False when exactly this was published before. */
  readonly isNew: boolean;
  readonly report?: CompatibilityReport | undefined;
  /** What changed in the contract itself. */
  readonly meaning: readonly MeaningFinding[];
}

/** Stores schema and contract version in one transaction: readers see both or neither. */
@Injectable()
export class PublishContract {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly admitSchema: AdmitSchema,
    private readonly judge: JudgeChange,
    private readonly search: IndexSearch,
  ) {}

  async run(request: PublicationRequest): Promise<Publication> {
    const contract = acceptedContract(request.text);
    const candidate = await this.candidateOf(contract, request);
    const attempt = { contract, request, candidate };
    if (request.isDryRun) return this.undone((tx) => this.store(tx, attempt));
    return transact(this.dataSource, (tx) => this.store(tx, attempt));
  }

  private async candidateOf(
    contract: Contract,
    { publishedBy, isForced }: PublicationRequest,
  ): Promise<Candidate | undefined> {
    const { definition, subject, type, references } = contract.schema;
    if (definition === undefined) return undefined;
    const current = await contracts.current(this.dataSource, contract.id);
    const before = promiseOf(current);
    const declared = await declaredReaders(this.dataSource, current);
    const readers = declared && (await withTree(this.dataSource, declared));
    const source = withMessages(contract, { type, text: definition, references: [] });
    const registration = {
      name: parseSubject(subject),
      draft: { type, text: definition, references, metadata: metadataOf(contract, before) },
      normalize: false,
      createdBy: publishedBy,
      isForced,
      terms: contractTerms(contract, before),
      refusal: ({ report, needs }: Judgement) => {
        const hurt = [...(readers ? hurtReaders(readers, source, report) : []), ...needs];
        if (report.verdict === 'compatible') return refusedMeaning(contract, hurt, report);
        return refusedChange(contract, report, [...meaningOf(before, contract), ...hurt]);
      },
    };
    return inContract(contract, this.admitSchema.prepare(this.dataSource, registration));
  }

  private async store(tx: Sql, attempt: Attempt): Promise<Publication> {
    const { contract, request } = attempt;
    const { stored, isNew, ...admitted } = await inContract(contract, this.schemaFor(tx, attempt));
    await checkMessage(tx, contract, stored);
    await checkMerge(tx, contract, stored);
    const isMoveForced = await this.checkMove(tx, attempt, stored);
    const report = admitted.report ?? (await this.checkReturn(tx, attempt, stored));
    const needs = await this.brokenNeeds(tx, attempt, stored);
    const revision = (await contracts.lockRevision(tx)) + 1;
    const document = canonicalContract(withoutDefinition(contract));
    const current = await contracts.current(tx, contract.id);
    if (request.follows && request.follows.version !== current?.version)
      throw problem(registryProblems.REGISTRY_BUSY, undefined, { retryAfterSeconds: 1 });
    const isSame = current?.document === document && current.schemaId === stored.schema.id;
    if (current && isSame && current.schemaVersion === stored.version)
      return { contract, stored: current, isNew: false, report, meaning: [] };
    await checkExamples(tx, contract, stored);
    await checkClaims(tx, contract);
    const before = promiseOf(current);
    const left = await readersLeft(tx, current, contract);
    const meaning = [...meaningOf(before, contract), ...left, ...needs, ...(admitted.needs ?? [])];
    const isMeaningForced = checkMeaning(attempt, meaning, report);
    const isForced =
      isMeaningForced ||
      isMoveForced ||
      request.isPromotionForced === true ||
      (request.isForced && report !== undefined && report.verdict !== 'compatible');
    const schemaVersions = { old: current?.schemaVersion ?? 0, new: stored.version };
    const made = await contracts.add(tx, {
      contract,
      version: (current?.version ?? 0) + 1,
      document,
      sourceText: request.text,
      stored,
      isForced,
      kinds: kindsOf({ before, contract, isForced, schemaVersions }),
      publishedBy: request.publishedBy,
      reason: request.reason ?? '',
      revision,
    });
    await this.search.published(tx, contract, { version: made.version, stored });
    await contracts.setRevision(tx, revision, CONTRACTS_CHANNEL);
    await recordDeeds(tx, publicationDeeds(made, { stored, isNew }, { request, before, contract }));
    return { contract, stored: made, isNew: true, report, meaning };
  }

  /**
   * A contract that moves to another subject, or names another message, still follows what it
   * promised before.
   */
  private async checkMove(tx: Sql, attempt: Attempt, stored: StoredVersion): Promise<boolean> {
    const { contract, request } = attempt;
    const current = await contracts.current(tx, contract.id);
    const before = promiseOf(current);
    if (!current || !before || PROMISES_NOTHING.has(before.status)) return false;
    const isSameMessage = before.schema.message === contract.schema.message;
    if (before.schema.subject === contract.schema.subject && isSameMessage) return false;
    if (before.compatibility.group !== contract.compatibility.group) return false;
    const name = parseSubject(before.schema.subject);
    const old = await versions.numbered(tx, name, current.schemaVersion);
    if (!old || (old.schema.id === stored.schema.id && isSameMessage)) return false;
    const terms = { ...contractTerms(contract, before), promised: [promisedBy(before, old)] };
    const [changed] = await schemaSources(tx, [stored.schema]);
    invariant(changed, 'each version has a source');
    const report = await this.judge.follows(tx, { old, new: changed }, terms);
    if (report.verdict === 'compatible') return false;
    if (!request.isForced) throw refusedChange(contract, report, meaningOf(before, contract));
    return true;
  }

  /** A schema its subject had before follows the one in force, whose events are there to be read. */
  private async checkReturn(
    tx: Sql,
    { contract, request, candidate }: Attempt,
    stored: StoredVersion,
  ): Promise<CompatibilityReport | undefined> {
    const current = await contracts.current(tx, contract.id);
    const before = promiseOf(current);
    if (!candidate || !current || !before || PROMISES_NOTHING.has(before.status)) return undefined;
    const isReturn =
      before.schema.subject === contract.schema.subject && stored.version < current.schemaVersion;
    if (!isReturn) return undefined;
    const { name, schema: content } = stored;
    const live = await versions.live(tx, name);
    const older = live.filter(({ version }) => version <= current.schemaVersion);
    const terms = {
      ...contractTerms(contract, before),
      promised: await promisedMessages(tx, name),
    };
    const { source } = candidate.understood;
    const { report } = await this.judge.run(tx, { source, content, older, terms });
    if (report.verdict !== 'compatible' && !request.isForced)
      throw refusedChange(contract, report, meaningOf(before, contract));
    return report;
  }

  /** Whom the schema breaks of those who declared what they read, whatever its mode protects. */
  private async brokenNeeds(
    tx: Sql,
    { contract }: Attempt,
    stored: StoredVersion,
  ): Promise<readonly MeaningFinding[]> {
    const current = await contracts.current(tx, contract.id);
    const before = promiseOf(current);
    const isSameMessage = before?.schema.message === contract.schema.message;
    if (current?.schemaId === stored.schema.id && isSameMessage) return [];
    const declared = await declaredReaders(tx, current);
    const readers = declared && (await withTree(tx, declared));
    const [source] = readers ? await schemaSources(tx, [stored.schema]) : [];
    if (!before || !readers || !source) return [];
    const terms = readerTerms(contract, before, readers.old);
    const report = await this.judge.follows(tx, { old: readers.old, new: source }, terms);
    return hurtReaders(readers, withMessages(contract, source), report);
  }

  /** The schema it brings, or the newest one its subject has. */
  private async schemaFor(tx: Sql, { contract, candidate, request }: Attempt): Promise<Registered> {
    if (candidate) return this.admitSchema.store(tx, candidate);
    const { subject } = contract.schema;
    const name = parseSubject(subject);
    await subjects.lock(tx, name);
    const stored = await (request.follows
      ? versions.numbered(tx, name, request.follows.schemaVersion)
      : versions.latest(tx, name));
    if (!stored) throw problem(registryProblems.CONTRACT_SCHEMA_MISSING, { subject });
    checkFormat(stored.schema.type, contract);
    return { stored, isNew: false };
  }

  /** Runs for real and rolls back, so that a dry run cannot say something else than the real one. */
  private async undone<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    const rollback = new Error('rolled back on purpose');
    let result: { value: T } | undefined;
    try {
      await transact(this.dataSource, async (tx) => {
        result = { value: await work(tx) };
        throw rollback;
      });
    } catch (error) {
      if (error !== rollback) throw error;
    }
    invariant(result, 'a dry run that was rolled back on purpose has a result');
    return result.value;
  }
}

interface Attempt {
  readonly contract: Contract;
  readonly request: PublicationRequest;
  readonly candidate: Candidate | undefined;
}

const promiseOf = (stored: StoredContract | undefined): Contract | undefined =>
  stored && (JSON.parse(stored.document) as Contract);

/** The group goes with the schema, so that the dialect sees it; a contract that leaves one says so. */
function metadataOf(contract: Contract, before: Contract | undefined): Metadata | undefined {
  const { group } = contract.compatibility;
  if (group !== undefined) return { properties: { [GROUP_PROPERTY]: group } };
  return before?.compatibility.group === undefined ? undefined : {};
}

/** Whether a change of meaning that breaks somebody is let pass by force. */
function checkMeaning(
  { contract, request }: Attempt,
  meaning: readonly MeaningFinding[],
  report: CompatibilityReport | undefined,
): boolean {
  const first = meaning.find(isBreaking);
  if (!first) return false;
  if (request.isForced) return true;
  throw refusedMeaning(contract, meaning, report);
}

/** A contract that says what its schema is says it truly: people read it there. */
function checkFormat(type: SchemaType, { id, schema }: Contract): void {
  if (type === schema.type) return;
  const extras = { pointer: '/schema/format', contract: id };
  const args = { said: FORMATS[schema.type], subject: schema.subject, real: FORMATS[type] };
  throw problem(registryProblems.CONTRACT_FORMAT_DIFFERS, args, extras);
}

const FORMATS = { JSON: 'json-schema', AVRO: 'avro', PROTOBUF: 'protobuf' } as const;

function withoutDefinition({ schema, ...rest }: Contract): Contract {
  const { definition: _definition, ...kept } = schema;
  return { ...rest, schema: kept };
}

/** A fault of the schema is a fault of that place in the contract. */
async function inContract<T>({ id }: Contract, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Problem) || error.row.http !== 422) throw error;
    const extras = { pointer: '/schema/definition', contract: id, ...error.extras };
    throw new Problem(error.row, { message: error.message, hint: error.hint }, extras);
  }
}
