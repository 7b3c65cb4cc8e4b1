import { z } from 'zod';
import type { Operation, OperationTable } from '#kernel';
import { catalogProblems as rows } from '../problems.js';

const page = (summary: string): Operation => ({
  summary,
  answers: {
    200: { says: 'The page', content: { 'text/html': z.string() } },
    304: { says: 'Not changed' },
  },
  refusals: [rows.PAGES_NOT_BUILT],
});

/** A page of something an address names, which may not be there. */
const pageOfOne = (summary: string): Operation => ({
  ...page(summary),
  answers: {
    ...page(summary).answers,
    404: { says: 'A page that says what is not there', content: { 'text/html': z.string() } },
  },
});

export const pagesOperations: OperationTable = {
  heading: { name: 'Pages', description: 'The catalog in the browser.' },
  refusedAs: 'problem',
  pathParameters: { id: z.string(), name: z.string(), span: z.string() },
  operations: {
    'GET /': {
      summary: 'Open the catalog',
      more: 'A registry client, which asks for no page, reads `{}`.',
      answers: {
        200: {
          says: 'The page, or {}',
          content: {
            'text/html': z.string(),
            'application/vnd.schemaregistry.v1+json': z.strictObject({}),
          },
        },
        304: { says: 'Not changed' },
      },
      refusals: [rows.PAGES_NOT_BUILT],
    },
    'GET /events/{id}': pageOfOne('Open the page of an event'),
    'GET /events/{id}/diff/{span}': pageOfOne('Open the comparison of two versions'),
    'GET /events/{id}/field': pageOfOne('Open the page of a field'),
    'GET /quarantine': page('Open the quarantine'),
    'GET /home': page('Open what needs somebody'),
    'GET /changes': pageOfOne('Open what changed'),
    'GET /health': page('Open how everything fares'),
    'GET /sunset': page('Open what goes'),
    'GET /review': page('Open the review'),
    'GET /import': page('Open the import'),
    'GET /lineage': pageOfOne('Open the lineage'),
    'GET /causality': pageOfOne('Open the causes and effects of an event'),
    'GET /undescribed': page('Open the subjects without a contract'),
    'GET /assets/{name}': {
      summary: 'Read a file of the pages',
      answers: {
        200: {
          says: 'The file',
          content: Object.fromEntries(
            ['text/javascript', 'text/css', 'image/svg+xml', 'font/woff2'].map((type) => [
              type,
              z.string(),
            ]),
          ),
        },
        304: { says: 'Not changed' },
      },
      refusals: [rows.ASSET_UNKNOWN],
    },
  },
};
