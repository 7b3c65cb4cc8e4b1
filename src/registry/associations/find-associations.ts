import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Page } from '../store/subjects.js';
import type { Association } from './association.js';
import { type AssociationFilter, associations } from './associations.js';

/** What is associated with what. */
@Injectable()
export class FindAssociations {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  run(filter: AssociationFilter, page?: Page): Promise<readonly Association[]> {
    return associations.find(this.dataSource, filter, page);
  }
}
