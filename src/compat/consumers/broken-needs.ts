import type { Consumption, Need } from '#contract';
import type { Finding, Severity } from '#kernel';
import {
  anyItem,
  fieldAt,
  fieldsByPointer,
  isInside,
  nodesAt,
  NOT_SHOWN,
  overlaps,
  type SchemaNode,
  type SchemaType,
} from '#schema';
import type { MeaningFinding } from '../contract/meaning-finding.js';
import { fingerprint } from '../fingerprint.js';
import type { Comparison } from '../report.js';
import { type ConsumerRuleId, consumerRules } from './consumer-rules.js';
import { lapsed } from './lapsed.js';

/** What changed, and who declared to read it. */
export interface NeedsQuestion {
  readonly type: SchemaType;
  readonly old: SchemaNode;
  readonly new: SchemaNode;
  /** Old readers of new events: the newest version against the new one. */
  readonly forward: Pick<Comparison, 'findings' | 'undecidedBecause'>;
  readonly consumptions: readonly Consumption[];
  /** A day: who stood by a declaration until an earlier one is warned about, not protected. */
  readonly today: string;
}

/** How a need is hurt, before anybody is named. */
interface Hurt {
  readonly ruleId: ConsumerRuleId;
  readonly what: string;
  /** What makes it this hurt and not another one, where no finding does. */
  readonly shape?: string;
  readonly by?: Finding | undefined;
}

/** Where the need stands in the text of the old schema. */
type Placed = Hurt & { readonly at: string };

/**
 * Whom a change breaks of those who declared what they read. A consumer that reads three fields
 * does not care for a fourth: only what overlaps its needs counts, and of a changed set of values
 * only those it says it does not know.
 */
export function brokenNeeds(question: NeedsQuestion): readonly MeaningFinding[] {
  const judge = new Needs(question);
  return question.consumptions.flatMap((consumption) =>
    Object.entries(consumption.needs).flatMap(([path, need]) => {
      const hurt = judge.hurt(path, need);
      return hurt ? [findingOf(consumption, { path, hurt, today: question.today })] : [];
    }),
  );
}

class Needs {
  readonly #breaks: readonly { readonly finding: Finding; readonly paths: readonly string[] }[];
  readonly #isCut: boolean;
  /** Old path → new path. */
  readonly #renamed: ReadonlyMap<string, string>;

  constructor(private readonly question: NeedsQuestion) {
    const [before, after] = [fieldsByPointer(question.old), fieldsByPointer(question.new)];
    this.#breaks = question.forward.findings
      .filter(({ severity }) => severity === 'breaking')
      .map((finding) => {
        const field = fieldAt(after, finding.newPath) ?? fieldAt(before, finding.oldPath) ?? '';
        return { finding, paths: placesOf(field, refusedAt(finding)) };
      });
    this.#isCut = isCut(question.new);
    // Protobuf knows fields by their numbers, and so do the places in its text.
    const byNumber = question.type === 'PROTOBUF' ? [...before] : [];
    this.#renamed = new Map(byNumber.map(([place, path]) => [path, after.get(place) ?? path]));
  }

  hurt(path: string, need: Need): Placed | undefined {
    const before = nodesAt(this.question.old, anyItem(path)) ?? [];
    const [first] = before;
    const hurt = first && this.#hurt(path, need, before);
    return hurt && { ...hurt, at: first.schemaPointer ?? path };
  }

  #hurt(path: string, need: Need, before: readonly SchemaNode[]): Hurt | undefined {
    const place = anyItem(path);
    const after = nodesAt(this.question.new, this.#renamed.get(place) ?? place);
    const breaks = this.#breaks.filter(({ paths }) => paths.some((each) => overlaps(each, path)));
    if (this.#isGone(after))
      return { ruleId: 'CONSUMER_FIELD_REMOVED', what: GONE, by: breaks[0]?.finding };
    const unknown = unknownTo(need, before, after ?? []);
    const ofValues = breaks.find(({ finding }) => isAboutValues(finding));
    if (unknown !== undefined)
      return {
        ...{ ruleId: 'CONSUMER_VALUE_UNKNOWN', what: `It may be ${unknown} now.`, shape: unknown },
        by: ofValues?.finding,
      };
    const other = breaks.find(({ finding }) => !isAboutValues(finding));
    if (other)
      return {
        ruleId: 'CONSUMER_FIELD_CHANGED',
        what: other.finding.message,
        by: other.finding,
      };
    const { undecidedBecause } = this.question.forward;
    return undecidedBecause === undefined
      ? undefined
      : { ruleId: 'CONSUMER_UNDECIDED', what: `Undecided: ${undecidedBecause}` };
  }

  /** A tree too large to be drawn to its end does not say that something is not there. */
  #isGone(after: readonly SchemaNode[] | undefined): boolean {
    return after === undefined ? !this.#isCut : after.length === 0;
  }
}

