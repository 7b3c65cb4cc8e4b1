import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type AuditAction, recordDeed } from '#audit';
import { limits, problem } from '#kernel';
import { type Sql, transact } from '../store/sql.js';
import type { Page } from '../store/subjects.js';
import { deks } from './deks.js';
import type { KeyEncryptionKey } from './encryption-key.js';
import { keks, type KekToKeep } from './keks.js';
import { OpenKeys } from './open-keys.js';
import { keyProblems } from './problems.js';

/** What is left out stays; `null` takes it back. */
export interface KekChange {
  readonly kmsProps?: Readonly<Record<string, string>> | null | undefined;
  readonly doc?: string | null | undefined;
  readonly isShared?: boolean | undefined;
}

/** Key encryption keys: made, changed, deleted softly and for good, brought back. */
@Injectable()
export class KeepKeks {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly open: OpenKeys,
  ) {}

  names(
    shown: { prefixes: readonly string[]; isDeletedShown: boolean },
    page: Page,
  ): Promise<readonly string[]> {
    return keks.names(this.dataSource, shown, page);
  }

  async named(name: string, isDeletedShown: boolean): Promise<KeyEncryptionKey> {
    const kek = await keks.named(this.dataSource, name);
    if (!kek || (kek.isDeleted && !isDeletedShown)) throw notFound(name);
    return kek;
  }

  /** The same one again, deleted before, comes back. */
  create(
    draft: KekToKeep,
    { isTested, by }: { readonly isTested: boolean; readonly by: string },
  ): Promise<KeyEncryptionKey> {
    return transact(this.dataSource, async (tx) => {
      await keks.lockAll(tx);
      const old = await keks.locked(tx, draft.name);
      if (old && (old.isDeleted === draft.isDeleted || !isSame(old, draft)))
        throw problem(keyProblems.KEY_EXISTS, { name: draft.name });
      const most = limits.keyEncryptionKeys.value;
      if (!old && (await keks.count(tx)) >= most)
        throw problem(keyProblems.KEYS_TOO_MANY, { most });
      const kek = await keks.put(tx, draft);
      if (isTested && kek.isShared) this.tryOut(kek);
      const action = old && !kek.isDeleted ? 'encryption-key.restored' : 'encryption-key.created';
      await record(tx, kek, { action, by });
      return kek;
    });
  }

  /** Whether a data key could be made under it. */
  async test(name: string): Promise<KeyEncryptionKey> {
    const kek = await this.named(name, false);
    if (!kek.isShared) throw problem(keyProblems.KEY_INVALID, { member: 'shared' });
    this.tryOut(kek);
    return kek;
  }

  change(name: string, change: KekChange, by: string): Promise<KeyEncryptionKey> {
    return transact(this.dataSource, async (tx) => {
      const old = await keks.locked(tx, name);
      if (!old || old.isDeleted) throw notFound(name);
      const changed: KeyEncryptionKey = {
        ...old,
        kmsProps: change.kmsProps === undefined ? old.kmsProps : (change.kmsProps ?? undefined),
        doc: change.doc === undefined ? old.doc : (change.doc ?? undefined),
        isShared: change.isShared ?? old.isShared,
      };
      if (isSame(old, changed)) return old;
      if (changed.isShared && !old.isShared) await this.checkOpens(tx, changed);
      const kek = await keks.put(tx, changed);
      const before = { isShared: old.isShared, doc: old.doc };
      await record(tx, kek, { action: 'encryption-key.changed', by, more: { before } });
      return kek;
    });
  }

  delete(name: string, isPermanent: boolean, by: string): Promise<void> {
    return transact(this.dataSource, async (tx) => {
      const kek = await keks.locked(tx, name);
      if (!kek) throw notFound(name);
      if (await deks.areBelow(tx, name, isPermanent))
        throw problem(keyProblems.KEY_IN_USE, { name });
      if (isPermanent && !kek.isDeleted) throw problem(keyProblems.KEY_NOT_SOFT_DELETED, { name });
      if (isPermanent) await keks.remove(tx, name);
      else if (kek.isDeleted) return;
      else await keks.put(tx, { ...kek, isDeleted: true });
      await record(tx, kek, { action: 'encryption-key.deleted', by, more: { isPermanent } });
    });
  }

  undelete(name: string, by: string): Promise<void> {
    return transact(this.dataSource, async (tx) => {
      const kek = await keks.locked(tx, name);
      if (!kek) throw notFound(name);
      if (!kek.isDeleted) return;
      await keks.put(tx, { ...kek, isDeleted: false });
      await record(tx, kek, { action: 'encryption-key.restored', by });
    });
  }

  private tryOut(kek: KeyEncryptionKey): void {
    this.open.wrap(kek, { subject: kek.name, algorithm: 'AES256_GCM' });
  }

  /** Once it is shared the registry answers the keys below it, so it has to be able to. */
  private async checkOpens(tx: Sql, kek: KeyEncryptionKey): Promise<void> {
    const below = await deks.below(tx, kek.name);
    if (below.some((dek) => !this.open.opens(kek, dek)))
      throw problem(keyProblems.KEY_INVALID, { member: 'shared' });
  }
}

interface KekDeed {
  readonly action: AuditAction;
  readonly by: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Which key it is; the properties of a key service may hold what opens it, so none is told. */
function record(tx: Sql, kek: KeyEncryptionKey, { action, by, more }: KekDeed): Promise<void> {
  const { name: target, kmsType, kmsKeyId, isShared } = kek;
  return recordDeed(tx, {
    ...{ actor: by, action, target },
    details: { kmsType, kmsKeyId, isShared, ...more },
  });
}

export const notFound = (name: string) => problem(keyProblems.KEY_NOT_FOUND, { name });

const told = ({ kmsType, kmsKeyId, kmsProps = {}, doc = '', isShared }: KekToKeep) =>
  JSON.stringify([kmsType, kmsKeyId, Object.entries(kmsProps).sort(), doc, isShared]);
const isSame = (one: KekToKeep, other: KekToKeep): boolean => told(one) === told(other);
