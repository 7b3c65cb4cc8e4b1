import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { CountRefusals } from '../../http/count-refusals.interceptor.js';
import type { Query as QueryValues } from '../../http/read-query.js';
import { printSubject } from '../../subject-name.js';
import type { FoundEntry } from '../search-entries.js';
import { SearchRegistry } from '../search-registry.js';
import { filterIn, questionIn, searchPageIn } from './read-search.js';

/** Subjects and contracts by any word that is said of them or of their fields. */
@Controller('v1/search')
@UseInterceptors(CountRefusals)
export class SearchController {
  constructor(private readonly search: SearchRegistry) {}

  @Get()
  async find(@Query() query: QueryValues) {
    const question = questionIn(query);
    const { results, ...counted } = await this.search.run(
      question,
      filterIn(query),
      searchPageIn(query),
    );
    return {
      ...counted,
      results: results.map(({ entry, matches }) => ({ ...told(entry), matches })),
    };
  }
}

const told = ({ context, name, fields: _, ...entry }: FoundEntry) => ({
  kind: entry.kind,
  name: entry.kind === 'subject' ? printSubject({ context, subject: name }) : name,
  version: entry.version,
  type: entry.type,
  title: entry.title ?? undefined,
  description: entry.description ?? undefined,
  owner: entry.owner ?? undefined,
  tags: entry.tags,
  rank: entry.rank,
});
