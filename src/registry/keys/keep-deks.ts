import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type AuditAction, type Deed, recordDeed, RecordReads } from '#audit';
import { problem } from '#kernel';
import { settings } from '../store/settings.js';
import { type Sql, transact } from '../store/sql.js';
import type { Page } from '../store/subjects.js';
import { parseSubject, type SubjectName } from '../subject-name.js';
import { modeIn } from '../terms.js';
import type { VersionWanted } from '../version-wanted.js';
import { dekSubject } from './dek-subject.js';
import { deks } from './deks.js';
import type {
  DataEncryptionKey,
  DataKeyName,
  KeyAlgorithm,
  KeyEncryptionKey,
  ToldDataKey,
} from './encryption-key.js';
import { notFound } from './keep-keks.js';
import { keks } from './keks.js';
import { OpenKeys } from './open-keys.js';
import { keyProblems } from './problems.js';

/** One data key, whatever its version. */
export interface DekAsked {
  readonly kekName: string;
  readonly subject: SubjectName;
  readonly algorithm: KeyAlgorithm;
}

export interface DekDraft extends DekAsked {
  readonly version: number;
  /** Absent where the registry is to make the key. */
  readonly encryptedKeyMaterial?: string | undefined;
  readonly isDeleted: boolean;
}

export interface DekMaking {
  /** The same key, wrapped anew by what wraps now. */
  readonly isRewrapped: boolean;
  readonly by: string;
}

/** `all` versions, or one. */
export type DekVersions = VersionWanted | 'all';

/** Data keys below a key encryption key. */
@Injectable()
export class KeepDeks {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly open: OpenKeys,
    private readonly reads: RecordReads,
  ) {}

  async subjects(kekName: string, isDeletedShown: boolean, page: Page): Promise<readonly string[]> {
    await shownKek(this.dataSource, kekName, isDeletedShown);
    return deks.subjects(this.dataSource, kekName, isDeletedShown, page);
  }

  async versions(asked: DekAsked, isDeletedShown: boolean): Promise<readonly number[]> {
    await shownKek(this.dataSource, asked.kekName, isDeletedShown);
    const all = await deks.versions(this.dataSource, await nameOf(this.dataSource, asked));
    return all
      .filter(({ isDeleted }) => isDeletedShown || !isDeleted)
      .map(({ version }) => version);
  }

  async find(
    asked: DekAsked,
    version: VersionWanted,
    { isDeletedShown, by }: { readonly isDeletedShown: boolean; readonly by: string },
  ): Promise<ToldDataKey> {
    const kek = await shownKek(this.dataSource, asked.kekName, isDeletedShown);
    const name = await nameOf(this.dataSource, asked);
    const all = await deks.versions(this.dataSource, name);
    const shown = all.filter(({ isDeleted }) => isDeletedShown || !isDeleted);
    const told = this.told(kek, picked(shown, version, name));
    if (told.keyMaterial !== undefined) await this.reads.record(readOf(told, by));
    return told;
  }

  create(draft: DekDraft, { isRewrapped, by }: DekMaking): Promise<ToldDataKey> {
    return transact(this.dataSource, async (tx) => {
      const kek = await keks.locked(tx, draft.kekName);
      if (!kek || (kek.isDeleted && !draft.isDeleted)) throw notFound(draft.kekName);
      const name = await nameOf(tx, draft);
      const { version, isDeleted } = draft;
      const old = (await deks.versions(tx, name)).find((each) => each.version === version);
      checkNew(name.subject, { draft, old, isRewrapped, kek });
      const encryptedKeyMaterial = this.wrapped(kek, { draft, name, old });
      const made = await deks.put(tx, { ...name, version, isDeleted, encryptedKeyMaterial });
      const around = await settings.around(tx, parseSubject(name.subject));
      const told = modeIn(around) === 'IMPORT' ? made : this.told(kek, made);
      const action = deedOf(draft, old);
      await record(tx, name, { action, by, versions: [version] });
      return told;
    });
  }

  delete(
    asked: DekAsked,
    versions: DekVersions,
    { isPermanent, by }: { readonly isPermanent: boolean; readonly by: string },
  ): Promise<void> {
    return this.change(asked, versions, async (tx, name, chosen) => {
      const living = chosen.filter(({ isDeleted }) => !isDeleted);
      if (isPermanent && living.length > 0)
        throw problem(keyProblems.KEY_NOT_SOFT_DELETED, { name: name.subject });
      const numbers = numbersOf(isPermanent ? chosen : living);
      if (isPermanent) await deks.remove(tx, name, numbers);
      else await deks.mark(tx, name, numbers, true);
      const deed = { action: 'data-key.deleted', by, versions: numbers } as const;
      await record(tx, name, { ...deed, more: { isPermanent } });
    });
  }

  undelete(asked: DekAsked, versions: DekVersions, by: string): Promise<void> {
    return this.change(asked, versions, async (tx, name, chosen) => {
      const kek = await keks.locked(tx, name.kekName);
      if (kek?.isDeleted) throw problem(keyProblems.KEY_SOFT_DELETED, { name: name.kekName });
      const numbers = numbersOf(chosen.filter(({ isDeleted }) => isDeleted));
      await deks.mark(tx, name, numbers, false);
      await record(tx, name, { action: 'data-key.restored', by, versions: numbers });
    });
  }

  private change(
    asked: DekAsked,
    versions: DekVersions,
    work: (tx: Sql, name: DataKeyName, chosen: readonly DataEncryptionKey[]) => Promise<void>,
  ): Promise<void> {
    return transact(this.dataSource, async (tx) => {
      if (!(await keks.locked(tx, asked.kekName))) throw notFound(asked.kekName);
      const name = await nameOf(tx, asked);
      const all = await deks.versions(tx, name);
      if (all.length === 0) throw notFound(name.subject);
      await work(tx, name, versions === 'all' ? all : [picked(all, versions, name)]);
    });
  }

  private wrapped(
    kek: KeyEncryptionKey,
    {
      draft,
      name,
      old,
    }: { draft: DekDraft; name: DataKeyName; old: DataEncryptionKey | undefined },
  ): string {
    const { encryptedKeyMaterial } = draft;
    if (encryptedKeyMaterial === undefined)
      return this.open.wrap(kek, { ...name, material: old && this.open.material(kek, old) });
    if (kek.isShared && !this.open.opens(kek, { ...name, encryptedKeyMaterial }))
      throw problem(keyProblems.KEY_INVALID, { member: 'encryptedKeyMaterial' });
    return encryptedKeyMaterial;
  }

  private told(kek: KeyEncryptionKey, dek: DataEncryptionKey): ToldDataKey {
    return { ...dek, keyMaterial: this.open.material(kek, dek)?.toString('base64') };
  }
}

