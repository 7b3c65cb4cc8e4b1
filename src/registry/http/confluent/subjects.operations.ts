import { z } from 'zod';
import { registryProblems as rows } from '../../problems.js';
import {
  flag,
  lookUpSent,
  pageQuery,
  registeredAnswer,
  registrationSent,
  retaggingSent,
  schemaId,
  tellingQuery,
  versionAnswer,
  versionNumber,
} from '../shapes.js';
import { dialectTable } from './dialect-operation.js';

const deleted = flag.describe('Also what is soft-deleted');
const normalize = flag.describe('Compares and keeps a normalised form');
const permanent = flag.describe('Removes for good what was soft-deleted before');
const subjectPrefix = z
  .string()
  .describe('`:*:` (the default) is every context, `:.ctx:` one of them');

const unfit = [
  rows.SCHEMA_INCOMPATIBLE,
  rows.SCHEMA_UNDECIDED,
  rows.OPERATION_NOT_PERMITTED,
  rows.TAGS_NOT_WRITTEN,
];

export const subjectOperations = dialectTable(
  { name: 'Subjects', description: 'Names, and the versions registered under them.' },
  {
    'GET /subjects': {
      summary: 'List subjects',
      query: { subjectPrefix, deleted, deletedOnly: flag, ...pageQuery },
      answer: z.array(z.string()),
    },
    'POST /subjects/{subject}': {
      summary: 'Look a schema up under a subject',
      query: { normalize, deleted, deletedOnly: flag },
      body: lookUpSent,
      answer: versionAnswer,
      refusals: [rows.SUBJECT_NOT_FOUND, rows.SCHEMA_NOT_FOUND],
    },
    'DELETE /subjects/{subject}': {
      summary: 'Delete a subject',
      query: { permanent },
      answer: z.array(versionNumber),
      says: 'The versions that were deleted',
      refusals: [
        rows.SUBJECT_NOT_FOUND,
        rows.SUBJECT_SOFT_DELETED,
        rows.SUBJECT_NOT_SOFT_DELETED,
        rows.OPERATION_NOT_PERMITTED,
        rows.REFERENCE_EXISTS,
        rows.VERSION_IN_CONTRACT,
      ],
    },
    'GET /subjects/{subject}/metadata': {
      summary: 'Read the newest version with these metadata',
      query: {
        key: z.string().describe('A property; may be repeated, each time with a value'),
        value: z.string(),
        deleted,
        deletedOnly: flag,
        ...tellingQuery,
      },
      answer: versionAnswer,
      refusals: [rows.SUBJECT_NOT_FOUND, rows.SCHEMA_NOT_FOUND, rows.REQUEST_INVALID],
    },
    'GET /subjects/{subject}/versions': {
      summary: 'List versions',
      query: {
        deleted,
        deletedOnly: flag,
        deletedAsNegative: flag.describe('Soft-deleted ones with a minus sign'),
        ...pageQuery,
      },
      answer: z.array(z.int()),
      refusals: [rows.SUBJECT_NOT_FOUND],
    },
    'POST /subjects/{subject}/versions': {
      summary: 'Register a schema',
      more: 'Known content answers its id and version again; new content is compared with what came before it.',
      query: { normalize, force: flag.describe('Skips the verdict; the version keeps a mark') },
      body: registrationSent,
      answer: registeredAnswer,
      refusals: [...unfit, rows.SCHEMA_ID_MISMATCH],
    },
    'POST /subjects/{subject}/versions/{version}/tags': {
      summary: 'Register a version again with other tags, metadata or rules',
      body: retaggingSent,
      answer: registeredAnswer,
      refusals: [...unfit, rows.SUBJECT_NOT_FOUND, rows.VERSION_NOT_FOUND, rows.SCHEMA_INVALID],
    },
    'GET /subjects/{subject}/versions/{version}': {
      summary: 'Read a version',
      query: { deleted, deletedOnly: flag, ...tellingQuery },
      answer: versionAnswer,
      refusals: [rows.SUBJECT_NOT_FOUND, rows.VERSION_NOT_FOUND],
    },
    'GET /subjects/{subject}/versions/{version}/schema': {
      summary: 'Read the text of a version',
      query: { deleted, deletedOnly: flag },
      answer: z.unknown(),
      says: 'The schema as it was registered',
      refusals: [rows.SUBJECT_NOT_FOUND, rows.VERSION_NOT_FOUND],
    },
    'GET /subjects/{subject}/versions/{version}/referencedby': {
      summary: 'List who refers to a version',
      query: { deleted, deletedOnly: flag, ...pageQuery },
      answer: z.array(schemaId),
      refusals: [rows.SUBJECT_NOT_FOUND, rows.VERSION_NOT_FOUND],
    },
    'DELETE /subjects/{subject}/versions/{version}': {
      summary: 'Delete a version',
      query: { permanent },
      answer: versionNumber,
      refusals: [
        rows.SUBJECT_NOT_FOUND,
        rows.VERSION_NOT_FOUND,
        rows.VERSION_SOFT_DELETED,
        rows.VERSION_NOT_SOFT_DELETED,
        rows.OPERATION_NOT_PERMITTED,
        rows.REFERENCE_EXISTS,
        rows.VERSION_IN_CONTRACT,
      ],
    },
  },
);
