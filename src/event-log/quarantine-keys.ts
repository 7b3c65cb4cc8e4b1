import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NAME_BYTES = 6;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What sealing adds to a text of any length. */
export const SEAL_BYTES = NONCE_BYTES + TAG_BYTES;

interface QuarantineKey {
  /** Tells which secret sealed a case, and nothing of the secret. */
  readonly name: string;
  readonly key: Buffer;
}

/**
 * The keys refused events are sealed under at rest: AES-256-GCM (NIST SP 800-38D) under HKDF-SHA-256 of a
 * secret (RFC 5869). Nonce first, tag last; where it stands is sealed with it, so that no bytes can be
 * put in the place of others.
 */
export class QuarantineKeys {
  private readonly keys: readonly QuarantineKey[];

  /** @param secrets the first seals; those after it only open what they sealed before it came */
  constructor(secrets: readonly string[]) {
    this.keys = secrets.map((secret) => ({
      name: derived(secret, 'concordat quarantine name', NAME_BYTES).toString('hex'),
      key: derived(secret, 'concordat quarantine key', KEY_BYTES),
    }));
  }

  /** The key that seals now; `undefined` where events are kept as they came. */
  get sealing(): string | undefined {
    return this.keys[0]?.name;
  }

  /** @param place what these bytes are, and of which case */
  seal(bytes: Buffer, place: string): Buffer {
    const [first] = this.keys;
    if (!first) return bytes;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, first.key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(place));
    return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  }

  /** `undefined` where the key is not there, or the bytes are not what was sealed. */
  open(sealedBy: string, sealed: Buffer, place: string): Buffer | undefined {
    const found = this.keys.find(({ name }) => name === sealedBy);
    if (!found || sealed.length < SEAL_BYTES) return undefined;
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(CIPHER, found.key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    try {
      const opened = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([opened, decipher.final()]);
    } catch {
      return undefined;
    }
  }
}

const derived = (secret: string, use: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.from(secret), Buffer.alloc(0), use, bytes));
