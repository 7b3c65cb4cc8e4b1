import { describe, expect, it } from '@jest/globals';
import { identityOf, type RuleSet, type SchemaContent } from './schema-identity.js';

const person: SchemaContent = {
  type: 'AVRO',
  text: '{"type":"record","name":"Person","namespace":"io.confluent.kafka.example","fields":[{"name":"name","type":"string"},{"name":"age","type":"int"},{"name":"ssn","type":"string"},{"name":"user","type":"io.confluent.kafka.example.User"},{"name":"address","type":"io.confluent.kafka.example.Address"}]}',
  references: [],
};
const references = [
  { name: 'io.confluent.kafka.example.User', subject: 'User', version: 1 },
  { name: 'io.confluent.kafka.example.Address', subject: 'Address', version: 2 },
];
const metadata = {
  tags: { team: ['data-engineering'], environment: ['staging', 'production'] },
  properties: {
    version: '1.0.0',
    owner: 'data-team',
    description: 'Person schema for user management',
  },
  sensitive: ['ssn', 'credit-card'],
};
const rule = (name: string, doc: string, rest: object) => ({
  name,
  doc,
  tags: ['PERSON'],
  onSuccess: 'none',
  onFailure: 'error',
  disabled: false,
  ...rest,
});
const ruleSet: RuleSet = {
  migrationRules: [
    rule('upgrade-rule-1', 'Upgrade rule for field changes', {
      kind: 'TRANSFORM',
      mode: 'UPGRADE',
      type: 'FIELD_UPDATE',
      params: { field: 'name' },
      expr: 'field.name = field.name.toUpperCase()',
    }),
    rule('downgrade-rule-1', 'Downgrade rule for compatibility', {
      kind: 'TRANSFORM',
      mode: 'DOWNGRADE',
      type: 'FIELD_DELETE',
      params: { field: 'ssn' },
      expr: 'delete field.ssn',
    }),
  ],
  domainRules: [
    rule('validation-rule-1', 'Validate age field', {
      kind: 'CONDITION',
      mode: 'WRITE',
      type: 'FIELD_VALIDATION',
      params: { field: 'age' },
      expr: 'field.age >= 0 && field.age <= 150',
    }),
    rule('masking-rule-1', 'Mask sensitive data on read', {
      kind: 'TRANSFORM',
      mode: 'READ',
      type: 'DATA_MASKING',
      params: { field: 'ssn' },
      expr: "field.ssn = '***-**-****'",
    }),
  ],
};

describe('the guid of a schema', () => {
  // Computed by Confluent's registry for these contents (its published test vectors).
  it.each([
    ['alone', {}, 'd629bb05-ad85-3d20-fbcb-895de3c459f7'],
    ['with rules', { ruleSet }, 'c0708b8f-65f6-b698-bffe-45c1dfa8987c'],
    ['with metadata', { metadata }, '2034166c-90a8-1166-0ff2-f5f62c80dbe0'],
    ['with metadata and rules', { metadata, ruleSet }, 'd9877161-cfdf-d8c5-4eb4-ab37ed50e9d5'],
    ['with references', { references }, '5c08d70e-5347-41b2-6369-199425d044eb'],
    ['with everything', { references, metadata, ruleSet }, '589556fb-ad98-e8e0-94fa-e6da3455433a'],
  ])('%s is the one Confluent computes', (_name, rest, guid) => {
    expect(identityOf({ ...person, ...rest }).guid).toBe(guid);
  });
});

describe('the fingerprint of a schema', () => {
  const fingerprintOf = (rest: object) =>
    identityOf({ ...person, ...rest }).fingerprint.toString('hex');

  it('differs for whatever makes another schema', () => {
    const all = [
      {},
      { type: 'JSON' },
      { text: '{}' },
      { references },
      { metadata },
      { ruleSet },
      { metadata: {} },
    ].map(fingerprintOf);
    expect(new Set(all).size).toBe(all.length);
  });

  it('does not depend on the order of keys', () => {
    const [one, two] = [{ properties: { a: '1', b: '2' } }, { properties: { b: '2', a: '1' } }];
    expect(fingerprintOf({ metadata: one })).toBe(fingerprintOf({ metadata: two }));
  });

  it('tells contents apart that one MD5 would not: what ends here and begins there', () => {
    const one = identityOf({ ...person, references: [{ name: 'ab', subject: 'c', version: 1 }] });
    const two = identityOf({ ...person, references: [{ name: 'a', subject: 'bc', version: 1 }] });
    expect(one.guid).toBe(two.guid);
    expect(one.fingerprint).not.toEqual(two.fingerprint);
  });
});
