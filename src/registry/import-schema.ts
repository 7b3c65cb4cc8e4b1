import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { recordDeeds } from '#audit';
import { problem } from '#kernel';
import { checkReferences, type Registered, type Registration } from './admit-schema.js';
import { registryProblems } from './problems.js';
import { registrationDeeds } from './registration-deeds.js';
import { IndexSearch } from './search/index-search.js';
import type { UnderstoodSchema } from './schema-draft.js';
import { identityOf, type SchemaIdentity } from './schema-identity.js';
import { changes } from './store/changes.js';
import { schemas } from './store/schemas.js';
import { settings } from './store/settings.js';
import { type Sql, transact } from './store/sql.js';
import type { StoredVersion } from './store/stored-version.js';
import { subjects } from './store/subjects.js';
import { versions } from './store/versions.js';
import { printSubject, type SubjectName } from './subject-name.js';
import { modeIn, nearest } from './terms.js';
import { UnderstandSchema } from './understand-schema.js';

/** Where an imported schema stood in the registry it comes from. */
export interface GivenPlace {
  readonly id: number;
  /** Absent means the next. */
  readonly version?: number | undefined;
  /** Where it was computed over another spelling than ours; events may name the schema by it. */
  readonly guid?: string | undefined;
}

interface Import extends UnderstoodSchema {
  readonly registration: Registration;
  readonly place: GivenPlace;
}

/**
 * A schema under the id, and the version, it had elsewhere. What it was compared with there is not
 * compared again, and nothing is filled in: an import is a copy.
 */
@Injectable()
export class ImportSchema {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly understand: UnderstandSchema,
    private readonly search: IndexSearch,
  ) {}

  async run(registration: Registration, place: GivenPlace): Promise<Registered> {
    const { name, draft } = registration;
    const around = await settings.around(this.dataSource, name);
    const normalize = registration.normalize || (nearest(around, 'normalize') ?? false);
    const { content, source } = await this.understand.run(this.dataSource, name, {
      ...draft,
      normalize,
    });
    return transact(this.dataSource, async (tx) => {
      await subjects.lock(tx, name);
      const registered = await this.keep(tx, { registration, place, content, source });
      await recordDeeds(tx, registrationDeeds(registered, registration, true));
      return registered;
    });
  }

  private async keep(
    tx: Sql,
    { registration, place, content, source }: Import,
  ): Promise<Registered> {
    const { name, draft } = registration;
    const own = identityOf(content);
    const identity = { ...own, guid: place.guid ?? own.guid };
    if (place.guid !== undefined && identity.guid !== own.guid)
      await checkGuidFree(tx, name.context, identity);
    const known = await sameVersion(tx, { name, place, identity });
    if (known && !known.isDeleted) return { stored: known, isNew: false };
    checkImportMode(name, modeIn(await settings.around(tx, name)));
    await checkReferences(tx, name, content);
    // Its number may be one between others, of a content that is known under another.
    await changes.add(tx);
    await schemas.keepId(tx, name.context, { content, identity }, place.id);
    const index = (stored: StoredVersion) =>
      this.search.registered(tx, { stored, source, sentText: draft.text });
    if (known) {
      const revived = await versions.revive(tx, known);
      await index(revived);
      return { stored: revived, isNew: true };
    }
    const { createdBy, isForced } = registration;
    const { id: schemaId, version } = place;
    const made = await versions.add(tx, { name, schemaId, createdBy, isForced, version });
    const schema = { ...content, context: name.context, id: place.id, guid: identity.guid };
    const stored = { name, schema, isDeleted: false, createdBy, ...made };
    await index(stored);
    return { stored, isNew: true };
  }
}

/** Whoever knows a schema by a guid must never get another one. */
async function checkGuidFree(tx: Sql, context: string, identity: SchemaIdentity): Promise<void> {
  const other = await schemas.otherOfGuid(tx, context, identity);
  if (other !== undefined)
    throw notPermitted(
      `The guid ${identity.guid} is that of another schema (id ${other}); a guid means one content.`,
    );
}

/** The version that is there already, if it is the one that is imported. */
async function sameVersion(
  tx: Sql,
  { name, place, identity }: { name: SubjectName; place: GivenPlace; identity: SchemaIdentity },
): Promise<StoredVersion | undefined> {
  const { id, version } = place;
  const isSame = ({ schema }: StoredVersion) =>
    schema.id === id && identityOf(schema).fingerprint.equals(identity.fingerprint);
  if (version === undefined) {
    const newest = await versions.withId(tx, name, id);
    return newest && isSame(newest) ? newest : undefined;
  }
  const there = await versions.numbered(tx, name, version);
  if (!there || isSame(there)) return there;
  throw notPermitted(
    `Subject '${printSubject(name)}' has another schema as version ${version} (id ${there.schema.id}); a version is never overwritten.`,
  );
}

function checkImportMode({ subject, context }: SubjectName, mode: string): void {
  if (mode === 'IMPORT' || mode === 'FORWARD') return;
  const state = mode.startsWith('READONLY') ? 'is in read-only mode' : 'is not in import mode';
  throw notPermitted(`Subject ${subject} in context ${context} ${state}`);
}

const notPermitted = (why: string) => problem(registryProblems.OPERATION_NOT_PERMITTED, { why });
