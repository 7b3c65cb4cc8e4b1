import { z } from 'zod';
import { dialectTable } from '../../http/confluent/dialect-operation.js';
import { flag, pageQuery, registrationSent, versionAnswer } from '../../http/shapes.js';
import { registryProblems } from '../../problems.js';
import { ASSOCIATION_TYPES, LIFECYCLES } from '../association.js';
import { associationProblems as rows } from '../problems.js';

const associationType = z.enum(ASSOCIATION_TYPES);
const lifecycle = z
  .enum(LIFECYCLES)
  .meta({ id: 'Lifecycle', description: 'STRONG: the subject belongs to the resource alone' });
const bound = {
  subject: z.string(),
  associationType,
  lifecycle,
  frozen: z.boolean().describe('It stays as it is until its resource goes'),
};
const resource = {
  resourceName: z.string(),
  resourceNamespace: z.string().describe('The cluster, for a topic'),
  resourceId: z.string().optional().describe('Absent in a dry run that had none'),
  resourceType: z.string(),
};
const association = z
  .strictObject({ guid: z.string(), ...resource, ...bound })
  .meta({ id: 'Association', description: 'A subject and the topic whose events it describes' });
const associated = z
  .strictObject({
    ...resource,
    associations: z.array(z.strictObject({ ...bound, schema: versionAnswer.optional() })),
  })
  .meta({ id: 'AssociatedResource', description: 'A resource with what it is associated with' });
const wish = {
  subject: z.string().min(1).nullish().describe('`:.namespace:name-type` when left out'),
  associationType: associationType.nullish().describe('`value` when left out'),
  lifecycle: lifecycle
    .nullish()
    .describe(
      'STRONG when left out, where the subject is named after the resource or its schema is sent; else WEAK',
    ),
  frozen: z.boolean().nullish(),
  schema: registrationSent.nullish().describe('Registered first, where it is not'),
  normalize: z.boolean().nullish(),
};
const name = z.string().regex(/^[A-Za-z0-9._-]{1,249}$/);
const resourceSent = {
  resourceName: name,
  resourceNamespace: name,
  resourceId: z.string().max(249).nullish().describe('May be missing in a dry run only'),
  resourceType: z.enum(['topic']).nullish(),
};
const sent = z.object({ ...resourceSent, associations: z.array(z.object(wish)).min(1) }).meta({
  id: 'AssociationsSent',
  examples: [
    {
      resourceName: 'orders',
      resourceNamespace: 'cluster-1',
      resourceId: 'topic-1',
      associations: [{ subject: 'orders-value', associationType: 'value' }],
    },
  ],
});
const getSent = z
  .object({
    requests: z
      .array(
        z.object({
          resourceName: z.string().nullish(),
          resourceNamespace: z.string().nullish(),
          resourceId: z.string().nullish(),
          associationTypes: z.array(z.string()).nullish(),
          lifecycle: lifecycle.nullish(),
        }),
      )
      .min(1),
  })
  .meta({ id: 'AssociationsAsked' });
const op = z.object({
  opType: z.enum(['CREATE', 'UPSERT', 'DELETE']).describe('The same in all of a request'),
  ...wish,
  cascadeLifecycle: z.boolean().nullish().describe('Of DELETE'),
});
const mutationSent = z
  .object({
    requests: z.array(z.object({ ...resourceSent, associations: z.array(op).min(1) })).min(1),
  })
  .meta({ id: 'AssociationChanges' });
const batch = z
  .strictObject({
    results: z.array(
      z.strictObject({
        result: associated.optional(),
        error: z.strictObject({ error_code: z.int(), message: z.string() }).optional(),
      }),
    ),
  })
  .meta({ id: 'AssociationResults', description: 'One for each request, in their order' });

const filters = {
  resourceType: z.string().describe('`topic` when left out'),
  associationType,
  lifecycle,
  ...pageQuery,
};
const dryRun = flag.describe('Nothing is stored');
const changing = {
  context: z.string().describe('Where bare names of subjects belong'),
  dryRun,
};
const refused = [
  rows.ASSOCIATION_INVALID,
  rows.RESOURCE_ASSOCIATED,
  rows.SUBJECT_ASSOCIATED,
  rows.SUBJECT_OWNED,
  rows.SUBJECT_WITHOUT_VERSION,
  rows.ASSOCIATION_FROZEN,
  rows.ASSOCIATIONS_TOO_MANY,
  registryProblems.SCHEMA_INVALID,
  registryProblems.SCHEMA_TYPE_NOT_READ,
  registryProblems.SCHEMA_TOO_LARGE,
  registryProblems.SCHEMA_INCOMPATIBLE,
  registryProblems.SCHEMA_UNDECIDED,
  registryProblems.SUBJECT_INVALID,
  registryProblems.TEXT_NOT_STORABLE,
  registryProblems.OPERATION_NOT_PERMITTED,
  registryProblems.SCHEMA_ID_MISMATCH,
];
const ofResource = '/associations/resources/{resourceId}';

export const associationOperations = dialectTable(
  {
    name: 'Associations',
    description: 'Which topic a subject belongs to, and whether it goes with it.',
  },
  {
    'GET /associations/subjects/{subject}': {
      summary: 'List associations of a subject',
      query: filters,
      answer: z.array(association),
      refusals: [rows.ASSOCIATION_INVALID],
    },
    [`GET ${ofResource}`]: {
      summary: 'List associations of a resource by its id',
      query: filters,
      answer: z.array(association),
      refusals: [rows.ASSOCIATION_INVALID],
    },
    'GET /associations/resources/{resourceNamespace}/{resourceName}': {
      summary: 'List associations of a resource by its name',
      query: filters,
      answer: z.array(association),
      refusals: [rows.ASSOCIATION_INVALID],
    },
    'POST /associations': {
      summary: 'Associate a resource with subjects',
      query: changing,
      body: sent,
      answer: associated,
      refusals: refused,
    },
    [`PUT ${ofResource}`]: {
      summary: 'Associate a resource, or change how it is associated',
      query: changing,
      body: sent,
      answer: associated,
      refusals: refused,
    },
    [`DELETE ${ofResource}`]: {
      summary: 'End associations of a resource',
      query: {
        resourceType: filters.resourceType,
        associationType,
        cascadeLifecycle: flag.describe('Subjects that belong to it go for good'),
        dryRun,
      },
      says: 'Ended',
      refusals: [
        rows.ASSOCIATION_NOT_FOUND,
        rows.ASSOCIATION_FROZEN,
        registryProblems.REFERENCE_EXISTS,
        registryProblems.VERSION_IN_CONTRACT,
        registryProblems.OPERATION_NOT_PERMITTED,
      ],
    },
    'POST /associations:batchGet': {
      summary: 'Read associations of many resources',
      body: getSent,
      status: 207,
      answer: batch,
      refusals: [rows.ASSOCIATION_INVALID, rows.ASSOCIATION_BATCH_TOO_LARGE],
    },
    'POST /associations:batchMutate': {
      summary: 'Change associations of many resources',
      query: changing,
      body: mutationSent,
      status: 207,
      answer: batch,
      refusals: [
        rows.ASSOCIATION_INVALID,
        rows.ASSOCIATION_BATCH_TOO_LARGE,
        registryProblems.SUBJECT_INVALID,
      ],
    },
  },
);
