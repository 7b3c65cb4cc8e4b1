import { z } from 'zod';
import { limits, type OperationTable } from '#kernel';
import { schemaType, versionNumber, wholeNumber } from '../../http/shapes.js';
import { registryProblems as rows } from '../../problems.js';

const match = z
  .strictObject({
    in: z.enum(['name', 'title', 'owner', 'tag', 'field', 'description']),
    text: z.string(),
    path: z.string().optional().describe('The field it is said of'),
    at: z.array(z.array(z.int())).describe('Start and end of what to highlight in the text'),
  })
  .meta({ id: 'SearchMatch', description: 'Where a word was found' });
const result = z
  .strictObject({
    kind: z.enum(['subject', 'contract']),
    name: z.string(),
    version: versionNumber.describe('The newest one that is not deleted'),
    type: schemaType,
    title: z.string().optional(),
    description: z.string().optional(),
    owner: z.string().optional(),
    tags: z.array(z.string()),
    rank: z.number(),
    matches: z.array(match),
  })
  .meta({ id: 'SearchResult' });
const page = z
  .strictObject({
    total: z.int(),
    isTotalCut: z
      .boolean()
      .describe(`More than ${limits.searchCandidates.value} match; ask for more words`),
    results: z.array(result).describe('Best first'),
  })
  .meta({ id: 'SearchPage' });

export const searchOperations: OperationTable = {
  heading: { name: 'Search', description: 'Subjects and contracts by what is said of them.' },
  refusedAs: 'problem',
  pathParameters: {},
  operations: {
    'GET /v1/search': {
      summary: 'Search subjects and contracts',
      more: 'By names, titles, descriptions, owners, tags and fields. Every word has to be there, or one that begins with it. Only the newest versions that are not deleted are searched, and no retired contracts.',
      query: {
        q: z.string().min(1).max(limits.searchCharacters.value).describe('Words, or beginnings'),
        kind: z.enum(['subject', 'contract']),
        type: schemaType,
        context: z.string().describe('With its leading dot'),
        owner: z.string(),
        tag: z.string(),
        offset: wholeNumber.describe('Rows to leave out; 0 by default'),
        limit: z.int().min(-1).max(limits.searchRows.value).describe('20 by default'),
      },
      answers: { 200: { says: 'Best first', content: { 'application/json': page } } },
      refusals: [rows.REQUEST_INVALID, rows.PAGE_INVALID, rows.REGISTRY_BUSY],
    },
  },
};
