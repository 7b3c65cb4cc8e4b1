import { unqualifiedSubject } from '#contract';
import { problem } from '#kernel';
import { unexpected } from '../ask.js';
import { fewAtATime } from '../demo/progress.js';
import { cliProblems } from '../problems.js';
import {
  type ContentReference,
  type ContentSettings,
  type ContentVersion,
  type RegistryContent,
} from './registry-content.js';
import type { RegistryDoor } from './registry-door.js';

const WIDTH = 8;

export interface ReadingOptions {
  /** Only subjects for which this is true. */
  readonly isWanted?: (subject: string) => boolean;
  /** Levels to ask for settings besides those that are found. */
  readonly scopes?: readonly string[];
  readonly onProgress?: (done: number, all: number) => void;
}

/** Everything the dialect tells, by its oldest addresses: every registry that speaks it has these. */
export async function readRegistry(
  door: RegistryDoor,
  { isWanted = () => true, scopes: also = [], onProgress = () => undefined }: ReadingOptions = {},
): Promise<RegistryContent> {
  const subjects = (await subjectsIn(door)).filter(isWanted);
  const read = await fewAtATime(subjects, (subject) => readSubject(door, subject), {
    width: WIDTH,
    onDone: (done) => onProgress(done, subjects.length),
  });
  const versions = read.flatMap((each) => each.versions);
  const scopes = [...(await wholeScopes(door)), ...subjects, ...also, ...(await aliasesIn(door))];
  const settings = await fewAtATime([...new Set(scopes)], (scope) => settingsAt(door, scope), {
    width: WIDTH,
    onDone: () => undefined,
  });
  return {
    versions,
    settings: settings.filter(({ config, mode }) => config ?? mode),
    notes: read.flatMap((each) => each.notes),
  };
}

async function subjectsIn(door: RegistryDoor): Promise<readonly string[]> {
  const answer = await door.ask('GET', '/subjects?deleted=true');
  const names = answer.body as readonly unknown[];
  const isList = Array.isArray(names) && names.every((name) => typeof name === 'string');
  if (answer.status === 404 || (answer.status === 200 && !isList))
    throw problem(cliProblems.NOT_A_REGISTRY, { url: door.server.url });
  if (answer.status !== 200 || !isList) throw unexpected(door.server, answer);
  return [...new Set((names as readonly string[]).map(unqualifiedSubject))].sort();
}

interface TextVersion {
  readonly subject?: string;
  readonly id: number;
  readonly guid?: string;
  readonly schemaType?: string;
  readonly schema: string;
  readonly references?: readonly ContentReference[];
  readonly metadata?: unknown;
  readonly ruleSet?: unknown;
}

async function readSubject(
  door: RegistryDoor,
  subject: string,
): Promise<{ readonly versions: readonly ContentVersion[]; readonly notes: readonly string[] }> {
  const path = `/subjects/${encodeURIComponent(subject)}/versions`;
  const [all, live] = [
    (await door.find<readonly number[]>(`${path}?deleted=true`)) ?? [],
    new Set(await door.find<readonly number[]>(path)),
  ];
  const versions: ContentVersion[] = [];
  for (const version of all) {
    const found = await door.find<TextVersion>(`${path}/${version}?deleted=true`);
    // Deleted for good since the list was read.
    if (!found) continue;
    if (found.subject !== undefined && unqualifiedSubject(found.subject) !== subject)
      return {
        versions: [],
        notes: [`${subject} stands for ${found.subject}; only that is read.`],
      };
    versions.push(versionOf({ subject, version, found, isDeleted: !live.has(version) }));
  }
  return { versions, notes: [] };
}

const versionOf = ({
  found: { id, guid, schemaType = 'AVRO', schema, references = [], metadata, ruleSet },
  ...place
}: {
  readonly subject: string;
  readonly version: number;
  readonly isDeleted: boolean;
  readonly found: TextVersion;
}): ContentVersion => ({
  ...place,
  ...{ id, guid, schemaType, schema },
  references: references.map(({ name, subject, version }) => ({ name, subject, version })),
  metadata: metadata ?? undefined,
  ruleSet: ruleSet ?? undefined,
});

/** Everything, every context at once, and each context. Only some registries know more than the first. */
async function wholeScopes(door: RegistryDoor): Promise<readonly string[]> {
  const contexts = (await door.find<readonly string[]>('/contexts')) ?? [];
  if (contexts.length === 0) return [''];
  return ['', ':.__GLOBAL:', ...contexts.map((context) => `:${context}:`)];
}

/** Names that only stand for another subject are in no list of subjects. */
async function aliasesIn(door: RegistryDoor): Promise<readonly string[]> {
  const found: string[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const query = `aliases=true&deleted=true&latestOnly=true&offset=${offset}&limit=${PAGE}`;
    const page = await door.find<readonly { aliases?: readonly string[] }[]>(`/schemas?${query}`);
    if (!Array.isArray(page)) return found;
    const named = (page as readonly { aliases?: readonly string[] | null }[]).flatMap(
      ({ aliases }) => aliases ?? [],
    );
    found.push(...named.map(unqualifiedSubject));
    // Whoever answers more than was asked for does not know pages.
    if (page.length !== PAGE) return found;
  }
}
const PAGE = 500;

async function settingsAt(door: RegistryDoor, scope: string): Promise<ContentSettings> {
  const path = scope === '' ? '' : `/${encodeURIComponent(scope)}`;
  const config = await door.find<Record<string, unknown>>(`/config${path}`);
  const mode = await door.find<{ mode?: string }>(`/mode${path}`);
  return { scope, config: config && configToPut(config), mode: mode?.mode };
}

/** Answers say `compatibilityLevel` where requests say `compatibility`. */
export function configToPut(
  answered: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  const { compatibilityLevel, compatibility = compatibilityLevel, ...rest } = answered;
  const known = Object.entries({ compatibility, ...rest }).filter(
    ([name, value]) => CONFIG_MEMBERS.has(name) && value !== undefined && value !== null,
  );
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

const CONFIG_MEMBERS = new Set([
  ...['compatibility', 'alias', 'aliasForDeks', 'normalize', 'validateFields'],
  ...['validateNewSchemas', 'validateRules', 'compatibilityPolicy', 'compatibilityGroup'],
  ...['defaultMetadata', 'overrideMetadata', 'defaultRuleSet', 'overrideRuleSet'],
]);
