import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isOutage, problem, type RequestHeaders } from '#kernel';
import { governanceProblems } from '../problems.js';
import { apiKeys, type StoredKey } from './api-keys.js';
import { hashOf, isSameText, splitKey } from './secret.js';
import { ADMIN, AUTHENTICATE_SETTINGS, type AuthenticateSettings } from './settings.js';

/** Who proved to be asking. */
export interface Caller {
  readonly principal: string;
  readonly isAdmin: boolean;
}

/** A revoked key is refused everywhere within this time. */
const FRESH_MS = 1_000;
/** While PostgreSQL is away, those who were known go on: a gateway outlives the registry. */
const STALE_MS = 10 * 60_000;
const REMEMBERED_MAX = 10_000;

interface Remembered {
  readonly key: StoredKey | undefined;
  readonly atMs: number;
}

/** Who asks? Roles and other proofs of identity have their place here: whatever makes a `Caller`. */
@Injectable()
export class Authenticate {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(AUTHENTICATE_SETTINGS) private readonly settings: AuthenticateSettings,
  ) {}

  /** Whether anybody has to prove anything. */
  get isAsked(): boolean {
    return this.settings.mode !== 'none';
  }

  /** @returns `undefined` where nobody has to prove anything. @throws KEY_MISSING, KEY_REFUSED */
  async run(headers: RequestHeaders): Promise<Caller | undefined> {
    if (!this.isAsked) return undefined;
    const { user, key } = credentialsOf(headers['authorization']);
    if (key === '') throw problem(governanceProblems.KEY_MISSING, undefined);
    const caller = this.isAdminKey(key)
      ? { principal: ADMIN, isAdmin: true }
      : await this.callerWith(key);
    if (!caller || (user !== '' && user !== caller.principal))
      throw problem(governanceProblems.KEY_REFUSED, undefined);
    return caller;
  }

  private isAdminKey(key: string): boolean {
    const { adminKey } = this.settings;
    return adminKey !== undefined && isSameText(key, adminKey);
  }

  private async callerWith(text: string): Promise<Caller | undefined> {
    const split = splitKey(text);
    if (!split) return undefined;
    const { key, atMs } = await this.find(split.id);
    // Carried on from what PostgreSQL said: a clock of ours that is wrong ends no key, and keeps none alive.
    const isOver = !key || key.revokedAt !== null || performance.now() - atMs >= key.leftMs;
    if (isOver) return undefined;
    return timingSafeEqual(hashOf(split), key.hash)
      ? { principal: key.principal, isAdmin: key.isAdmin }
      : undefined;
  }

  private async find(id: string): Promise<Remembered> {
    const known = this.remembered.get(id);
    const atMs = performance.now();
    if (known && atMs - known.atMs < FRESH_MS) return known;
    try {
      const key = await apiKeys.find(this.dataSource, id);
      if (this.remembered.size >= REMEMBERED_MAX) this.remembered.clear();
      const found = { key, atMs };
      this.remembered.set(id, found);
      return found;
    } catch (error) {
      if (known && isOutage(error) && atMs - known.atMs < STALE_MS) return known;
      throw error;
    }
  }
}

/** RFC 6750 and RFC 7617. With Basic the key is the password, and may also be the user alone. */
function credentialsOf(authorization: RequestHeaders[string]): { user: string; key: string } {
  const [scheme = '', credentials = ''] = String(authorization ?? '').split(' ');
  if (scheme.toLowerCase() === 'bearer') return { user: '', key: credentials };
  if (scheme.toLowerCase() !== 'basic') return { user: '', key: '' };
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const [user, password] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
  return password === '' ? { user: '', key: user } : { user, key: password };
}
