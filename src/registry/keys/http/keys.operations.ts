import { z } from 'zod';
import { limits } from '#kernel';
import { dialectTable } from '../../http/confluent/dialect-operation.js';
import { flag, pageQuery, versionNumber } from '../../http/shapes.js';
import { registryProblems } from '../../problems.js';
import { KEY_ALGORITHMS } from '../encryption-key.js';
import { keyProblems as rows } from '../problems.js';

const algorithm = z
  .enum(KEY_ALGORITHMS)
  .meta({ id: 'KeyAlgorithm', description: 'AES256_GCM when left out' });
const kmsProps = z.record(z.string(), z.string());
const kekMembers = {
  name: z.string(),
  kmsType: z.string().describe('`local-kms` is the registry itself, where shared'),
  kmsKeyId: z.string(),
};
const kek = z
  .strictObject({
    ...kekMembers,
    kmsProps: kmsProps.optional(),
    doc: z.string().optional(),
    shared: z.boolean().describe('The registry may wrap and unwrap with it'),
    ts: z.int().describe('When it was changed last, milliseconds since 1970'),
    deleted: z.literal(true).optional(),
  })
  .meta({ id: 'Kek', description: 'A key that wraps others, in a key service' });
const kekSent = z
  .object({
    name: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_-]*$/)
      .max(limits.keyNameCharacters.value),
    kmsType: z.string().min(1),
    kmsKeyId: z.string().min(1),
    kmsProps: kmsProps.nullish(),
    doc: z.string().nullish(),
    shared: z.boolean().nullish(),
    deleted: z.boolean().nullish(),
  })
  .meta({
    id: 'KekSent',
    examples: [{ name: 'orders', kmsType: 'local-kms', kmsKeyId: 'one', shared: true }],
  });
const kekChange = z
  .object({
    kmsProps: kmsProps.nullish(),
    doc: z.string().nullish(),
    shared: z.boolean().nullish(),
  })
  .meta({ id: 'KekChange', description: 'What is left out stays; null takes it back' });
const dek = z
  .strictObject({
    kekName: z.string(),
    subject: z.string(),
    version: versionNumber,
    algorithm,
    encryptedKeyMaterial: z.string().describe('The key, wrapped, in base64'),
    keyMaterial: z
      .string()
      .optional()
      .describe('The key itself, where the registry may unwrap it; not in IMPORT mode'),
    ts: z.int(),
    deleted: z.literal(true).optional(),
  })
  .meta({ id: 'Dek', description: 'A key that encrypts fields, wrapped by another' });
const dekMembers = {
  version: versionNumber.nullish().describe('1 when left out'),
  algorithm: algorithm.nullish(),
  encryptedKeyMaterial: z
    .string()
    .min(1)
    .max(limits.keyMaterialCharacters.value)
    .nullish()
    .describe('Left out, the registry makes the key, where its kek is shared'),
  deleted: z.boolean().nullish(),
};
const dekSent = z.object({ subject: z.string().nullish(), ...dekMembers }).meta({ id: 'DekSent' });

const deleted = flag.describe('Deleted ones, too');
const permanent = flag.describe('What is soft-deleted goes for good');
const refusedMaking = [
  rows.KEY_NOT_FOUND,
  rows.KEY_INVALID,
  rows.KEY_EXISTS,
  rows.KEY_NOT_GENERATED,
  registryProblems.VERSION_INVALID,
  registryProblems.SUBJECT_INVALID,
  registryProblems.TEXT_NOT_STORABLE,
];
const refusedReading = [rows.KEY_NOT_FOUND, rows.KEY_INVALID];
const keks = '/dek-registry/v1/keks';
const one = `${keks}/{name}`;
const deks = `${one}/deks`;
const ofSubject = `${deks}/{subject}`;
const ofVersion = `${ofSubject}/versions/{version}`;

