import { z } from 'zod';
import { limits } from '#kernel';

/** One environment variable: what it is, what it means, what it is when nobody says. */
export interface ConfigVariable {
  readonly schema: z.ZodType<unknown, string | undefined>;
  /** Shown in `docs/configuration.md` and by `concordat start --help`. */
  readonly type: string;
  readonly byDefault: string;
  readonly sentence: string;
  readonly isSecret?: boolean;
}

const text = (byDefault: string) => z.string().trim().min(1).default(byDefault);
const optionalUrl = (protocols: RegExp, example: string) =>
  z
    .string()
    .trim()
    .refine((value) => URL.canParse(value) && protocols.test(new URL(value).protocol), {
      error: `must be a URL such as ${example}`,
    })
    .optional();
const integer = (min: number, max: number, byDefault: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: `must be a whole number from ${min} to ${max}` })
    .transform(Number)
    .refine((value) => value >= min && value <= max, {
      error: `must be a whole number from ${min} to ${max}`,
    })
    .default(byDefault);
const oneOf = <const T extends string>(values: readonly [T, ...T[]], byDefault: NoInfer<T>) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` }).default(byDefault as never);

const BROKER = /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+):\d{1,5}$/;
const brokerList = z
  .string()
  .transform((value) =>
    value
      .split(',')
      .map((broker) => broker.trim())
      .filter(Boolean),
  )
  .refine((brokers) => brokers.length > 0 && brokers.every((broker) => BROKER.test(broker)), {
    error: 'must be host:port, several separated by commas',
  })
  .optional();

const adminKey = z
  .string()
  .regex(/^[\x21-\x7e]{32,}$/, { error: 'must be 32 or more visible ASCII characters' })
  .optional();

/** The first one is used; older ones behind it open what they closed. */
const secrets = z
  .string()
  .transform((value) => value.split(',').map((secret) => secret.trim()))
  .refine((secrets) => secrets.every((secret) => /^[\x21-\x7e]{32,}$/.test(secret)), {
    error: 'must be 32 or more visible ASCII characters, several secrets separated by commas',
  })
  .optional();

const row = <S extends z.ZodType<unknown, string | undefined>>(
  schema: S,
  about: Omit<ConfigVariable, 'schema'>,
) => ({ schema, ...about });

/** Every variable Concordat reads, once. `docs/configuration.md` is generated from this table. */
export const configVariables = {
  DATABASE_URL: row(optionalUrl(/^postgres(ql)?:$/, 'postgres://user:secret@host:5432/concordat'), {
    type: 'URL',
    byDefault: 'embedded PostgreSQL',
    sentence: 'Your own PostgreSQL, version 14 or newer. Without it an embedded one is started.',
    isSecret: true,
  }),
  KAFKA_BROKERS: row(brokerList, {
    type: 'host:port list',
    byDefault: 'the event log',
    sentence:
      'Kafka brokers accepted events are forwarded to. Without it the event log on PostgreSQL is the broker.',
  }),
  CONCORDAT_ROLE: row(oneOf(['all', 'registry', 'gateway'], 'all'), {
    type: 'all, registry or gateway',
    byDefault: 'all',
    sentence: 'Which part this process is: registry (with the catalog), gateway, or both.',
  }),
  CONCORDAT_PROCESSES: row(integer(1, 64, 1), {
    type: 'integer',
    byDefault: '1',
    sentence:
      'How many processes share the gateway’s port, one for each core it may use. More than one needs CONCORDAT_ROLE=gateway; each holds its own CONCORDAT_DATABASE_POOL.',
  }),
  CONCORDAT_HOST: row(text('127.0.0.1'), {
    type: 'address',
    byDefault: '127.0.0.1',
    sentence:
      'Address both servers listen on. One that others can reach needs CONCORDAT_AUTH=keys.',
  }),
  CONCORDAT_REGISTRY_PORT: row(integer(0, 65_535, 8081), {
    type: 'port',
    byDefault: '8081',
    sentence: 'Port of the registry and the catalog; 0 takes any free one.',
  }),
  CONCORDAT_GATEWAY_PORT: row(integer(0, 65_535, 8082), {
    type: 'port',
    byDefault: '8082',
    sentence: 'Port of the gateway’s HTTP door; 0 takes any free one.',
  }),
  CONCORDAT_GATEWAY_URL: row(optionalUrl(/^https?:$/, 'http://gateway:8082'), {
    type: 'URL',
    byDefault: 'the one in this process',
    sentence:
      'The gateway the catalog asks when a person tries an event or acts on a refused one. Needed where CONCORDAT_ROLE is registry.',
  }),
  CONCORDAT_CONNECTIONS: row(integer(1, limits.connections.value, limits.connections.value), {
    type: 'integer',
    byDefault: String(limits.connections.value),
    sentence:
      'Connections each server of this process takes; fewer where the system allows it fewer open files.',
  }),
  CONCORDAT_DATA_DIR: row(text('.concordat'), {
    type: 'path',
    byDefault: '.concordat',
    sentence: 'Where the embedded PostgreSQL keeps its data between starts.',
  }),
  CONCORDAT_CONTRACTS_FILE: row(z.string().trim().min(1).optional(), {
    type: 'path',
    byDefault: 'none',
    sentence:
      'A file where a gateway keeps the contracts in force, so that it starts and serves stateless contracts while PostgreSQL is away. One file for one database; processes of one machine may share it.',
  }),
  CONCORDAT_DATABASE_POOL: row(integer(2, 200, 10), {
    type: 'integer',
    byDefault: '10',
    sentence: 'PostgreSQL connections this process may hold.',
  }),
  CONCORDAT_CONFLICT_CODE: row(
    oneOf(['40901', '409'], '40901').transform((value): 409 | 40901 =>
      value === '409' ? 409 : 40901,
    ),
    {
      type: '40901 or 409',
      byDefault: '40901',
      sentence:
        'error_code of an incompatible registration: 40901 as Confluent 8 answers, 409 as Confluent 7 did.',
    },
  ),
  CONCORDAT_AUTH: row(oneOf(['none', 'keys'], 'none'), {
    type: 'none or keys',
    byDefault: 'none',
    sentence:
      'Whether everybody has to prove who they are by a key; none is refused on an address others can reach.',
  }),
  CONCORDAT_ADMIN_KEY: row(adminKey, {
    type: 'text',
    byDefault: 'none',
    sentence:
      'A key of your own choice, 32 characters or more, for the administrator who makes the others.',
    isSecret: true,
  }),
  CONCORDAT_MASTER_KEY: row(secrets, {
    type: 'text, several separated by commas',
    byDefault: 'none',
    sentence:
      'The secret that wraps keys the registry makes for field encryption (kmsType local-kms, shared). The first one wraps; older ones behind it go on opening what they wrapped.',
    isSecret: true,
  }),
  CONCORDAT_QUARANTINE_KEY: row(secrets, {
    type: 'text, several separated by commas',
    byDefault: 'none',
    sentence:
      'The secret refused events are sealed under in the database (AES-256-GCM: key, value and headers). The first one seals; older ones behind it go on opening what they sealed. Without one they are kept as they came.',
    isSecret: true,
  }),
  CONCORDAT_QUARANTINE_DAYS: row(integer(1, 3_650, 30), {
    type: 'days',
    byDefault: '30',
    sentence: 'How long a refused event waits in quarantine before it is let go.',
  }),
  CONCORDAT_LOG_LEVEL: row(oneOf(['silent', 'error', 'warn', 'info', 'debug'], 'warn'), {
    type: 'silent, error, warn, info or debug',
    byDefault: 'warn',
    sentence: 'How much is written to standard error, as JSON lines.',
  }),
  CONCORDAT_DRAIN_MS: row(integer(0, 600_000, 10_000), {
    type: 'milliseconds',
    byDefault: '10000',
    sentence: 'How long a stop waits for requests that have begun.',
  }),
} satisfies Record<string, ConfigVariable>;