interface DekDeed {
  readonly action: AuditAction;
  readonly by: string;
  readonly versions: readonly number[];
  readonly more?: Readonly<Record<string, unknown>>;
}

const readOf = ({ kekName, subject, algorithm, version }: ToldDataKey, by: string): Deed => ({
  ...{ actor: by, action: 'data-key.read', target: kekName },
  details: { subject, algorithm, version },
});

/** Which keys, never what is in them. */
async function record(
  tx: Sql,
  { kekName, subject, algorithm }: DataKeyName,
  { action, by, versions, more }: DekDeed,
): Promise<void> {
  if (versions.length === 0) return;
  const details = { subject, algorithm, versions, ...more };
  await recordDeed(tx, { actor: by, action, target: kekName, details });
}

function deedOf({ isDeleted }: DekDraft, old: DataEncryptionKey | undefined): AuditAction {
  if (!old) return 'data-key.created';
  if (old.isDeleted === isDeleted) return 'data-key.rewrapped';
  return isDeleted ? 'data-key.deleted' : 'data-key.restored';
}

const numbersOf = (keys: readonly DataEncryptionKey[]) => keys.map(({ version }) => version);

async function shownKek(
  sql: Sql,
  kekName: string,
  isDeletedShown: boolean,
): Promise<KeyEncryptionKey> {
  const kek = await keks.named(sql, kekName);
  if (!kek || (kek.isDeleted && !isDeletedShown)) throw notFound(kekName);
  return kek;
}

const nameOf = async (
  sql: Sql,
  { kekName, subject, algorithm }: DekAsked,
): Promise<DataKeyName> => ({ kekName, subject: await dekSubject(sql, subject), algorithm });

function picked(
  among: readonly DataEncryptionKey[],
  wanted: VersionWanted,
  { subject }: DataKeyName,
): DataEncryptionKey {
  const found =
    wanted === 'latest' ? among.at(-1) : among.find(({ version }) => version === wanted);
  if (!found) throw notFound(subject);
  return found;
}

/** Nobody's key is replaced: the same one, deleted before, comes back, and a rewrap keeps the key. */
function checkNew(
  subject: string,
  {
    draft,
    old,
    isRewrapped,
    kek,
  }: {
    draft: DekDraft;
    old: DataEncryptionKey | undefined;
    isRewrapped: boolean;
    kek: KeyEncryptionKey;
  },
): void {
  const { encryptedKeyMaterial: given, isDeleted } = draft;
  const isBack =
    old !== undefined && old.isDeleted !== isDeleted && old.encryptedKeyMaterial === given;
  const isForced = isRewrapped && !(kek.isShared && given !== undefined);
  if (old && !isBack && !isForced) throw problem(keyProblems.KEY_EXISTS, { name: subject });
  if (given === undefined && !kek.isShared)
    throw problem(keyProblems.KEY_INVALID, { member: 'encryptedKeyMaterial' });
}
