import { Injectable, type PipeTransform } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { settings } from '../../store/settings.js';
import type { SubjectName } from '../../subject-name.js';

/** A subject that stands for another is that other one, for whoever asks for it by path. */
@Injectable()
export class FollowAlias implements PipeTransform<SubjectName, Promise<SubjectName>> {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async transform(asked: SubjectName): Promise<SubjectName> {
    return (await settings.aliasOf(this.dataSource, asked)) ?? asked;
  }
}
