/** One HTTP exchange, the body read as JSON where it is some. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of any shape
  readonly body: any;
}

export type Ask = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Reply>;

/** A string or bytes are sent as they are, anything else as JSON. */
export const asking =
  (url: () => string): Ask =>
  async (method, path, body, headers = {}) => {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const answer = await fetch(url() + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const type = answer.headers.get('content-type') ?? '';
    return { status: answer.status, type, headers: answer.headers, text, body: read(text) };
  };

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The body of a registration of a JSON Schema. */
export const jsonSchema = (schema: unknown, rest: object = {}) => ({
  schemaType: 'JSON',
  schema: typeof schema === 'string' ? schema : JSON.stringify(schema),
  ...rest,
});

/** A contract with a schema of its own and no surprises. */
export const aContract = (id: string, change: Record<string, unknown> = {}) => ({
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id,
  status: 'active',
  owner: { team: 'orders' },
  schema: {
    format: 'json-schema',
    definition: {
      type: 'object',
      properties: { orderId: { type: 'string' }, total: { type: 'number' } },
      required: ['orderId'],
    },
  },
  channel: { topic: id },
  ...change,
});
