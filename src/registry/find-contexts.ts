import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { storable } from '#kernel';
import { contexts } from './store/contexts.js';
import type { Page } from './store/subjects.js';

/** The contexts schemas were registered in; the default one always. */
@Injectable()
export class FindContexts {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  run(prefix: string, page: Page): Promise<readonly string[]> {
    return contexts.list(this.dataSource, storable(prefix), page);
  }
}