const GONE = 'No such field is declared any more.';

const isCut = ({ recursive, constraints, children }: SchemaNode): boolean =>
  recursive !== undefined || constraints.includes(NOT_SHOWN) || children.some(isCut);

/** Reasons name the place first: `/total: The number must be …`. */
const refusedAt = ({ witness }: Finding): string =>
  /^((?:\/[^/]*?)+): /.exec(witness?.reason ?? '')?.[1] ?? '';

/** The place in the schema and the place in the event; of two where one lies in the other, that one. */
function placesOf(inSchema: string, inEvent: string): readonly string[] {
  const [one, other] = [anyItem(inSchema), anyItem(inEvent)];
  if (isInside(one, other)) return [one];
  return isInside(other, one) ? [other] : [one, other];
}

/** What changes which values there may be and not what a value is; who takes any of them is not hurt. */
const OF_VALUES: ReadonlySet<string> = new Set([
  ...['JSON_ENUM_VALUE_ADDED', 'JSON_ENUM_REMOVED', 'JSON_CONST_CHANGED'],
  ...['JSON_RANGE_CHANGED', 'JSON_LENGTH_CHANGED', 'JSON_PATTERN_CHANGED', 'JSON_FORMAT_CHANGED'],
  ...['AVRO_ENUM_SYMBOL_ADDED', 'PROTO_ENUM_VALUE_ADDED', 'PROTO_ENUM_OPENNESS_CHANGED'],
]);

const isAboutValues = ({ ruleId }: Finding): boolean => OF_VALUES.has(ruleId);

/** What the consumer does not know and may meet now; what it did not know before is no news. */
function unknownTo(
  { values, onUnknown }: Need,
  before: readonly SchemaNode[],
  after: readonly SchemaNode[],
): string | undefined {
  if (values === undefined || onUnknown === 'ignore') return undefined;
  const [old, now] = [valuesAt(before), valuesAt(after)];
  if (!old) return undefined;
  if (!now) return 'any value';
  const known = new Set([...values, ...old].map((value) => JSON.stringify(value)));
  const news = now.map((value) => JSON.stringify(value)).filter((text) => !known.has(text));
  return news.length === 0 ? undefined : news.join(' or ');
}

/** The values a place may have, where the schema lists them. */
function valuesAt(nodes: readonly SchemaNode[]): readonly unknown[] | undefined {
  const listed = nodes.flatMap(({ values }) => values ?? []);
  return listed.length === 0 ? undefined : listed;
}

interface Told {
  readonly path: string;
  readonly hurt: Placed;
  readonly today: string;
}

function findingOf(
  consumption: Consumption,
  { path, hurt: { ruleId, what, shape = '', by, at }, today }: Told,
): MeaningFinding {
  const { consumer, owner } = consumption;
  const over = lapsed(consumption, today);
  const isWarned = over !== '' || ruleId === 'CONSUMER_UNDECIDED';
  const severity: Severity = isWarned ? 'warning' : 'breaking';
  const { why, fix } = consumerRules[ruleId];
  return {
    ...{ ruleId, severity, oldPath: by?.oldPath ?? at, newPath: by?.newPath ?? at },
    message: `"${consumer}" (team ${owner.team}) reads ${path}. ${what}${over}`,
    ...{ why, fix, hurts: ['consumers'] },
    ...(by?.witness && {
      evidence: {
        events: [by.witness.event],
        before: 'it is refused',
        now: `it passes, and "${consumer}" meets it`,
      },
    }),
    fingerprint: fingerprint({
      ...{ ruleId, direction: 'forward', path, oldShape: consumer },
      newShape: by?.fingerprint ?? shape,
    }),
  };
}
