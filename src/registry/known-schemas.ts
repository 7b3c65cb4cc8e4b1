import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Notifications } from './store/notifications.js';
import { FORGOTTEN_CHANNEL, schemas } from './store/schemas.js';
import type { StoredSchema } from './store/stored-version.js';

const REMEMBERED_MAX = 50_000;
const CHARACTERS_MAX = 16_000_000;

/**
 * Schemas by context and id, remembered: an id means one content for ever. Only a hard delete ends
 * that, and PostgreSQL tells every registry of it; as long as one does not hear, it asks each time.
 * What a bare id falls through to in another context is not remembered: that may change.
 */
@Injectable()
export class KnownSchemas implements OnModuleInit, OnModuleDestroy {
  private readonly remembered = new Map<string, StoredSchema>();
  private characters = 0;
  private isListening = false;
  /** Changes whenever something was forgotten: what was asked for before must not be kept. */
  private era = 0;
  private notifications: Notifications | undefined;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async onModuleInit(): Promise<void> {
    const url = 'url' in this.dataSource.options ? this.dataSource.options.url : undefined;
    if (!url) return;
    const connection = { connectionString: url, keepAlive: true, application_name: 'concordat' };
    this.notifications = new Notifications(connection, FORGOTTEN_CHANNEL, {
      heard: (context) => this.forget(context),
      isListening: (isListening) => {
        this.isListening = isListening;
        this.forget();
      },
    });
    await this.notifications.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.notifications?.stop();
  }

  /** From memory only. */
  known(context: string, id: number): StoredSchema | undefined {
    return this.remembered.get(`${context} ${id}`);
  }

  async find(context: string, id: number): Promise<StoredSchema | undefined> {
    const known = this.known(context, id);
    if (known) return known;
    const { era } = this;
    const found = await schemas.byId(this.dataSource, context, id);
    if (found?.context === context && this.isListening && era === this.era) this.remember(found);
    return found;
  }

  private remember(schema: StoredSchema): void {
    const key = `${schema.context} ${schema.id}`;
    if (this.remembered.has(key)) return;
    this.remembered.set(key, schema);
    this.characters += sizeOf(schema);
    for (const [oldest, held] of this.remembered) {
      if (this.remembered.size <= REMEMBERED_MAX && this.characters <= CHARACTERS_MAX) return;
      this.remembered.delete(oldest);
      this.characters -= sizeOf(held);
    }
  }

  /** A whole context, or everything: hard deletes are rare, and reading again is cheap. */
  forget(context?: string): void {
    this.era++;
    for (const [key, held] of this.remembered) {
      if (context !== undefined && held.context !== context) continue;
      this.remembered.delete(key);
      this.characters -= sizeOf(held);
    }
  }
}

/** The text, the answer it is told in, and about what stands around them. */
const sizeOf = ({ text }: StoredSchema) => 2 * text.length + 600;
