import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { readContractText } from '#contract';
import { problem, type Result } from '#kernel';
import type { Json } from '#schema';
import { fromAsyncApi } from '../imports/from-asyncapi.js';
import { fromOdcs } from '../imports/from-odcs.js';
import type { Imported } from '../imports/imported.js';
import { catalogProblems } from '../problems.js';
import { bodyOf } from './gateway-answer.js';

type Import = readonly [name: string, read: (document: Json) => Result<Imported, string>];

/** What contracts can be made of. */
const IMPORTS: Readonly<Record<string, Import>> = {
  asyncapi: ['AsyncAPI', fromAsyncApi],
  odcs: ['ODCS', fromOdcs],
};

/** Documents of other standards as contracts: to look through, complete and publish. */
@Controller('v1/imports')
export class ImportsController {
  /** Nothing is stored: publishing stays the owner’s act, with the verdict that belongs to it. */
  @Post(':format')
  @HttpCode(200)
  read(@Param('format') format: string, @Req() request: FastifyRequest): Imported {
    const found = Object.hasOwn(IMPORTS, format) ? IMPORTS[format] : undefined;
    if (!found) throw problem(catalogProblems.IMPORT_UNKNOWN, { format: format.slice(0, 60) });
    const [name, read] = found;
    const refuse = (why: string) =>
      problem(catalogProblems.IMPORT_UNREADABLE, { format: name, why });
    const text = readContractText(bodyOf(request).toString('utf8'));
    if (!text.ok) throw refuse(text.error[0]?.message ?? 'it is neither JSON nor YAML.');
    const made = read((text.value.value ?? null) as Json);
    if (!made.ok) throw refuse(made.error);
    return made.value;
  }
}
