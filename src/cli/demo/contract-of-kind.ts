import { domainOfKind, githubDomains } from './github-domains.js';
import { githubPolicies } from './github-policies.js';
import { isAlwaysString, pathsNamed } from './schema-walk.js';
import type { Schema } from './schema-of-kind.js';

/** What the packages say about one kind of event. */
export interface GithubKind {
  readonly name: string;
  readonly description: string;
  readonly schema: Schema;
}

/** A contract document as it is posted (`docs/contract.md`). */
export type ContractDocument = Readonly<Record<string, unknown>>;

export const contractIdOf = (kind: string): string => `github.${kind}`;
export const topicOf = (kind: string): string => `github.${domainOfKind(kind)}`;
export const eventTypeOf = (kind: string): string => `com.github.${kind}`;

/** What orders events, best first: all of one repository stay in order. */
const KEYS = [
  '/repository/full_name',
  '/organization/login',
  '/security_advisory/ghsa_id',
  '/sender/login',
];

export function contractOfKind({ name, description, schema }: GithubKind): ContractDocument {
  const policy = githubPolicies[name] ?? {};
  const domain = domainOfKind(name);
  const { team, contact, oncall, criticality } = githubDomains[domain] ?? { team: domain };
  const key = KEYS.find((pointer) => isAlwaysString(schema, pointer.slice(1).split('/')));
  return {
    apiVersion: 'concordat/v1',
    kind: 'EventContract',
    id: contractIdOf(name),
    name: titleOf(name),
    status: policy.status ?? 'active',
    domain,
    owner: { team, contact, oncall },
    description: { purpose: purposeOf(name, description), limitations: policy.limitations },
    tags: ['github', 'webhook', ...(policy.status ? ['legacy'] : [])],
    criticality,
    schema: { format: 'json-schema', subject: contractIdOf(name), definition: schema },
    envelope: { spec: 'cloudevents', type: eventTypeOf(name) },
    channel: { topic: topicOf(name), key, partitions: 3, retention: 'P30D' },
    compatibility: { mode: 'BACKWARD' },
    undeclared: policy.undeclared ?? 'warn',
    fields: overlaysOf(schema),
    enforcement: { mode: policy.enforcement ?? 'enforce' },
    deprecation: policy.deprecation,
  };
}

const EMAILS_MAX = 12;

function overlaysOf(schema: Schema): Readonly<Record<string, unknown>> {
  const emails = pathsNamed(schema, 'email').slice(0, EMAILS_MAX);
  const logins = pathsNamed(schema, 'login').filter((path) => path === '/sender/login');
  // GitHub dropped Gravatar; the field is always empty and `avatar_url` took its place.
  const gravatars = pathsNamed(schema, 'gravatar_id').filter(
    (path) => path === '/sender/gravatar_id',
  );
  return Object.fromEntries<unknown>([
    ...emails.map((path) => [path, { classification: 'pii.contact', mask: 'hash' }] as const),
    ...logins.map((path) => [path, { classification: 'pii.identifier', mask: 'partial' }] as const),
    ...gravatars.map(
      (path) => [path, { deprecatedOn: '2026-01-01', replacedBy: '/sender/avatar_url' }] as const,
    ),
  ]);
}

function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The package's descriptions end in links to other pages; what stands before says enough. */
function purposeOf(name: string, description: string): string {
  const [before = ''] = description.split(/\s?(?:For more information|The type of activity)/);
  return (
    before.trim() || description.trim() || `Something happened to a ${name.replaceAll('_', ' ')}.`
  );
}
