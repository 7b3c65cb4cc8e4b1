import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { recordDeed } from '#audit';
import { ulid } from '#kernel';
import { type ApiKey, apiKeys } from './api-keys.js';
import { hashOf, keyText, newSecret } from './secret.js';

/** What somebody asks a key for. */
export interface KeyRequest {
  readonly principal: string;
  readonly isAdmin: boolean;
  readonly validMs: number;
  readonly createdBy: string;
}

type IssuedKey = Pick<ApiKey, 'id' | 'principal' | 'isAdmin' | 'expiresAt'> & {
  readonly key: string;
};

/** A new key. Its text is in the answer and nowhere else. */
@Injectable()
export class IssueKey {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async run({ validMs, ...asked }: KeyRequest): Promise<IssuedKey> {
    const split = { id: ulid(Date.now(), randomBytes(10)), secret: newSecret() };
    const { principal, isAdmin, createdBy: actor } = asked;
    const expiresAt = await this.dataSource.transaction(async (tx) => {
      const until = await apiKeys.add(tx, { ...asked, id: split.id, hash: hashOf(split), validMs });
      const details = { principal, isAdmin, expiresAt: until };
      await recordDeed(tx, { actor, action: 'key.issued', target: split.id, details });
      return until;
    });
    return { id: split.id, principal, isAdmin, expiresAt, key: keyText(split) };
  }
}
