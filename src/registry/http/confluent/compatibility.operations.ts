import { z } from 'zod';
import { registryProblems as rows } from '../../problems.js';
import { assumption, fault, findingOfVersion, flag, lookUpSent, verdict } from '../shapes.js';
import { dialectTable } from './dialect-operation.js';

const query = {
  verbose: flag.describe('Adds messages and findings; an unreadable schema is then a verdict too'),
  normalize: flag,
};
const answer = z
  .object({
    is_compatible: z.boolean(),
    messages: z.array(z.string()).optional(),
    verdict: verdict.optional(),
    assumption: assumption.optional(),
    findings: z.array(findingOfVersion).optional(),
    faults: z.array(fault).optional(),
  })
  .meta({ id: 'CompatibilityAnswer' });

export const compatibilityOperations = dialectTable(
  { name: 'Compatibility', description: 'What a registration would say, without registering.' },
  {
    'POST /compatibility/subjects/{subject}/versions': {
      summary: 'Compare with what the level protects',
      query,
      body: lookUpSent,
      answer,
    },
    'POST /compatibility/subjects/{subject}/versions/{version}': {
      summary: 'Compare with one version',
      query,
      body: lookUpSent,
      answer,
      refusals: [rows.VERSION_NOT_FOUND],
    },
  },
);
