import { Inject, Injectable } from '@nestjs/common';
import { type CompatibilityReport, modes } from '#compat';
import { type Problem, problem } from '#kernel';
import { checkFieldNames } from './check-field-names.js';
import { checkRules } from './check-rules.js';
import { completeContent } from './complete-content.js';
import { readersAround } from './consumptions/declared-readers.js';
import { incompatibleSchema } from './incompatible-schema.js';
import { isLasting } from './is-lasting.js';
import { JudgeChange, type Judgement, type Question, verdictOf } from './judge-change.js';
import { registryProblems } from './problems.js';
import { refusedSchema } from './refused-schema.js';
import { REGISTRY_SETTINGS, type RegistrySettings } from './registry-settings.js';
import type { SchemaDraft, UnderstoodSchema } from './schema-draft.js';
import { identityOf, type SchemaContent, type SchemaIdentity } from './schema-identity.js';
import { IndexSearch } from './search/index-search.js';
import { promisedMessages } from './store/promised-messages.js';
import { references } from './store/references.js';
import { schemas } from './store/schemas.js';
import { type ScopedSettings, settings } from './store/settings.js';
import type { Sql } from './store/sql.js';
import type { StoredVersion } from './store/stored-version.js';
import { type Shown, subjects } from './store/subjects.js';
import { versions } from './store/versions.js';
import { parseSubject, printSubject, type SubjectName } from './subject-name.js';
import { modeIn, nearest, type Terms, termsIn } from './terms.js';
import { claimedVersion, isTracked, trackVersion, untracked } from './tracked-version.js';
import { UnderstandSchema } from './understand-schema.js';

/** What somebody asks to be registered, and under which terms. */
export interface Registration {
  readonly name: SubjectName;
  readonly draft: SchemaDraft;
  readonly normalize: boolean;
  readonly createdBy: string;
  /** Skips the compatibility check; the version keeps a mark. */
  readonly isForced: boolean;
  /** The version number the caller expects to make; absent means any. */
  readonly expectedVersion?: number | undefined;
  /** Its metadata tell its number, as those of a version that is expected do. */
  readonly isCounted?: boolean | undefined;
  /** Instead of those configured for the subject: a contract brings its own. */
  readonly terms?: Terms;
  /** How to say no; by default in the words of the Confluent dialect. */
  readonly refusal?: (judgement: Judgement) => Problem;
}

/** A registration that was read and, unless it is known already, compiled and judged. */
export interface Candidate {
  readonly registration: Registration;
  readonly understood: UnderstoodSchema;
  readonly found?: StoredVersion | undefined;
  /** What was found is found again until `changes` counts something. */
  readonly isLasting?: boolean;
  readonly judgement?: Judgement | undefined;
}

export interface Registered {
  readonly stored: StoredVersion;
  readonly isNew: boolean;
  /** The same request has the same answer until `changes` counts something. */
  readonly isLasting?: boolean;
  /** Present when versions were compared. */
  readonly report?: CompatibilityReport | undefined;
  /** Whom it breaks, or may break, of those who declared what they read. */
  readonly needs?: Judgement['needs'] | undefined;
}

/** A candidate of a locked subject that has it not. */
interface Locked {
  readonly question: Question;
  readonly identity: SchemaIdentity;
}

/**
 * Look-up, judgement, insert. All the thinking happens before the lock; under the lock the look-up
 * is repeated and the judgement made anew only if the versions it rests on have changed.
 */
@Injectable()
export class AdmitSchema {
  constructor(
    private readonly understand: UnderstandSchema,
    private readonly judge: JudgeChange,
    @Inject(REGISTRY_SETTINGS) private readonly byDefault: RegistrySettings,
    private readonly search: IndexSearch,
  ) {}

