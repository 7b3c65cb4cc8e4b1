import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Reply } from './ask.js';

export interface ApiOperation {
  readonly method: string;
  readonly path: string;
  readonly summary?: string;
  readonly parameters: readonly { in: string; name: string; schema: object; required: boolean }[];
  readonly requestBody?: { readonly content: Record<string, { schema: object }> };
  readonly responses: Record<string, { readonly content?: Record<string, { schema: object }> }>;
}

/** What a served OpenAPI document promises, and whether an answer keeps it. */
export interface ApiPromises {
  readonly document: Record<string, unknown>;
  readonly operations: readonly ApiOperation[];
  /** What is wrong with the answer; nothing when it is as promised. */
  faultIn(method: string, path: string, reply: Reply): string | undefined;
}

type Document = Record<string, unknown> & {
  readonly paths: Record<string, Record<string, Omit<ApiOperation, 'method' | 'path'>>>;
};

export async function readApiPromises(url: string): Promise<ApiPromises> {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as Document;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
    })),
  );
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ $id: 'document', ...document });
  const compiled = new Map<object, ValidateFunction>();
  const validate = (schema: object): ValidateFunction => {
    const known = compiled.get(schema);
    if (known) return known;
    const made = ajv.compile(pointingInto(schema));
    compiled.set(schema, made);
    return made;
  };
  return {
    document,
    operations,
    faultIn: (method, path, reply) => {
      const operation = operationAt(operations, method, path);
      if (!operation) return `${method} ${path} is not in the document`;
      const promised = operation.responses[String(reply.status)];
      const shown = `${method} ${path.slice(0, 200)} answered ${reply.status} ${reply.type} ${reply.text.slice(0, 300)}`;
      if (!promised) return `${shown}: no such status in ${operation.path}`;
      if (!promised.content) return reply.text === '' ? undefined : `${shown}: a body`;
      const [type = ''] = reply.type.split(';');
      const content = promised.content[type] ?? kindred(promised.content, type);
      if (!content) return `${shown}: no such media type`;
      if (!type.includes('json')) return undefined;
      const check = validate(content.schema);
      if (check(reply.body)) return undefined;
      return `${shown}: ${ajv.errorsText(check.errors)}`;
    },
  };
}

/** The dialect answers in whichever of its media types was asked for. */
function kindred(content: Record<string, { schema: object }>, type: string) {
  return type === 'application/json'
    ? content['application/vnd.schemaregistry.v1+json']
    : undefined;
}

const pointingInto = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/')) as object;

/** Fixed words win over parameters, as in the router. */
function operationAt(
  operations: readonly ApiOperation[],
  method: string,
  path: string,
): ApiOperation | undefined {
  const [bare = ''] = path.split('?');
  const fits = operations.filter(
    (each) =>
      each.method === method &&
      new RegExp(`^${each.path.replace(/\{\w+\}/g, '[^/]*')}$`).test(bare),
  );
  const parameters = ({ path: template }: ApiOperation) => template.split('{').length;
  return fits.sort((a, b) => parameters(a) - parameters(b))[0];
}
