import { Injectable } from '@nestjs/common';
import { limits, problem } from '#kernel';
import { languageOf, type ReferencedSource, type SchemaFault } from '#schema';
import { registryProblems } from './problems.js';
import type { SchemaDraft, UnderstoodSchema } from './schema-draft.js';
import { refusedSchema } from './refused-schema.js';
import type { Reference } from './schema-identity.js';
import { references, type ReachedSource } from './store/references.js';
import type { Sql } from './store/sql.js';
import { versions } from './store/versions.js';
import { parseSubject, printSubject, type SubjectName } from './subject-name.js';
import { VetSchema } from './vet-schema.js';

/** Reads a draft with everything it refers to. References come from the registry only. */
@Injectable()
export class UnderstandSchema {
  constructor(private readonly vet: VetSchema) {}

  async run(
    sql: Sql,
    name: SubjectName,
    draft: SchemaDraft & { normalize: boolean; beside?: Beside | undefined },
  ): Promise<UnderstoodSchema> {
    const { type, text } = draft;
    if (!languageOf(type)) throw problem(registryProblems.SCHEMA_TYPE_NOT_READ, { type });
    const bytes = limits.schemaBytes.value;
    if (Buffer.byteLength(text) > bytes)
      throw problem(registryProblems.SCHEMA_TOO_LARGE, { bytes });
    const { context } = name;
    const { beside = NOTHING } = draft;
    const inSet = draft.references.filter((each) => memberOf(beside, each, context));
    const registered = draft.references.filter((each) => !memberOf(beside, each, context));
    const numbered = await numberedReferences(sql, context, registered);
    const reached = [
      ...(await reachedSources(sql, context, numbered)),
      ...inSet.flatMap((each) => sourcesBeside(beside, each, context)),
    ];
    const source = { type, text, references: eachNameOnce(reached) };
    const canonical = await this.vet.run(source, draft.normalize);
    return {
      source: { ...source, text: canonical },
      content: {
        type,
        text: canonical,
        references: draft.normalize ? sortedOnce(numbered) : [...numbered, ...inSet],
        metadata: draft.metadata,
        ruleSet: draft.ruleSet,
      },
    };
  }
}

const sortedOnce = (list: readonly Reference[]): Reference[] =>
  [...new Map(list.map((each) => [`${each.name} ${each.subject} ${each.version}`, each]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, each]) => each);

/** -1 in a reference means the latest version now; what is kept is its number. */
async function numberedReferences(
  sql: Sql,
  context: string,
  list: readonly Reference[],
): Promise<readonly Reference[]> {
  if (list.length > limits.referenceCount.value) throw refusedSchema([tooMany()]);
  const numbered: Reference[] = [];
  for (const each of list) {
    const latest =
      each.version === -1 && (await versions.latest(sql, parseSubject(each.subject, context)));
    numbered.push(latest ? { ...each, version: latest.version } : each);
  }
  return numbered;
}

async function reachedSources(
  sql: Sql,
  context: string,
  list: readonly Reference[],
): Promise<readonly ReachedSource[]> {
  const targets = list.map((each) => ({ ...each, ...parseSubject(each.subject, context) }));
  const reached = await references.reachedFromVersions(sql, targets, limits.referenceDepth.value);
  const found = new Set(reached.filter(({ depth }) => depth === 1).map(({ name }) => name));
  const missing = list.filter(({ name }) => !found.has(name)).map(notRegistered);
  if (missing.length > 0) throw refusedSchema(missing);
  return reached;
}

/** Schemas that stand beside the draft in one request, by subject. Registered they are not. */
type Beside = ReadonlyMap<string, UnderstoodSchema>;
const NOTHING: Beside = new Map();

/** The newest version of a subject in the set is the one in the set; numbers mean registered ones. */
const memberOf = (beside: Beside, { subject, version }: Reference, context: string) =>
  version === -1 && beside.size > 0
    ? beside.get(printSubject(parseSubject(subject, context)))
    : undefined;

function sourcesBeside(beside: Beside, each: Reference, context: string): ReachedSource[] {
  const source = memberOf(beside, each, context)?.source;
  if (!source) return [];
  const behind = source.references.map((further) => ({ ...further, root: 1, depth: 2 }));
  return [{ name: each.name, text: source.text, root: 1, depth: 1 }, ...behind];
}

/** The same name may be met on several ways, but it must mean the same text on all of them. */
export function eachNameOnce(reached: readonly ReachedSource[]): readonly ReferencedSource[] {
  const byName = new Map<string, ReferencedSource>();
  for (const { name, text, depth } of reached) {
    if (depth > limits.referenceDepth.value) throw refusedSchema([tooDeep()]);
    const known = byName.get(name);
    if (known && known.text !== text) throw refusedSchema([ambiguous(name)]);
    byName.set(name, { name, text });
  }
  if (byName.size > limits.referenceCount.value) throw refusedSchema([tooMany()]);
  return [...byName.values()];
}

const fault = (code: string, message: string): SchemaFault => ({ code, pointer: '', message });
const notRegistered = ({ name, subject, version }: Reference) =>
  fault(
    'REF_NOT_REGISTERED',
    `The reference "${name}" points to version ${version} of subject "${subject}", which is not registered. Register it first; nothing is fetched from elsewhere.`,
  );
const tooDeep = () =>
  fault(
    'SCHEMA_REFERENCES_TOO_DEEP',
    `References nest deeper than ${limits.referenceDepth.value}. Flatten them.`,
  );
const tooMany = () =>
  fault(
    'SCHEMA_TOO_MANY_REFERENCES',
    `It refers to more than ${limits.referenceCount.value} schemas. Merge some of them.`,
  );
const ambiguous = (name: string) =>
  fault(
    'SCHEMA_REFERENCE_AMBIGUOUS',
    `The name "${name}" is used for two different schemas among the references. Rename one of them.`,
  );
