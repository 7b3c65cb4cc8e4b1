import { z } from 'zod';
import { modes } from '#compat';
import { limits } from '#kernel';

/** The shapes of the registry's requests and answers, as the OpenAPI document shows them. */

const VERSION_MAX = 0x7fff_ffff;
export const versionNumber = z.int().min(1).max(VERSION_MAX);
export const schemaId = z.int().min(1).describe('Of the schema in its context');
export const flag = z.boolean();
export const wholeNumber = z.int().min(0).max(VERSION_MAX);

export const pageQuery = {
  offset: wholeNumber.describe('Rows to leave out; 0 by default'),
  limit: z
    .int()
    .min(-1)
    .max(VERSION_MAX)
    .describe('Rows to answer at most; -1 is as many as allowed'),
};

const texts = z.record(z.string(), z.string());

export const schemaType = z
  .enum(['AVRO', 'JSON', 'PROTOBUF'])
  .meta({ id: 'SchemaType', description: 'The language of a schema' });

const referenceShape = { name: z.string(), subject: z.string() };
export const reference = z.strictObject({ ...referenceShape, version: versionNumber }).meta({
  id: 'Reference',
  description: 'A schema this one refers to, and the name it does so by',
});
const referenceSent = z
  .object({
    name: z.string().min(1).max(1_024),
    subject: z.string().min(1),
    version: z.int().min(-1).max(VERSION_MAX).describe('-1 is the newest version now'),
  })
  .meta({ id: 'ReferenceSent' });

export const metadata = z
  .object({
    tags: z.record(z.string(), z.array(z.string())).nullish(),
    properties: texts.nullish(),
    sensitive: z.array(z.string()).nullish(),
  })
  .meta({ id: 'Metadata', description: 'Kept with the schema and returned exactly' });

const rule = z
  .object({
    name: z.string().min(1),
    doc: z.string().nullish(),
    kind: z.enum(['TRANSFORM', 'CONDITION']).nullish(),
    mode: z
      .enum(['UPGRADE', 'DOWNGRADE', 'UPDOWN', 'WRITE', 'READ', 'WRITEREAD'])
      .nullish()
      .describe('UPGRADE, DOWNGRADE, UPDOWN in migrationRules; the others elsewhere'),
    type: z.string().nullish(),
    tags: z.array(z.string()).nullish(),
    params: texts.nullish(),
    expr: z.string().nullish(),
    onSuccess: z.string().nullish(),
    onFailure: z.string().nullish(),
    disabled: z.boolean().nullish(),
  })
  .meta({ id: 'Rule' });

export const ruleSet = z
  .object({
    migrationRules: z.array(rule).nullish(),
    domainRules: z.array(rule).nullish(),
    encodingRules: z.array(rule).nullish(),
    enableAt: z.enum(['ALL', 'CLIENT', 'GATEWAY', 'SERVER', 'NONE']).nullish(),
  })
  .meta({ id: 'RuleSet', description: 'Kept with the schema and returned exactly' });

/** What a schema is sent as, wherever one is. */
export const schemaSent = z.object({
  schema: z.string().min(1).describe('The text of the schema'),
  schemaType: schemaType
    .nullish()

    .describe('AVRO when left out'),
  references: z.array(referenceSent).max(limits.referenceCount.value).nullish(),
  metadata: metadata.nullish(),
  ruleSet: ruleSet.nullish(),
});
const EXAMPLE = {
  schemaType: 'JSON',
  schema: '{"type":"object","properties":{"orderId":{"type":"string"}},"required":["orderId"]}',
};
export const lookUpSent = schemaSent.meta({ id: 'SchemaSent', examples: [EXAMPLE] });
const entityTags = z
  .strictObject({
    schemaEntity: z.strictObject({
      entityPath: z.string().min(1).describe('`shop.Order.id` in Avro, `object.id` in JSON Schema'),
      entityType: z.enum(['sr_record', 'sr_field']),
    }),
    tags: z.array(z.string()),
  })
  .meta({ id: 'EntityTags', description: 'Tags inside the text of a schema' });
const tagList = z.array(entityTags).nullish();

export const registrationSent = schemaSent
  .extend({
    schema: z.string().nullish().describe('That of the version before, when left out'),
    schemaTagsToAdd: tagList,
    schemaTagsToRemove: tagList,
    propagateSchemaTags: z.boolean().nullish().describe('Tags of the version before go on'),
    guid: z.guid().nullish().describe('In IMPORT mode, with an id: the guid it had'),
    version: z.int().min(-1).nullish().describe('The version this is expected to become'),
    id: z.int().min(-1).max(VERSION_MAX).nullish().describe('Given in IMPORT mode only'),
  })
  .meta({ id: 'RegistrationSent', examples: [EXAMPLE] });