  /** Without a lock: a boot storm of known schemas ends here. */
  async prepare(sql: Sql, asked: Registration): Promise<Candidate> {
    const { name, around } = await settings.behind(sql, asked.name);
    const registration = { ...asked, name };
    const { draft } = asked;
    const normalize = registration.normalize || (nearest(around, 'normalize') ?? false);
    const understood = await this.understand.run(sql, name, { ...draft, normalize });
    const found = await lookUp(sql, name, understood.content, { around });
    if (found && isExpected(registration, found)) {
      const isFree = asked.expectedVersion === undefined && asked.isCounted === undefined;
      const lasts = isFree && isLasting(draft, understood.content, { found, around });
      return { registration, understood, found, isLasting: lasts };
    }
    if (nearest(around, 'validateFields')) checkFieldNames(understood.content);
    const candidate = { registration, understood };
    const judgement = await this.judge.run(sql, await this.standing(sql, candidate, around));
    return { ...candidate, judgement };
  }

  /** Inside a transaction, which keeps the subject locked until it ends. */
  async store(tx: Sql, candidate: Candidate): Promise<Registered> {
    await subjects.lock(tx, candidate.registration.name);
    const standing = await this.standingLocked(tx, candidate);
    if ('stored' in standing) return standing;
    const judgement = await this.judge.run(tx, standing.question, candidate.judgement);
    return this.add(tx, candidate, { ...standing, judgement });
  }

  /**
   * The same in a transaction shared with registrations of other subjects: nobody waits in it for a
   * lock of a subject or for a comparison.
   * @returns `undefined` when this one has to wait, and so needs a transaction of its own
   */
  async storeBeside(tx: Sql, candidate: Candidate): Promise<Registered | undefined> {
    if (!(await subjects.tryLock(tx, candidate.registration.name))) return undefined;
    const standing = await this.standingLocked(tx, candidate);
    if ('stored' in standing) return standing;
    const { judgement } = candidate;
    if (!judgement || !this.judge.stands(standing.question, judgement)) return undefined;
    return this.add(tx, candidate, { ...standing, judgement });
  }

  /** What was registered already, or the candidate among what is there, with its identity. */
  private async standingLocked(tx: Sql, candidate: Candidate): Promise<Registered | Locked> {
    const { registration, understood } = candidate;
    const { name } = registration;
    const around = await settings.around(tx, name);
    const found = await lookUp(tx, name, understood.content, { around });
    if (found && isExpected(registration, found)) return { stored: found, isNew: false };
    checkMode(name, around);
    const question = await this.standing(tx, candidate, around);
    if (nearest(around, 'validateRules')) checkRules(question.content.ruleSet);
    const identity = identityOf(question.content);
    const known = await versions.withSchema(tx, name, identity, { isExact: true });
    if (known) return { stored: known, isNew: false };
    await checkReferences(tx, name, understood.content);
    return { question, identity };
  }

  /** Whatever may be said against it has been said: nothing is refused once a number is given. */
  private async add(
    tx: Sql,
    { registration }: Candidate,
    { question, identity, judgement }: Locked & { readonly judgement: Judgement },
  ): Promise<Registered> {
    const { name, createdBy, isForced } = registration;
    const { content } = question;
    const { report, needs } = judgement;
    if (verdictOf(judgement) !== 'compatible' && !isForced)
      throw refuse(registration, question, judgement);
    await checkExpectation(tx, registration);
    const schemaId = await schemas.idOf(tx, name.context, { content, identity });
    const made = await versions.add(tx, { name, schemaId, createdBy, isForced });
    const schema = { ...content, context: name.context, id: schemaId, guid: identity.guid };
    const stored = { name, schema, isDeleted: false, createdBy, ...made };
    const { source } = question;
    await this.search.registered(tx, { stored, source, sentText: registration.draft.text });
    return { stored, isNew: true, report, needs };
  }

