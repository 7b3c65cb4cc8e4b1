import type { KeyEncryptionKey, ToldDataKey } from '../encryption-key.js';

/** As the dialect tells keys: nothing that is empty. */
export const kekAnswer = (kek: KeyEncryptionKey) => ({
  name: kek.name,
  kmsType: kek.kmsType,
  kmsKeyId: kek.kmsKeyId,
  kmsProps: kek.kmsProps,
  doc: kek.doc === '' ? undefined : kek.doc,
  shared: kek.isShared,
  ts: kek.changedAt.getTime(),
  deleted: kek.isDeleted || undefined,
});

export const dekAnswer = (dek: ToldDataKey) => ({
  kekName: dek.kekName,
  subject: dek.subject,
  version: dek.version,
  algorithm: dek.algorithm,
  encryptedKeyMaterial: dek.encryptedKeyMaterial,
  keyMaterial: dek.keyMaterial,
  ts: dek.changedAt.getTime(),
  deleted: dek.isDeleted || undefined,
});