export const retaggingSent = z
  .object({
    tagsToAdd: tagList,
    tagsToRemove: tagList,
    metadata: metadata.nullish(),
    ruleSet: ruleSet.nullish(),
    rulesToMerge: ruleSet.nullish(),
    rulesToRemove: z.array(z.string()).nullish(),
    newVersion: z.int().min(-1).max(VERSION_MAX).nullish(),
  })
  .meta({ id: 'RetaggingSent' });

const schemaMembers = {
  guid: z.guid().describe('The same in every registry and context'),
  schemaType,
  schema: z.string(),
  references: z.array(reference).optional(),
  metadata: metadata.optional(),
  ruleSet: ruleSet.optional(),
  schemaTags: z.array(entityTags).optional(),
};
export const schemaAnswer = z
  .strictObject({ ...schemaMembers, maxId: schemaId.optional() })
  .meta({ id: 'Schema' });
const versionMembers = {
  version: versionNumber,
  id: schemaId,
  ...schemaMembers,
  ts: z.int().describe('When it was registered, milliseconds since 1970'),
  deleted: z.literal(true).optional(),
};
export const registeredAnswer = z.strictObject(versionMembers).meta({ id: 'Registered' });
export const versionAnswer = z
  .strictObject({ subject: z.string(), ...versionMembers })
  .meta({ id: 'SchemaVersion' });

export const listedAnswer = z
  .strictObject({ subject: z.string(), ...versionMembers, aliases: z.array(z.string()).optional() })
  .meta({ id: 'ListedVersion' });
/** How much of a schema is told. */
export const tellingQuery = {
  referenceFormat: z.string().describe('`qualified` names references for every context'),
  findTags: flag.describe('Adds the tags inside the text'),
};

const witness = z
  .strictObject({
    event: z.string(),
    bytes: z.string().optional(),
    acceptedBy: z.enum(['old', 'new']),
    rejectedBy: z.enum(['old', 'new']),
    reason: z.string(),
  })
  .meta({
    id: 'Witness',
    description: 'The smallest event that breaks, run through both validators',
  });
const findingMembers = {
  ruleId: z.string(),
  severity: z.enum(['breaking', 'warning', 'info']),
  oldPath: z.string(),
  newPath: z.string(),
  message: z.string(),
  why: z.string(),
  fix: z.string(),
  witness: witness.optional(),
  fingerprint: z.string(),
};
export const finding = z.strictObject(findingMembers).meta({ id: 'Finding' });
const hurts = z.array(z.enum(['producers', 'consumers']));
const evidence = z
  .strictObject({ events: z.array(z.string()), before: z.string(), now: z.string() })
  .optional();
export const findingOfMeaning = z
  .strictObject({
    ...findingMembers,
    hurts,
    evidence,
    oldVersion: z.int().optional().describe('Of the subject, where a reader of it is broken'),
  })
  .meta({ id: 'FindingOfMeaning' });
export const findingOfVersion = z
  .strictObject({
    ...findingMembers,
    oldVersion: z.int(),
    hurts: hurts.optional().describe('Where it is about what consumers declared to read'),
    evidence,
  })
  .meta({ id: 'FindingOfVersion' });

export const fault = z
  .strictObject({
    code: z.string(),
    pointer: z.string(),
    message: z.string(),
    line: z.int().optional(),
    column: z.int().optional(),
  })
  .meta({ id: 'Fault', description: 'One place that is wrong, in words' });

export const verdict = z
  .enum(['compatible', 'incompatible', 'undecided'])
  .meta({ id: 'CompatibilityVerdict', description: 'Proved, refuted by a witness, or neither' });
export const assumption = z
  .enum(['open-world', 'declared-only', 'defaults-applied'])
  .meta({ id: 'Assumption', description: 'What is taken for granted about writers' });
export const compatibilityMode = z.enum(Object.keys(modes)).meta({ id: 'CompatibilityMode' });

const comparison = z
  .strictObject({
    oldVersion: z.int(),
    direction: z.string(),
    verdict,
    findings: z.array(finding),
    undecidedBecause: z.string().optional(),
  })
  .meta({ id: 'Comparison', description: 'The new schema against one older version' });
export const reportMembers = {
  verdict,
  mode: compatibilityMode,
  assumption,
  reading: z
    .strictObject({ formats: z.enum(['assert', 'annotate']), enums: z.enum(['closed', 'open']) })
    .optional()
    .describe('Where the contract does not have keywords of its JSON Schema read strictly'),
  comparisons: z.array(comparison),
  window: z
    .strictObject({ window: z.string(), inside: z.int(), leftOut: z.array(z.int()) })
    .optional()
    .describe('Where compatibility.window of the contract left older versions out'),
};
export const report = z.strictObject(reportMembers).meta({ id: 'CompatibilityReport' });
