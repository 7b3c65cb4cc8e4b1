import { Inject, Injectable } from '@nestjs/common';
import { problem } from '#kernel';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../registry-settings.js';
import type { DataEncryptionKey, KeyAlgorithm, KeyEncryptionKey } from './encryption-key.js';
import { isKeyMaterial, newKeyMaterial } from './key-material.js';
import { LOCAL_KMS, MasterKeys } from './master-keys.js';
import { keyProblems } from './problems.js';

/** A key that is to be wrapped, and whose. */
export interface KeyToWrap {
  readonly subject: string;
  readonly algorithm: KeyAlgorithm;
  /** A new one where there is none. */
  readonly material?: Buffer | undefined;
}

/** Wraps and unwraps data keys for shared keys of `local-kms`; no other key service is ever asked. */
@Injectable()
export class OpenKeys {
  private readonly masterKeys: MasterKeys;

  constructor(@Inject(REGISTRY_SETTINGS) settings: RegistrySettings) {
    this.masterKeys = new MasterKeys(settings.masterSecrets ?? []);
  }

  /** @throws KEY_NOT_GENERATED where the key service is another, or has no secret here */
  wrap(kek: KeyEncryptionKey, { subject, algorithm, material }: KeyToWrap): string {
    const wrapped =
      kek.kmsType === LOCAL_KMS
        ? this.masterKeys.wrap(material ?? newKeyMaterial(algorithm))
        : undefined;
    if (wrapped) return wrapped.toString('base64');
    const why =
      kek.kmsType === LOCAL_KMS
        ? 'CONCORDAT_MASTER_KEY is not set'
        : `the registry asks no key service of kind ${kek.kmsType.slice(0, 100)}`;
    throw problem(keyProblems.KEY_NOT_GENERATED, { subject, why });
  }

  /** Whether the registry could tell this key where `kek` were shared; what it cannot open is the client's. */
  opens(kek: KeyEncryptionKey, dek: Pick<DataEncryptionKey, 'encryptedKeyMaterial' | 'algorithm'>) {
    return !this.isOurs(kek) || this.unwrapped(dek) !== undefined;
  }

  /** `undefined` where unwrapping is left to the client. @throws KEY_NOT_UNWRAPPED */
  material(kek: KeyEncryptionKey, dek: DataEncryptionKey): Buffer | undefined {
    if (!kek.isShared || !this.isOurs(kek)) return undefined;
    const material = this.unwrapped(dek);
    if (!material) throw problem(keyProblems.KEY_NOT_UNWRAPPED, { subject: dek.subject });
    return material;
  }

  private isOurs({ kmsType }: KeyEncryptionKey): boolean {
    return kmsType === LOCAL_KMS && this.masterKeys.areThere;
  }

  private unwrapped({
    encryptedKeyMaterial,
    algorithm,
  }: Pick<DataEncryptionKey, 'encryptedKeyMaterial' | 'algorithm'>): Buffer | undefined {
    const material = this.masterKeys.unwrap(Buffer.from(encryptedKeyMaterial, 'base64'));
    return material && isKeyMaterial(algorithm, material) ? material : undefined;
  }
}
