import type { Answer, Operation, OperationTable } from '#kernel';
import type { ZodType } from 'zod';
import { JsonShapes } from './json-shapes.js';
import { always, refusalAnswers, refusalShapes, unread } from './refusal-answers.js';
import type { Route } from './routes.js';

export interface DocumentTitle {
  readonly title: string;
  readonly description: string;
  readonly version: string;
}

interface DescribedRoute extends Route {
  readonly table: OperationTable;
  readonly operation: Operation;
}

/**
 * The OpenAPI 3.1 document of what the router has. A route without a row stands in it marked
 * `x-undescribed`, and a row without a route in `x-not-served`, so nothing can hide; a test proves
 * that there is neither.
 */
export function buildDocument(
  routes: readonly Route[],
  tables: readonly OperationTable[],
  about: DocumentTitle,
): Readonly<Record<string, unknown>> {
  const rows = new Map(
    tables.flatMap((table) =>
      Object.entries(table.operations).map(
        ([address, operation]) => [address, { table, operation }] as const,
      ),
    ),
  );
  const shapes = new JsonShapes();
  const paths: Record<string, Record<string, object>> = {};
  for (const route of [...routes].sort(byPath)) {
    const row = rows.get(`${route.method} ${route.path}`);
    rows.delete(`${route.method} ${route.path}`);
    (paths[route.path] ??= {})[route.method.toLowerCase()] = row
      ? described({ ...route, ...row }, shapes)
      : undescribed(route);
  }
  const notServed = [...rows.keys()];
  return {
    openapi: '3.1.0',
    info: { ...about, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: headingsOf(tables, routes),
    paths,
    security: [{}, { key: [] }, { user: [] }],
    components: { securitySchemes: KEYS, schemas: { ...refusalShapes, ...shapes.components() } },
    ...(notServed.length > 0 && { 'x-not-served': notServed }),
  };
}

/** The same addresses once more: on the page they stand together, after all others. */
const BY_CONTEXT = {
  name: 'By context',
  description: 'The Confluent dialect again, each address below one context.',
};
const isByContext = ({ path }: Route) => path.startsWith('/contexts/{');

const headingsOf = (tables: readonly OperationTable[], routes: readonly Route[]) => [
  ...tables.map(({ heading }) => heading),
  ...(routes.some(isByContext) ? [BY_CONTEXT] : []),
];

const byPath = (a: Route, b: Route) =>
  Number(isByContext(a)) - Number(isByContext(b)) || a.path.localeCompare(b.path, 'en');

/** RFC 6750 and RFC 7617, where CONCORDAT_AUTH asks for keys. */
const KEYS = {
  key: { type: 'http', scheme: 'bearer', description: 'A key of this Concordat' },
  user: { type: 'http', scheme: 'basic', description: 'The key is the password' },
};

const undescribed = (route: Route) => ({
  'x-undescribed': true,
  parameters: namesIn(route.path).map((name) => parameter('path', name, { type: 'string' })),
  responses: { default: { description: 'Not described' } },
});

function described(route: DescribedRoute, shapes: JsonShapes): object {
  const { table, operation } = route;
  const { summary, more, body, isBodyOptional } = operation;
  const refusals = refusalAnswers(
    [...operation.refusals, ...always(body !== undefined)],
    table.refusedAs,
  );
  const answers = Object.entries(operation.answers).map(
    ([status, answer]) => [status, answerOf(answer, refusals[status], shapes)] as const,
  );
  return {
    operationId: operationId(route),
    tags: [isByContext(route) ? BY_CONTEXT.name : table.heading.name],
    summary,
    ...(more && { description: more }),
    parameters: parametersOf(route, shapes),
    ...(body && { requestBody: { required: !isBodyOptional, content: contentOf(body, shapes) } }),
    responses: { ...unread(), ...refusals, ...Object.fromEntries(answers) },
  };
}

/** A status may mean an answer and a refusal: a batch of which nothing was accepted. */
function answerOf({ says, content }: Answer, refusal: object | undefined, shapes: JsonShapes) {
  const also = refusal as { description: string; content: object } | undefined;
  const own = content && contentOf(content, shapes);
  return {
    description: also ? `${says} · ${also.description}` : says,
    ...(own && { content: { ...own, ...also?.content } }),
  };
}

const contentOf = (content: Readonly<Record<string, ZodType>>, shapes: JsonShapes) =>
  Object.fromEntries(
    Object.entries(content).map(([type, shape]) => [type, { schema: shapes.of(shape) }]),
  );

function parametersOf({ path, table, operation }: DescribedRoute, shapes: JsonShapes): object[] {
  const listed = (place: string, wanted: Readonly<Record<string, ZodType>> = {}) =>
    Object.entries(wanted).map(([name, shape]) => parameter(place, name, shapes.of(shape)));
  const inPath = namesIn(path).map((name) => {
    const shape = table.pathParameters[name];
    return parameter('path', name, shape ? shapes.of(shape) : { type: 'string' });
  });
  return [...inPath, ...listed('query', operation.query), ...listed('header', operation.headers)];
}

const namesIn = (path: string): string[] => path.match(/(?<=\{)\w+(?=\})/g) ?? [];

function parameter(place: string, name: string, shape: Readonly<Record<string, unknown>>): object {
  const { description, ...schema } = shape;
  return {
    in: place,
    name,
    required: place === 'path',
    ...(typeof description === 'string' && { description }),
    schema,
  };
}

const operationId = ({ method, path }: Route): string =>
  [method.toLowerCase(), ...path.split(/[^A-Za-z0-9]+/).filter(Boolean)].join('_');
