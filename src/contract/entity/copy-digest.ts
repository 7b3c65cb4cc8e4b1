import { createHash } from 'node:crypto';
import { canonicalValue } from '#schema';

/** SHA-256 of a state in its canonical JSON (RFC 8785): whoever keeps it parsed can tell it too. */
export const contentHash = (value: unknown): string =>
  createHash('sha256').update(canonicalValue(value)).digest('hex');

/**
 * What a stretch of a copy is known by: SHA-256 over a line for each of its entities, in the order of
 * their keys: the key, a NUL, what the entity is known by, and a line feed.
 */
export class CopyDigest {
  private readonly hash = createHash('sha256');

  add(key: string, mark: string): void {
    this.hash.update(`${key}\0${mark}\n`);
  }

  end(): string {
    return this.hash.digest('hex');
  }
}
