import { Controller, Header, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { importContracts, importedStandards, losslessText } from '#contract';
import { problem } from '#kernel';
import { catalogProblems } from '../problems.js';
import { bodyOf } from './gateway-answer.js';

/** Documents of other standards as contracts: to look through, complete and publish. */
@Controller('v1/imports')
export class ImportsController {
  /** Nothing is stored: publishing stays the owner’s act, with the verdict that belongs to it. */
  @Post(':format')
  @HttpCode(200)
  @Header('Content-Type', 'application/json; charset=utf-8')
  read(@Param('format') format: string, @Req() request: FastifyRequest): string {
    const standard = new Map(Object.entries(importedStandards)).get(format);
    if (!standard) throw problem(catalogProblems.IMPORT_UNKNOWN, { format: format.slice(0, 60) });
    const made = importContracts(bodyOf(request).toString('utf8'), standard);
    if (made.ok) return losslessText(made.value);
    throw problem(catalogProblems.IMPORT_UNREADABLE, { format: standard.name, why: made.error });
  }
}
