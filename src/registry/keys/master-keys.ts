import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** The key service the registry is itself: nothing is asked over a network. */
export const LOCAL_KMS = 'local-kms';

const CIPHER = 'aes-128-gcm';
const KEY_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Wraps data keys under a secret the way the `local-kms` driver of client libraries does: AES-128-GCM
 * under HKDF-SHA-256 of the secret (RFC 5869, no salt, no info), nonce first and tag last. A client
 * that holds the secret can unwrap what was wrapped here, and the other way round.
 */
export class MasterKeys {
  private readonly keys: readonly Buffer[];

  /** @param secrets the first wraps; those after it only unwrap what they wrapped before it came */
  constructor(secrets: readonly string[]) {
    this.keys = secrets.map((secret) =>
      Buffer.from(hkdfSync('sha256', Buffer.from(secret), Buffer.alloc(0), '', KEY_BYTES)),
    );
  }

  get areThere(): boolean {
    return this.keys.length > 0;
  }

  wrap(material: Buffer): Buffer | undefined {
    const [key] = this.keys;
    if (!key) return undefined;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, key, nonce);
    return Buffer.concat([nonce, cipher.update(material), cipher.final(), cipher.getAuthTag()]);
  }

  /** `undefined` where none of the secrets wrapped it. */
  unwrap(wrapped: Buffer): Buffer | undefined {
    for (const key of this.keys) {
      const material = opened(key, wrapped);
      if (material) return material;
    }
    return undefined;
  }
}

function opened(key: Buffer, wrapped: Buffer): Buffer | undefined {
  if (wrapped.length <= NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key, wrapped.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([
      decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES)),
      decipher.final(),
    ]);
  } catch {
    return undefined;
  }
}
