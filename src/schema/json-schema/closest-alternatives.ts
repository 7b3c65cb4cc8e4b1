import { type ErrorObject } from 'ajv';
import { isJsonObject } from '../json.js';
import { appendPointer } from '../json-pointer.js';
import { type Place } from './documents.js';
import { type Origin, type Origins } from './one-dialect.js';
import { originOf } from './origin-of.js';

interface Told {
  readonly origins: Origins;
  /** A reason made for inner alternatives, and the schema around them: it may be one of many too. */
  readonly summaries: Map<ErrorObject, Origin>;
  /** Every error, in the order of the search, before any was left out. */
  readonly all: readonly ErrorObject[];
}

/** Words that pin a property to a few values: what people tell alternatives apart by. */
const PINNING = new Set(['const', 'enum', 'sameAs', 'oneOfValues']);

/** A `oneOf` or `anyOf` none of whose alternatives fits. */
const isUnfit = ({ keyword, params }: ErrorObject): boolean =>
  keyword === 'anyOf' ||
  (keyword === 'oneOf' && !Array.isArray((params as { passingSchemas?: unknown }).passingSchemas));

/** The work grows with both; beyond them an event is not a slip of one alternative. */
const ERRORS_MAX = 3_000;
const UNFIT_MAX = 10;

/**
 * Leaves out the reasons of alternatives the event was never meant for. An alternative that pins
 * a property of the value (`action: { enum: ["opened"] }`) which the value holds differently is
 * another kind of event, and its reasons would bury the one that counts. Where every alternative
 * pins the same property and none fits, that property is the reason.
 */
export function closestAlternatives(
  errors: readonly ErrorObject[],
  origins: Origins,
): readonly ErrorObject[] {
  const told: Told = { origins, summaries: new Map(), all: errors };
  if (errors.length > ERRORS_MAX) return errors;
  const unfit = errors.filter(isUnfit).slice(-UNFIT_MAX);
  return unfit.reduce((left, each) => withoutOthers(left, each, told), errors);
}

function withoutOthers(
  errors: readonly ErrorObject[],
  unfit: ErrorObject,
  told: Told,
): readonly ErrorObject[] {
  const { origins, summaries } = told;
  const alternatives = (unfit.schema as readonly object[]).map((alternative) =>
    rootOfAlternative(alternative, origins),
  );
  const pinned = alternatives.map((root) =>
    errors.find((error) => isPinnedBy(root, error, { unfit, told })),
  );
  const others = alternatives.filter((_, place) => pinned[place]);
  if (others.length === 0) return errors;
  const meant = alternatives.filter((_, place) => !pinned[place]);
  const left = withoutHearsay(
    errors.filter(
      (error) => !others.some((root) => isWithin(root, error, origins)) && error !== unfit,
    ),
    { unfit, others, meant },
    told,
  );
  if (others.length < alternatives.length)
    return alternatives.length - others.length > 1 ? [...left, unfit] : left;
  const found = pinned.filter((error) => error !== undefined);
  const paths = new Set(found.map(({ instancePath }) => instancePath));
  // Told apart by several properties: none of them alone is the reason.
  if (paths.size !== 1) return errors;
  const values = [...new Set(found.flatMap(valuesOf))];
  const summary = { ...(found[0] as ErrorObject), keyword: 'enum', schema: values };
  summaries.set(summary, originOf(unfit, origins));
  return [summary, ...left];
}

/**
 * A reason that stands in a shared definition may have come up in an alternative that was not
 * meant. One that came up in every alternative holds; the others are dropped if a sure one is left.
 */
function withoutHearsay(
  errors: readonly ErrorObject[],
  choice: { unfit: ErrorObject; others: readonly Root[]; meant: readonly Root[] },
  { all, origins }: Told,
): readonly ErrorObject[] {
  const { unfit, others, meant } = choice;
  const from = all.findIndex((error) => others.some((root) => isWithin(root, error, origins)));
  const searched = new Set(all.slice(from, all.indexOf(unfit)));
  const alike = Map.groupBy(searched, keyOf);
  const isOwn = (error: ErrorObject) => meant.some((root) => isWithin(root, error, origins));
  const isSure = (error: ErrorObject) =>
    !searched.has(error) ||
    isOwn(error) ||
    (alike.get(keyOf(error)) as ErrorObject[]).length >= others.length + meant.length;
  const sure = errors.filter(isSure);
  const isTold = meant.length === 0 || sure.some((error) => searched.has(error));
  return isTold ? [...sure.filter(isOwn), ...sure.filter((error) => !isOwn(error))] : errors;
}

const keyOf = ({ instancePath, keyword, params }: ErrorObject): string =>
  `${instancePath} ${keyword} ${JSON.stringify(params)}`;

const valuesOf = ({ schema, keyword }: ErrorObject): readonly unknown[] =>
  keyword === 'enum' || keyword === 'oneOfValues' ? [...(schema as Iterable<unknown>)] : [schema];

/** Document and pointer of an alternative; of what it refers to, where it only refers. */
function rootOfAlternative(alternative: object, origins: Origins): Root {
  const { place } = originOf({ parentSchema: alternative }, origins);
  const reference = isJsonObject(place.schema) ? place.schema.$ref : undefined;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return place;
  // A fragment that does not decode was refused when the schema was read.
  return { document: place.document, pointer: decodeURIComponent(reference.slice(1)) };
}

type Root = Pick<Place, 'document' | 'pointer'>;

function isWithin(root: Root, error: ErrorObject, origins: Origins): boolean {
  const { place } = originOf(error, origins);
  if (place.document !== root.document) return false;
  return place.pointer === root.pointer || place.pointer.startsWith(`${root.pointer}/`);
}

/** Does the alternative itself, and not something deep inside, pin a property to other values? */
function isPinnedBy(
  root: Root,
  error: ErrorObject,
  { unfit, told }: { unfit: ErrorObject; told: Told },
): boolean {
  if (!PINNING.has(error.keyword) || !isWithin(root, error, told.origins)) return false;
  const name = error.instancePath.slice(unfit.instancePath.length + 1);
  const isMember = error.instancePath === `${unfit.instancePath}/${name}` && !name.includes('/');
  const key = name.replaceAll('~1', '/').replaceAll('~0', '~');
  const around = told.summaries.get(error);
  const { pointer } = (around ?? originOf(error, told.origins)).place;
  const wanted = around ? root.pointer : appendPointer(root.pointer, 'properties', key);
  return isMember && pointer === wanted;
}
