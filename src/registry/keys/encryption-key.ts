/** A key of a key service that wraps data keys; the registry knows its name, never the key. */
export interface KeyEncryptionKey {
  readonly name: string;
  readonly kmsType: string;
  readonly kmsKeyId: string;
  readonly kmsProps?: Readonly<Record<string, string>> | undefined;
  readonly doc?: string | undefined;
  /** The registry may wrap and unwrap with it, so clients need no key service of their own. */
  readonly isShared: boolean;
  readonly isDeleted: boolean;
  readonly changedAt: Date;
}

export const KEY_ALGORITHMS = ['AES128_GCM', 'AES256_GCM', 'AES256_SIV'] as const;
export type KeyAlgorithm = (typeof KEY_ALGORITHMS)[number];

export interface DataKeyName {
  readonly kekName: string;
  /** Printed, context included. */
  readonly subject: string;
  readonly algorithm: KeyAlgorithm;
}

/** The key that encrypts fields of a subject, as kept: wrapped. */
export interface DataEncryptionKey extends DataKeyName {
  readonly version: number;
  readonly encryptedKeyMaterial: string;
  readonly isDeleted: boolean;
  readonly changedAt: Date;
}

/** With the key itself, in base64, where the registry may tell it. */
export interface ToldDataKey extends DataEncryptionKey {
  readonly keyMaterial?: string | undefined;
}
