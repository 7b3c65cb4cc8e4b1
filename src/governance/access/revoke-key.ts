import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { recordDeed } from '#audit';
import { apiKeys } from './api-keys.js';

/** Refused everywhere within a second; revoking twice changes nothing. */
@Injectable()
export class RevokeKey {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @returns whether there is such a key */
  run(id: string, by: string): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      const principal = await apiKeys.revoke(tx, id, by);
      if (principal === undefined) return (await apiKeys.find(tx, id)) !== undefined;
      const deed = { actor: by, action: 'key.revoked', target: id } as const;
      await recordDeed(tx, { ...deed, details: { principal } });
      return true;
    });
  }
}
