import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { recordDeeds } from '#audit';
import { problem } from '#kernel';
import { CheckCompatibility } from '../check-compatibility.js';
import { incompatibleSchema } from '../incompatible-schema.js';
import { isRow } from '../is-row.js';
import { verdictOf } from '../judge-change.js';
import { LookUpSchema } from '../look-up-schema.js';
import { registryProblems } from '../problems.js';
import { type AskedRegistration, RegisterSchema } from '../register-schema.js';
import { type Sql, transact } from '../store/sql.js';
import type { StoredVersion } from '../store/stored-version.js';
import { subjects } from '../store/subjects.js';
import { versions } from '../store/versions.js';
import { printSubject } from '../subject-name.js';
import type { Association, Resource } from './association.js';
import { deedOf } from './deed-of.js';
import { associations } from './associations.js';
import {
  type AssociationWish,
  checkFrozenAlike,
  frozen,
  planAssociation,
} from './plan-association.js';
import { associationProblems } from './problems.js';

/** With a schema to be registered first, where it comes with the wish. */
export interface AskedAssociation extends AssociationWish {
  readonly registration?: AskedRegistration | undefined;
}

export interface AskedAssociations {
  readonly resource: Resource;
  readonly wishes: readonly AskedAssociation[];
  /** Of those that are there: refuse what differs, or change it. */
  readonly isUpdate: boolean;
  readonly isDryRun: boolean;
  readonly by: string;
}

export interface Associated {
  readonly association: Association;
  /** The version that was registered for it. */
  readonly stored?: StoredVersion | undefined;
}

/**
 * Associates a resource with subjects: all wishes of one request, or none. A schema that came with a
 * wish is registered before, in a transaction of its own; where the second one fails the schema stays
 * registered, and the same request again finds it.
 */
@Injectable()
export class KeepAssociations {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly register: RegisterSchema,
    private readonly check: CheckCompatibility,
    private readonly lookUp: LookUpSchema,
  ) {}

  async set(asked: AskedAssociations): Promise<readonly Associated[]> {
    const planned = await plan(this.dataSource, asked);
    for (const [i, wish] of asked.wishes.entries())
      await this.checkSchema(wish, planned[i], asked.isUpdate);
    if (asked.isDryRun) return planned.map((association) => ({ association }));
    const stored: (StoredVersion | undefined)[] = [];
    for (const { registration } of asked.wishes)
      stored.push(registration && (await this.register.run(registration)).stored);
    const kept = await transact(this.dataSource, (tx) => store(tx, asked));
    return kept.map((association, i) => ({ association, stored: stored[i] }));
  }

  /** Whether the schema of a wish, or one that is there, may serve. */
  private async checkSchema(
    { registration, subject }: AskedAssociation,
    planned: PlannedAssociation | undefined,
    isUpdate: boolean,
  ): Promise<void> {
    if (!registration) return checkHasVersion(this.dataSource, { subject });
    const { draft, normalize } = registration;
    const isBound = planned?.isThere && (planned.isFrozen || !isUpdate);
    if (isBound && !(await this.isRegistered(registration)))
      throw planned.isFrozen
        ? frozen(planned)
        : problem(associationProblems.RESOURCE_ASSOCIATED, {
            type: planned.type,
            resource: planned.resource.name,
          });
    const checked = await this.check.run({ name: subject, draft, normalize });
    if (verdictOf(checked) !== 'compatible') throw incompatibleSchema(subject, checked, checked);
  }

  private async isRegistered({ name, draft, normalize }: AskedRegistration): Promise<boolean> {
    try {
      return Boolean(await this.lookUp.run(name, { ...draft, normalize }, 'live'));
    } catch (error) {
      const { SCHEMA_NOT_FOUND, SUBJECT_NOT_FOUND } = registryProblems;
      if (isRow(error, SCHEMA_NOT_FOUND) || isRow(error, SUBJECT_NOT_FOUND)) return false;
      throw error;
    }
  }
}

interface PlannedAssociation extends Association {
  readonly isThere: boolean;
}

/** One after the other, each beside what those before it will be. */
async function plan(
  sql: Sql,
  { resource, wishes, isUpdate }: AskedAssociations,
): Promise<readonly PlannedAssociation[]> {
  const { id, type, name, namespace } = resource;
  const asked = [
    { resource: { id, type } },
    { resource: { name, namespace, type } },
    ...wishes.map(({ subject }) => ({ subject })),
  ];
  const standing = new Map<string, Association>();
  // One connection takes one question at a time.
  for (const filter of asked)
    for (const one of await associations.find(sql, filter)) standing.set(one.guid, one);
  const planned = wishes.map((wish) => {
    const next = planAssociation(wish, {
      ...{ resource, standing: [...standing.values()], isUpdate },
      newGuid: randomUUID,
    });
    const isThere = standing.has(next.guid);
    standing.set(next.guid, next);
    return { ...next, isThere };
  });
  checkFrozenAlike(resource, [...standing.values()]);
  return planned;
}

async function store(tx: Sql, asked: AskedAssociations): Promise<readonly Association[]> {
  await associations.lockAll(tx);
  const bySubject = asked.wishes.toSorted((a, b) =>
    printSubject(a.subject) < printSubject(b.subject) ? -1 : 1,
  );
  for (const { subject } of bySubject) await subjects.lock(tx, subject);
  const planned = await plan(tx, asked);
  for (const association of planned) {
    await checkHasVersion(tx, association);
    await associations.put(tx, association);
  }
  await recordDeeds(
    tx,
    planned.map((each) => deedOf('association.kept', each, asked.by)),
  );
  return planned;
}

async function checkHasVersion(
  sql: Sql,
  { subject: name }: Pick<Association, 'subject'>,
): Promise<void> {
  if (await versions.isAnyLive(sql, name)) return;
  const subject = printSubject(name);
  throw problem(associationProblems.SUBJECT_WITHOUT_VERSION, { subject });
}
