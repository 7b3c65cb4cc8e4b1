import { z } from 'zod';
import { registryProblems as rows } from '../../problems.js';
import { pageQuery } from '../shapes.js';
import { dialectTable } from './dialect-operation.js';

const serverId = z
  .object({
    scope: z.strictObject({
      path: z.array(z.string()),
      clusters: z.record(z.string(), z.string()),
    }),
    id: z.string(),
  })
  .meta({ id: 'ServerId' });

export const serverOperations = dialectTable(
  { name: 'Server', description: 'What clients ask about the registry itself.' },
  {
    'POST /': { summary: 'See that somebody is home', answer: z.strictObject({}) },
    'GET /v1/metadata/id': { summary: 'Read which cluster this is', answer: serverId },
    'GET /v1/metadata/version': {
      summary: 'Read the version of the server',
      answer: z.strictObject({ version: z.string(), commitId: z.string() }),
    },
    'GET /v1/metadata/deployment': {
      summary: 'Read what kind of deployment this is',
      answer: z.strictObject({ attributes: z.array(z.string()) }),
    },
    'DELETE /contexts/{context}': {
      summary: 'Delete an empty context',
      says: 'It is no longer listed; its ids are not given again',
      refusals: [rows.CONTEXT_NOT_EMPTY],
    },
    'GET /contexts': {
      summary: 'List contexts',
      query: { contextPrefix: z.string(), ...pageQuery },
      answer: z.array(z.string()),
    },
  },
  { isAlsoByContext: false },
);
