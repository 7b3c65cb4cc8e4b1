import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** So that a key is known for one wherever it is found: in a log, in a repository. */
const PREFIX = 'cck';
const FORM = /^cck_([0-9A-HJKMNP-TV-Z]{26})_([A-Za-z0-9_-]{43})$/;
const SECRET_BYTES = 32;

export interface SplitKey {
  readonly id: string;
  readonly secret: string;
}

/** The key as it is shown, once. */
export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');
export const keyText = ({ id, secret }: SplitKey): string => `${PREFIX}_${id}_${secret}`;

export function splitKey(text: string): SplitKey | undefined {
  const [, id, secret] = FORM.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/**
 * What is kept of a secret. It has 256 bits of chance, so a slow hash would protect nothing more; the
 * id is mixed in so that a row copied over another one is of no use.
 */
export const hashOf = ({ id, secret }: SplitKey): Buffer =>
  createHmac('sha256', id).update(secret).digest();

/** Of any two texts, in time that tells nothing about them. */
export function isSameText(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