  /** The candidate among what is there: complete, with the versions it will be compared with. */
  private async standing(
    sql: Sql,
    { registration, understood }: Candidate,
    around: ScopedSettings,
  ): Promise<Question> {
    const configured = registration.terms ?? termsIn(around, this.byDefault.compatibilityMode);
    const terms =
      understood.content.type === 'PROTOBUF'
        ? { ...configured, promised: await promisedMessages(sql, registration.name) }
        : configured;
    const needsAll = modes[terms.mode].isTransitive || terms.group !== undefined;
    const older = needsAll
      ? await versions.live(sql, registration.name)
      : [await versions.latest(sql, registration.name)].filter((each) => each !== undefined);
    const complete = completeContent(understood.content, older.at(-1), around);
    const { isCounted, expectedVersion } = registration;
    const content =
      (isCounted ?? expectedVersion !== undefined) || isTracked(complete)
        ? trackVersion(complete, 1 + (await subjects.lastVersion(sql, registration.name)))
        : complete;
    const except = registration.terms?.own?.contract;
    const readers = await readersAround(sql, registration.name, { around, except });
    return { source: understood.source, content, older, terms, readers };
  }
}

const refuse = (
  { refusal, name }: Registration,
  question: Question,
  judgement: Judgement,
): Problem => (refusal ? refusal(judgement) : incompatibleSchema(name, judgement, question));

/** A caller who says which version it will be is not answered with another one. */
const isExpected = (
  { expectedVersion, isCounted }: Registration,
  { version }: StoredVersion,
): boolean => (expectedVersion === undefined ? isCounted !== true : expectedVersion === version);

/** As it stands, or, where the request says nothing of metadata and rules, whatever they are. */
export async function lookUp(
  sql: Sql,
  name: SubjectName,
  content: SchemaContent,
  { around, shows }: { around: ScopedSettings; shows?: Shown },
): Promise<StoredVersion | undefined> {
  const completed = completeContent(content, undefined, around);
  const isExact = [content, completed].some(
    ({ metadata, ruleSet }) => metadata !== undefined || ruleSet !== undefined,
  );
  const identity = identityOf(completed);
  const found = await versions.withSchema(sql, name, identity, { isExact, shows });
  if (found || !isExact || isTracked(completed)) return found;
  const tracking = await versions.tracking(sql, name, identity.contentFingerprint, shows);
  return tracking.find(({ schema }) =>
    identityOf(untracked(schema)).fingerprint.equals(identity.fingerprint),
  );
}

export function checkMode(name: SubjectName, around: ScopedSettings): void {
  const mode = modeIn(around);
  if (mode === 'READWRITE') return;
  const state = mode.startsWith('READONLY') ? 'is in read-only mode' : 'is not in read-write mode';
  const why = `Subject ${name.subject} in context ${name.context} ${state}`;
  throw problem(registryProblems.OPERATION_NOT_PERMITTED, { why });
}

/** The targets were live when they were read; here they are kept alive until the commit. */
export async function checkReferences(
  tx: Sql,
  { context }: SubjectName,
  content: SchemaContent,
): Promise<void> {
  const targets = content.references.map((each) => ({
    ...parseSubject(each.subject, context),
    version: each.version,
  }));
  const printed = (each: SubjectName & { version: number }) =>
    `${printSubject(each)} ${each.version}`;
  const live = new Set((await references.lockLive(tx, targets)).map(printed));
  const gone = targets.find((each) => !live.has(printed(each)));
  if (!gone) return;
  throw refusedSchema([
    {
      code: 'REF_NOT_REGISTERED',
      pointer: '',
      message: `It refers to version ${gone.version} of subject "${printSubject(gone)}", which is deleted. Refer to a version that is not.`,
    },
  ]);
}

/** The subject is locked, so what is next now is what will be made. */
async function checkExpectation(tx: Sql, registration: Registration): Promise<void> {
  const { expectedVersion: asked, draft, name } = registration;
  const expectedVersion = asked ?? claimedVersion(draft.metadata);
  if (expectedVersion === undefined) return;
  const version = 1 + (await subjects.lastVersion(tx, name));
  if (expectedVersion === version) return;
  throw refusedSchema([
    {
      code: 'VERSION_NOT_NEXT',
      pointer: '',
      message: `Version ${expectedVersion} was asked for, but the next version is ${version}. Leave "version" (and the property confluent:version) out, or look at the versions in between.`,
    },
  ]);
}
