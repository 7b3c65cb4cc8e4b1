import { Body, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { Asker } from '../../http/asker.js';
import { DialectController } from '../../http/confluent/dialect.js';
import { readJson } from '../../http/read-body.js';
import { isOn, pageOf, type Query as QueryValues, textsOf } from '../../http/read-query.js';
import { KeepKeks } from '../keep-keks.js';
import { kekAnswer } from './key-answers.js';
import { readKekChange, readKekDraft, readKeyName } from './read-key-requests.js';

@DialectController('dek-registry/v1/keks')
export class KeksController {
  constructor(private readonly keep: KeepKeks) {}

  @Get()
  list(@Query() query: QueryValues) {
    const shown = {
      prefixes: textsOf(query, 'subjectPrefix'),
      isDeletedShown: isOn(query, 'deleted'),
    };
    return this.keep.names(shown, pageOf(query));
  }

  @Post()
  @HttpCode(200)
  async create(@Body() body: unknown, @Query() query: QueryValues, @Asker() by: string) {
    const draft = readKekDraft(readJson(body));
    return kekAnswer(await this.keep.create(draft, { isTested: isOn(query, 'testSharing'), by }));
  }

  @Get(':name')
  async read(@Param('name') name: string, @Query() query: QueryValues) {
    return kekAnswer(await this.keep.named(readKeyName(name), isOn(query, 'deleted')));
  }

  @Put(':name')
  async change(@Param('name') name: string, @Body() body: unknown, @Asker() by: string) {
    const change = readKekChange(readJson(body));
    return kekAnswer(await this.keep.change(readKeyName(name), change, by));
  }

  @Delete(':name')
  @HttpCode(204)
  delete(@Param('name') name: string, @Query() query: QueryValues, @Asker() by: string) {
    return this.keep.delete(readKeyName(name), isOn(query, 'permanent'), by);
  }

  @Post(':name/undelete')
  @HttpCode(204)
  undelete(@Param('name') name: string, @Asker() by: string) {
    return this.keep.undelete(readKeyName(name), by);
  }

  /** Makes a data key and forgets it. */
  @Post(':name/test')
  @HttpCode(200)
  async test(@Param('name') name: string) {
    return kekAnswer(await this.keep.test(readKeyName(name)));
  }
}
