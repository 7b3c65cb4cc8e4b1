import { z } from 'zod';
import { contractDocument } from '#contract';
import { limits, type Operation, type OperationTable, type RefusalRow } from '#kernel';
import { registryProblems as rows } from '../problems.js';
import {
  assumption,
  compatibilityMode,
  fault,
  findingOfMeaning,
  findingOfVersion,
  flag,
  report,
  reportMembers,
  schemaId,
  schemaSent,
  schemaType,
  versionNumber,
} from './shapes.js';

const json = (shape: z.ZodType) => ({ 'application/json': shape });
const ANY: readonly RefusalRow[] = [rows.REGISTRY_BUSY];
const SCHEMA: readonly RefusalRow[] = [
  rows.BODY_NOT_JSON,
  rows.TEXT_NOT_STORABLE,
  rows.SUBJECT_INVALID,
  rows.SCHEMA_INVALID,
  rows.SCHEMA_TYPE_NOT_READ,
  rows.SCHEMA_TOO_LARGE,
];

const stored = {
  id: z.string(),
  version: versionNumber,
  schemaId,
  schemaVersion: versionNumber,
  subject: z.string(),
  isForced: z.boolean(),
  publishedAt: z.iso.datetime(),
  publishedBy: z.string(),
  reason: z.string().describe('Why, as who published it said; empty where nothing was said'),
};
const summary = z
  .strictObject({
    ...stored,
    name: z.string(),
    status: z.string(),
    domain: z.string().optional(),
    owner: z.object({ team: z.string() }),
    tags: z.array(z.string()),
    topic: z.string(),
    type: z.string().optional(),
    message: z.string().optional().describe('The Protobuf message that is the event'),
  })
  .meta({ id: 'ContractSummary' });
const whole = z
  .strictObject({
    ...stored,
    contract: z.record(z.string(), z.unknown()).describe('As read, every default filled in'),
    source: z.string().describe('As sent'),
    schema: z.object({ type: schemaType, text: z.string() }).optional(),
  })
  .meta({ id: 'WholeContract' });
const publication = z
  .strictObject({
    id: z.string(),
    version: versionNumber,
    created: z.boolean(),
    subject: z.string(),
    schemaId,
    schemaVersion: versionNumber,
    notEnforcedYet: z.array(z.string()),
    compatibility: report.optional(),
    meaning: z.array(findingOfMeaning).describe('What changed in the contract itself'),
    dryRun: z.boolean(),
  })
  .meta({ id: 'Publication' });

const enforcementAnswer = z
  .strictObject({
    contract: z.string(),
    version: versionNumber,
    declared: contractDocument.shape.enforcement,
    inForce: z.enum(['off', 'observe', 'warn', 'enforce']),
    stepsBack: z
      .array(
        z.strictObject({
          version: versionNumber,
          at: z.iso.datetime(),
          judged: z.number(),
          refused: z.number(),
          reason: z.string().describe('The most frequent refusal'),
          producer: z.string().describe('Who met it most'),
        }),
      )
      .describe('Versions that refused too much when they were new, the newest first'),
    lately: z
      .strictObject({
        over: z.string().describe('ISO 8601 duration'),
        judged: z.number(),
        wouldRefuse: z.number().describe('Refused, or let through where enforcing would refuse'),
        example: z
          .strictObject({ reason: z.string(), producer: z.string(), count: z.number() })
          .optional(),
      })
      .optional(),
  })
  .meta({ id: 'Enforcement' });

const read: Pick<Operation, 'answers' | 'refusals'> = {
  answers: { 200: { says: 'The contract', content: json(whole) } },
  refusals: [rows.CONTRACT_NOT_FOUND, rows.CONTRACT_VERSION_NOT_FOUND, ...ANY],
};

const contract = contractDocument.meta({
  id: 'Contract',
  description: 'docs/contract.md explains every word',
  examples: [
    {
      apiVersion: 'concordat/v1',
      kind: 'EventContract',
      id: 'orders.order-placed',
      owner: { team: 'orders' },
      schema: {
        format: 'json-schema',
        definition: {
          type: 'object',
          properties: { orderId: { type: 'string' } },
          required: ['orderId'],
        },
      },
      channel: { topic: 'orders.events' },
    },
  ],
});

