import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { losslessText, toAsyncApi, toOdcs } from '#contract';
import { problem } from '#kernel';
import type { PublishedContract } from '#registry';
import { EventContracts } from '../event/event-contracts.js';
import { type ReadContract, ReadContracts } from '../event/read-contracts.js';
import { toHtml } from '../exports/to-html.js';
import { toMarkdown } from '../exports/to-markdown.js';
import { catalogProblems } from '../problems.js';
import { treeOfContract, writtenSource } from '../schema-tree.js';

type Export = readonly [
  type: string,
  write: (published: PublishedContract, read: ReadContract) => string,
];

/** Whoever takes it elsewhere takes the comments along. */
const written = (published: PublishedContract): PublishedContract => ({
  ...published,
  source: writtenSource(published),
});

/** What a contract can leave as. */
const EXPORTS: Readonly<Record<string, Export>> = {
  asyncapi: [
    'application/json; charset=utf-8',
    (published, { example }) => losslessText(toAsyncApi(written(published), example)),
  ],
  odcs: [
    'application/json; charset=utf-8',
    (published) => losslessText(toOdcs(written(published), treeOfContract(published))),
  ],
  html: [
    'text/html; charset=utf-8',
    (published, { example }) => toHtml(published, treeOfContract(published), example),
  ],
  markdown: [
    'text/markdown; charset=utf-8',
    (published, { example }) => toMarkdown(published, treeOfContract(published), example),
  ],
};

/** The newest version of a contract in the words of others. */
@Controller('v1/contracts/:id/exports')
export class ExportsController {
  constructor(
    private readonly contracts: EventContracts,
    private readonly read: ReadContracts,
  ) {}

  @Get(':format')
  async write(
    @Param() { id, format }: { id: string; format: string },
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const found = Object.hasOwn(EXPORTS, format) ? EXPORTS[format] : undefined;
    if (!found) throw problem(catalogProblems.EXPORT_UNKNOWN, { format: format.slice(0, 60) });
    const [type, write] = found;
    const published = await this.contracts.latest(id);
    const text = write(published, this.read.of(published));
    void reply
      .header('Content-Type', type)
      .header('X-Content-Type-Options', 'nosniff')
      .header('Content-Security-Policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'")
      .send(Buffer.from(text));
  }
}
