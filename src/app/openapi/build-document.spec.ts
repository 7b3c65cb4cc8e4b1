import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { OperationTable } from '#kernel';
import { buildDocument } from './build-document.js';
import { Routes } from './routes.js';

const table: OperationTable = {
  heading: { name: 'Things', description: '' },
  refusedAs: 'problem',
  pathParameters: { id: z.string() },
  operations: {
    'GET /things/{id}': {
      summary: 'Read a thing',
      answers: { 200: { says: 'It', content: { 'application/json': z.string() } } },
      refusals: [],
    },
    'GET /gone': { summary: 'Nobody serves this', answers: {}, refusals: [] },
  },
};

describe('the OpenAPI document', () => {
  it('shows a route nobody described and a row nobody serves', () => {
    const routes = new Routes();
    routes.add({ method: ['GET', 'HEAD'], url: '/things/:id' });
    routes.add({ method: 'PUT', url: '/things/:id/' });
    const about = { title: 'Things', description: '', version: '1' };
    expect(buildDocument(routes.all(), [table], about)).toMatchObject({
      paths: {
        '/things/{id}': {
          get: { summary: 'Read a thing', parameters: [{ in: 'path', name: 'id' }] },
          put: { 'x-undescribed': true },
        },
      },
      'x-not-served': ['GET /gone'],
    });
  });
});