export const contractOperations: OperationTable = {
  heading: { name: 'Contracts', description: 'Schema, meaning and owner of an event.' },
  refusedAs: 'problem',
  pathParameters: {
    id: z.string().describe('Such as `orders.order-placed`'),
    version: z.string().describe('A number, or `latest`'),
  },
  operations: {
    'POST /v1/contracts': {
      summary: 'Publish a contract',
      more: 'Schema and contract are stored together or not at all.',
      query: {
        dryRun: flag.describe('The same verdict, nothing stored'),
        force: flag.describe('Skips the verdict; the version keeps a mark'),
        reason: z
          .string()
          .max(limits.reasonCharacters.value)
          .describe('Why, in a sentence; the version keeps it'),
      },
      body: { 'application/json': contract, 'application/yaml': contract },
      answers: {
        200: { says: 'Exactly this is published already', content: json(publication) },
        201: { says: 'A new version', content: json(publication) },
      },
      refusals: [
        ...SCHEMA,
        rows.SWITCH_INVALID,
        rows.REQUEST_INVALID,
        rows.CONTRACT_INVALID,
        rows.CONTRACT_SCHEMA_MISSING,
        rows.CONTRACT_FORMAT_DIFFERS,
        rows.CONTRACT_INCOMPATIBLE,
        rows.CONTRACT_MEANING_CHANGED,
        rows.CONTRACT_BREAKS_CONSUMERS,
        rows.CONTRACT_UNDECIDED,
        rows.PROMOTION_REFUSED,
        rows.PROMOTION_UNOBSERVED,
        rows.CANDIDATE_UNOBSERVED,
        rows.CONTRACT_TRUTH_TAKEN,
        rows.CONTRACT_TOPIC_TAKEN,
        rows.CONTRACT_TOPIC_OF_LETTERS,
        rows.DEAD_LETTERS_UNDER_CONTRACT,
        rows.OPERATION_NOT_PERMITTED,
        ...ANY,
      ],
    },
    'GET /v1/contracts': {
      summary: 'List contracts',
      query: {
        after: z.string().describe('The id before the first one wanted'),
        offset: z.int().min(0),
        limit: z.int().min(-1).describe(`At most ${limits.pageRows.value}`),
      },
      answers: {
        200: {
          says: 'Newest versions by id; `next` is the address of the following page',
          content: json(
            z.strictObject({ contracts: z.array(summary), next: z.string().optional() }),
          ),
        },
      },
      refusals: [rows.PAGE_INVALID, ...ANY],
    },
    'GET /v1/contracts/{id}': { summary: 'Read a contract', ...read },
    'GET /v1/contracts/{id}/enforcement': {
      summary: 'How a contract is enforced',
      more: 'What its newest version declares, what is in force after it may have stepped back by itself, and what enforcing it would have refused lately.',
      answers: { 200: { says: 'As of now', content: json(enforcementAnswer) } },
      refusals: [rows.CONTRACT_NOT_FOUND, ...ANY],
    },
    'GET /v1/contracts/{id}/versions': {
      summary: 'List versions of a contract',
      answers: {
        200: {
          says: 'Oldest first',
          content: json(z.strictObject({ id: z.string(), versions: z.array(summary) })),
        },
      },
      refusals: [rows.CONTRACT_NOT_FOUND, ...ANY],
    },
    'GET /v1/contracts/{id}/versions/{version}': { summary: 'Read a contract version', ...read },
  },
};

const draft = z.union([z.string(), schemaSent]).meta({ id: 'SchemaDraft' });
const terms = { mode: compatibilityMode.optional(), assumption: assumption.optional() };

const referenceInSet = z.object({
  name: z.string().min(1),
  subject: z.string().min(1),
  version: z.int().min(-1).optional(),
});
const setMember = schemaSent
  .extend({ subject: z.string(), references: z.array(referenceInSet).optional(), ...terms })
  .meta({ id: 'SetMember' });
const checked = z
  .strictObject({ ...reportMembers, findings: z.array(findingOfVersion) })
  .meta({ id: 'Check' });
const memberVerdict = z
  .strictObject({
    subject: z.string(),
    verdict: z.enum(['invalid', 'incompatible', 'undecided', 'compatible']),
    mode: compatibilityMode.optional(),
    assumption: assumption.optional(),
    comparisons: reportMembers.comparisons.optional(),
    findings: z.array(findingOfVersion).optional(),
    undecidedBecause: z.string().optional(),
    code: z.string().optional().describe('Why it is invalid; docs/problems.md lists them'),
    message: z.string().optional(),
    faults: z.array(fault).optional(),
  })
  .meta({ id: 'MemberVerdict' });
const checkedSet = z
  .strictObject({ verdict: memberVerdict.shape.verdict, schemas: z.array(memberVerdict) })
  .meta({ id: 'CheckedSet', description: 'The worst verdict, and each in the order asked' });

export const checkOperations: OperationTable = {
  heading: { name: 'Checks', description: 'Verdicts without registrations.' },
  refusedAs: 'problem',
  pathParameters: {},
  operations: {
    'POST /v1/checks': {
      summary: 'Judge schemas without registering them',
      more: 'A schema with what its subject has, two schemas with each other, or a set of schemas that refer to each other, in any order, with what is registered: a reference without a version means the one in the set. Schemas are read as JSON Schema unless `schemaType` says otherwise.',
      body: json(
        z.union([
          schemaSent.extend({ subject: z.string(), ...terms }),
          z.object({ old: draft, new: draft, ...terms }),
          z.object({
            schemas: z.array(setMember).min(1).max(limits.checkedSchemas.value),
            ...terms,
          }),
        ]),
      ),
      answers: {
        200: { says: 'The verdict', content: json(z.union([checked, checkedSet])) },
      },
      refusals: [
        ...SCHEMA,
        rows.REQUEST_INVALID,
        rows.RULE_SET_INVALID,
        rows.COMPATIBILITY_LEVEL_INVALID,
        ...ANY,
      ],
    },
  },
};