export const keyOperations = dialectTable(
  {
    name: 'Encryption keys',
    description: 'Keys clients encrypt fields with, kept wrapped. No key service is ever asked.',
  },
  {
    [`GET ${keks}`]: {
      summary: 'List keys that wrap others',
      query: {
        subjectPrefix: z.string().describe('Only those that wrap keys of such subjects'),
        deleted,
        ...pageQuery,
      },
      answer: z.array(z.string()),
    },
    [`POST ${keks}`]: {
      summary: 'Make a key that wraps others known',
      query: { testSharing: flag.describe('Only if the registry can wrap with it') },
      body: kekSent,
      answer: kek,
      refusals: [
        rows.KEY_INVALID,
        rows.KEY_EXISTS,
        rows.KEYS_TOO_MANY,
        rows.KEY_NOT_GENERATED,
        registryProblems.TEXT_NOT_STORABLE,
      ],
    },
    [`GET ${one}`]: {
      summary: 'Read a key that wraps others',
      query: { deleted },
      answer: kek,
      refusals: refusedReading,
    },
    [`PUT ${one}`]: {
      summary: 'Change what is known of a key',
      body: kekChange,
      answer: kek,
      refusals: [...refusedReading, registryProblems.TEXT_NOT_STORABLE],
    },
    [`DELETE ${one}`]: {
      summary: 'Delete a key that wraps no others',
      query: { permanent },
      says: 'Deleted',
      refusals: [...refusedReading, rows.KEY_IN_USE, rows.KEY_NOT_SOFT_DELETED],
    },
    [`POST ${one}/undelete`]: {
      summary: 'Bring a key back',
      says: 'It is there again',
      refusals: refusedReading,
    },
    [`POST ${one}/test`]: {
      summary: 'Try whether the registry can wrap with a key',
      answer: kek,
      refusals: [...refusedReading, rows.KEY_NOT_GENERATED],
    },
    [`GET ${deks}`]: {
      summary: 'List subjects with keys',
      query: { deleted, ...pageQuery },
      answer: z.array(z.string()),
      refusals: refusedReading,
    },
    [`POST ${deks}`]: {
      summary: 'Make a key, or keep one that is wrapped',
      query: { rewrap: flag.describe('The same key, wrapped anew') },
      body: dekSent,
      answer: dek,
      refusals: [...refusedMaking, rows.KEY_NOT_UNWRAPPED],
    },
    [`GET ${ofSubject}`]: {
      summary: 'Read the first version of a key',
      query: { algorithm, deleted },
      answer: dek,
      refusals: [...refusedReading, rows.KEY_NOT_UNWRAPPED],
    },
    [`POST ${ofSubject}`]: {
      summary: 'Make a key of a subject, or keep one that is wrapped',
      query: { rewrap: flag.describe('The same key, wrapped anew') },
      body: dekSent,
      answer: dek,
      refusals: [...refusedMaking, rows.KEY_NOT_UNWRAPPED],
    },
    [`DELETE ${ofSubject}`]: {
      summary: 'Delete every version of a key',
      query: { algorithm, permanent },
      says: 'Deleted',
      refusals: [...refusedReading, rows.KEY_NOT_SOFT_DELETED],
    },
    [`POST ${ofSubject}/undelete`]: {
      summary: 'Bring every version of a key back',
      query: { algorithm },
      says: 'They are there again',
      refusals: [...refusedReading, rows.KEY_SOFT_DELETED],
    },
    [`GET ${ofSubject}/versions`]: {
      summary: 'List versions of a key',
      query: { algorithm, deleted },
      answer: z.array(versionNumber),
      refusals: refusedReading,
    },
    [`GET ${ofVersion}`]: {
      summary: 'Read a version of a key',
      query: { algorithm, deleted },
      answer: dek,
      refusals: [...refusedReading, rows.KEY_NOT_UNWRAPPED],
    },
    [`DELETE ${ofVersion}`]: {
      summary: 'Delete a version of a key',
      query: { algorithm, permanent },
      says: 'Deleted',
      refusals: [...refusedReading, rows.KEY_NOT_SOFT_DELETED],
    },
    [`POST ${ofVersion}/undelete`]: {
      summary: 'Bring a version of a key back',
      query: { algorithm },
      says: 'It is there again',
      refusals: [...refusedReading, rows.KEY_SOFT_DELETED],
    },
  },
);
