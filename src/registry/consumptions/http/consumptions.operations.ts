import { z } from 'zod';
import { limits, type OperationTable } from '#kernel';
import { registryProblems as rows } from '../../problems.js';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const needs = z.record(
  z.string().describe('JSON Pointer'),
  z.object({ values: z.array(scalar).optional(), onUnknown: z.enum(['fail', 'ignore']) }),
);
const owner = z.object({ team: z.string(), contact: z.string().optional() });
const sent = z
  .object({
    apiVersion: z.literal('concordat/v1'),
    kind: z.literal('Consumption'),
    consumer: z.string(),
    owner,
    of: z.string().describe('The id of the contract it reads'),
    needs: z.record(z.string(), z.object({})),
    environments: z.array(z.string()).optional(),
    attestedUntil: z.string().optional(),
  })
  .meta({
    id: 'ConsumptionDocument',
    examples: [
      {
        apiVersion: 'concordat/v1',
        kind: 'Consumption',
        consumer: 'billing-service',
        owner: { team: 'billing' },
        of: 'orders.order-placed',
        needs: { '/orderId': {}, '/status': { values: ['placed', 'paid'] } },
        environments: ['production'],
        attestedUntil: '2027-06-30',
      },
    ],
  });
const declared = z
  .strictObject({
    consumer: z.string(),
    of: z.string(),
    created: z.boolean(),
    unknownFields: z.array(z.string()).describe('Needs that name no field of the contract now'),
  })
  .meta({ id: 'DeclaredConsumption' });
const row = z
  .strictObject({
    consumer: z.string(),
    owner,
    of: z.string(),
    needs,
    environments: z.array(z.string()),
    attestedUntil: z.string().optional(),
    declaredAt: z.iso.datetime(),
    declaredBy: z.string(),
  })
  .meta({ id: 'Consumption' });
const json = (shape: z.ZodType) => ({ 'application/json': shape });
const refusals = [
  rows.BODY_NOT_JSON,
  rows.CONSUMPTION_INVALID,
  rows.TEXT_NOT_STORABLE,
  rows.CONTRACT_NOT_FOUND,
  rows.CONTRACT_RETIRED,
  rows.REGISTRY_BUSY,
];

export const consumptionOperations: OperationTable = {
  heading: { name: 'Consumptions', description: 'What consumers say they read.' },
  refusedAs: 'problem',
  pathParameters: { consumer: z.string(), id: z.string().describe('The id of a contract') },
  operations: {
    'POST /v1/consumptions': {
      summary: 'Declare what a consumer reads',
      more: 'Once per consumer and contract; the newest word holds.',
      body: { 'application/json': sent, 'application/yaml': sent },
      answers: {
        200: { says: 'Said anew', content: json(declared) },
        201: { says: 'Said for the first time', content: json(declared) },
      },
      refusals,
    },
    'GET /v1/consumptions': {
      summary: 'List what consumers declare',
      query: { of: z.string().describe('A contract'), consumer: z.string() },
      answers: {
        200: {
          says: `By contract and consumer, ${limits.pageRows.value} at most`,
          content: json(z.strictObject({ consumptions: z.array(row) })),
        },
      },
      refusals: [rows.REGISTRY_BUSY],
    },
    'DELETE /v1/consumptions/{consumer}/of/{id}': {
      summary: 'Withdraw a declaration',
      answers: { 204: { says: 'It is gone' } },
      refusals: [rows.CONSUMPTION_NOT_FOUND, rows.REGISTRY_BUSY],
    },
  },
};
