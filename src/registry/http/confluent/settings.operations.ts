import { z } from 'zod';
import { registryProblems as rows } from '../../problems.js';
import { compatibilityMode, flag, metadata, ruleSet } from '../shapes.js';
import { dialectTable } from './dialect-operation.js';

const settings = {
  alias: z.string().nullish().describe('The subject that requests about this one are about'),
  aliasForDeks: z.string().nullish(),
  validateFields: z.boolean().nullish().describe('Refuses names that begin with $$'),
  validateNewSchemas: z.boolean().nullish().describe('Kept; new schemas are always validated'),
  validateRules: z.boolean().nullish().describe('Rules say kind, mode, type and expression'),
  normalize: z.boolean().nullish(),
  compatibilityPolicy: z.enum(['STRICT', 'LENIENT', 'LOGICAL']).nullish(),
  compatibilityGroup: z
    .string()
    .nullish()
    .describe('A metadata property; only versions with the same value are compared'),
  defaultMetadata: metadata.nullish(),
  overrideMetadata: metadata.nullish(),
  defaultRuleSet: ruleSet.nullish(),
  overrideRuleSet: ruleSet.nullish(),
};
const level = compatibilityMode.nullish();
const config = z.object({ compatibilityLevel: level, ...settings }).meta({ id: 'Config' });
const configSent = z.object({ compatibility: level, ...settings }).meta({
  id: 'ConfigSent',
  description: 'What is left out stays as it is; null takes a setting back',
});
const mode = z
  .object({ mode: z.enum(['READWRITE', 'READONLY', 'READONLY_OVERRIDE', 'IMPORT', 'FORWARD']) })
  .meta({ id: 'Mode' });

const defaultToGlobal = flag.describe('What is in force, where nothing is set here');
const force = flag.describe('IMPORT even where versions exist');
const recursive = flag.describe('Of a context or everything: also those of its subjects');
const { SUBJECT_NOT_FOUND, COMPATIBILITY_LEVEL_INVALID, MODE_INVALID } = rows;

export const configOperations = dialectTable(
  { name: 'Config', description: 'Compatibility of everything, a context or a subject.' },
  {
    'GET /config': {
      summary: 'Read the config of everything',
      query: { defaultToGlobal },
      answer: config,
      refusals: [rows.SUBJECT_COMPATIBILITY_UNSET],
    },
    'PUT /config': {
      summary: 'Change the config of everything',
      body: configSent,
      answer: configSent,
      refusals: [COMPATIBILITY_LEVEL_INVALID, rows.SUBJECT_INVALID],
    },
    'DELETE /config': {
      summary: 'Take back the config of everything',
      answer: config,
      refusals: [SUBJECT_NOT_FOUND],
    },
    'GET /config/{subject}': {
      summary: 'Read the config of a subject',
      query: { defaultToGlobal },
      answer: config,
      refusals: [rows.SUBJECT_COMPATIBILITY_UNSET],
    },
    'PUT /config/{subject}': {
      summary: 'Change the config of a subject',
      body: configSent,
      answer: configSent,
      refusals: [COMPATIBILITY_LEVEL_INVALID, rows.SUBJECT_INVALID],
    },
    'DELETE /config/{subject}': {
      summary: 'Take back the config of a subject',
      answer: config,
      refusals: [SUBJECT_NOT_FOUND],
    },
  },
);

export const modeOperations = dialectTable(
  { name: 'Mode', description: 'Whether everything, a context or a subject may be written.' },
  {
    'GET /mode': {
      summary: 'Read the mode of everything',
      query: { defaultToGlobal },
      answer: mode,
      refusals: [rows.SUBJECT_MODE_UNSET],
    },
    'PUT /mode': {
      summary: 'Change the mode of everything',
      query: { force },
      body: mode,
      answer: mode,
      refusals: [MODE_INVALID, rows.OPERATION_NOT_PERMITTED],
    },
    'DELETE /mode': {
      summary: 'Take back the mode of everything',
      query: { recursive },
      answer: mode,
      refusals: [SUBJECT_NOT_FOUND],
    },
    'GET /mode/{subject}': {
      summary: 'Read the mode of a subject',
      query: { defaultToGlobal },
      answer: mode,
      refusals: [rows.SUBJECT_MODE_UNSET],
    },
    'PUT /mode/{subject}': {
      summary: 'Change the mode of a subject',
      query: { force },
      body: mode,
      answer: mode,
      refusals: [MODE_INVALID, rows.OPERATION_NOT_PERMITTED],
    },
    'DELETE /mode/{subject}': {
      summary: 'Take back the mode of a subject',
      query: { recursive },
      answer: mode,
      refusals: [SUBJECT_NOT_FOUND],
    },
  },
);
