import {
  Body,
  createParamDecorator,
  Delete,
  type ExecutionContext,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { principalOf, type RequestHeaders } from '#kernel';
import { DialectController } from '../../http/confluent/dialect.js';
import { PathContext, PathSubject, PathVersion } from '../../http/confluent/path-names.js';
import { readJson } from '../../http/read-body.js';
import { isOn, pageOf, type Query as QueryValues } from '../../http/read-query.js';
import type { SubjectName } from '../../subject-name.js';
import type { VersionWanted } from '../../version-wanted.js';
import { type DekAsked, KeepDeks } from '../keep-deks.js';
import { dekAnswer } from './key-answers.js';
import { algorithmIn, readDekDraft, readKeyName } from './read-key-requests.js';

/** The version that is meant where an address has none. */
const FIRST = 1;

const askedOf = (name: string, subject: SubjectName, query: QueryValues): DekAsked => ({
  kekName: readKeyName(name),
  subject,
  algorithm: algorithmIn(query),
});

interface Deed {
  readonly query: QueryValues;
  readonly by: string;
}

/** What is asked beside the address, and who asks. */
const Doing = createParamDecorator((_: unknown, host: ExecutionContext): Deed => {
  const { query, headers } = host
    .switchToHttp()
    .getRequest<{ query: QueryValues; headers: RequestHeaders }>();
  return { query, by: principalOf(headers) };
});

@DialectController('dek-registry/v1/keks/:name/deks')
export class DeksController {
  constructor(private readonly keep: KeepDeks) {}

  @Get()
  list(@Param('name') name: string, @Query() query: QueryValues) {
    return this.keep.subjects(readKeyName(name), isOn(query, 'deleted'), pageOf(query));
  }

  @Post(['', ':subject'])
  @HttpCode(200)
  async create(
    @Param() path: { name: string; subject?: string },
    @PathContext() context: string,
    @Body() body: unknown,
    @Doing() { query, by }: Deed,
  ) {
    const around = {
      kekName: readKeyName(path.name),
      context,
      ...(path.subject !== undefined && { pathSubject: path.subject }),
    };
    const draft = readDekDraft(readJson(body), around);
    return dekAnswer(await this.keep.create(draft, { isRewrapped: isOn(query, 'rewrap'), by }));
  }

  @Get(':subject')
  async readFirst(
    @Param('name') name: string,
    @PathSubject() subject: SubjectName,
    @Doing() { query, by }: Deed,
  ) {
    const asked = { isDeletedShown: isOn(query, 'deleted'), by };
    return dekAnswer(await this.keep.find(askedOf(name, subject, query), FIRST, asked));
  }

  @Delete(':subject')
  @HttpCode(204)
  delete(
    @Param('name') name: string,
    @PathSubject() subject: SubjectName,
    @Doing() { query, by }: Deed,
  ) {
    return this.keep.delete(askedOf(name, subject, query), 'all', {
      isPermanent: isOn(query, 'permanent'),
      by,
    });
  }

  @Post(':subject/undelete')
  @HttpCode(204)
  undelete(
    @Param('name') name: string,
    @PathSubject() subject: SubjectName,
    @Doing() { query, by }: Deed,
  ) {
    return this.keep.undelete(askedOf(name, subject, query), 'all', by);
  }
}

@DialectController('dek-registry/v1/keks/:name/deks/:subject/versions')
export class DekVersionsController {
  constructor(private readonly keep: KeepDeks) {}

  @Get()
  list(
    @Param('name') name: string,
    @PathSubject() subject: SubjectName,
    @Query() query: QueryValues,
  ) {
    return this.keep.versions(askedOf(name, subject, query), isOn(query, 'deleted'));
  }

  @Get(':version')
  async read(
    @Param('name') name: string,
    @PathSubject() subject: SubjectName,
    @PathVersion() version: VersionWanted,
    @Doing() { query, by }: Deed,
  ) {
    const asked = { isDeletedShown: isOn(query, 'deleted'), by };
    return dekAnswer(await this.keep.find(askedOf(name, subject, query), version, asked));
  }

  @Delete(':version')
  @HttpCode(204)
  delete(
    @Param('name') name: string,
    @PathSubject() subject: SubjectName,
    @PathVersion() version: VersionWanted,
    @Doing() { query, by }: Deed,
  ) {
    return this.keep.delete(askedOf(name, subject, query), version, {
      isPermanent: isOn(query, 'permanent'),
      by,
    });
  }

  @Post(':version/undelete')
  @HttpCode(204)
  undelete(
    @Param('name') name: string,
    @PathSubject() subject: SubjectName,
    @PathVersion() version: VersionWanted,
    @Doing() { query, by }: Deed,
  ) {
    return this.keep.undelete(askedOf(name, subject, query), version, by);
  }
}
