import { z } from 'zod';
import { LIFECYCLES } from '../../associations/association.js';
import { associationProblems } from '../../associations/problems.js';
import { registryProblems as rows } from '../../problems.js';
import {
  flag,
  listedAnswer,
  pageQuery,
  schemaAnswer,
  schemaId,
  tellingQuery,
  versionNumber,
} from '../shapes.js';
import { dialectTable } from './dialect-operation.js';

const subject = z.string().describe('In whose context the id is meant');
const shown = { deleted: flag, deletedOnly: flag };

export const schemaOperations = dialectTable(
  { name: 'Schemas', description: 'Content by id and by guid, wherever it is used.' },
  {
    'GET /schemas': {
      summary: 'List schemas',
      query: {
        subjectPrefix: z.string(),
        ...shown,
        latestOnly: flag,
        ruleType: z.string().describe('Only versions with a rule of this type; may be repeated'),
        resourceType: z.string().describe('Only of subjects associated with such a resource'),
        associationType: z.string().describe('Only of subjects associated so; may be repeated'),
        lifecycle: z.enum(LIFECYCLES).describe('Only of subjects with such an association'),
        aliases: flag.describe('Also by alias, and with the aliases of each subject'),
        ...tellingQuery,
        ...pageQuery,
      },
      answer: z.array(listedAnswer),
      refusals: [associationProblems.ASSOCIATION_INVALID],
    },
    'GET /schemas/types': { summary: 'List schema languages', answer: z.array(z.string()) },
    'GET /schemas/ids/{id}': {
      summary: 'Read a schema by id',
      query: {
        subject,
        ...tellingQuery,
        fetchMaxId: flag.describe('Adds the greatest id given so far'),
      },
      answer: schemaAnswer,
      refusals: [rows.SCHEMA_NOT_FOUND],
    },
    'GET /schemas/ids/{id}/schema': {
      summary: 'Read the text of a schema by id',
      query: { subject },
      answer: z.unknown(),
      says: 'The schema as it was registered',
      refusals: [rows.SCHEMA_NOT_FOUND],
    },
    'GET /schemas/ids/{id}/subjects': {
      summary: 'List subjects that have a schema',
      query: { subject, ...shown, ...pageQuery },
      answer: z.array(z.string()),
      refusals: [rows.SCHEMA_NOT_FOUND],
    },
    'GET /schemas/ids/{id}/versions': {
      summary: 'List versions that are a schema',
      query: { subject, ...shown, ...pageQuery },
      answer: z.array(z.strictObject({ subject: z.string(), version: versionNumber })),
      refusals: [rows.SCHEMA_NOT_FOUND],
    },
    'GET /schemas/guids/{guid}': {
      summary: 'Read a schema by guid',
      query: tellingQuery,
      answer: schemaAnswer,
      refusals: [rows.SCHEMA_NOT_FOUND],
    },
    'GET /schemas/guids/{guid}/ids': {
      summary: 'List ids of a guid',
      answer: z.array(z.strictObject({ context: z.string(), id: schemaId })),
      refusals: [rows.SCHEMA_NOT_FOUND],
    },
  },
);
