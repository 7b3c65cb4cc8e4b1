import { describe, expect, it } from '@jest/globals';
import { readContract } from '#contract';
import { limits } from '#kernel';
import { jsonSchema } from '#schema';
import { contractOfKind } from './contract-of-kind.js';
import { githubDomains } from './github-domains.js';
import { readGithubEvents } from './github-events.js';

const { kinds, examples } = readGithubEvents();
const documents = kinds.map((kind) => JSON.stringify(contractOfKind(kind)));
const contracts = documents.map((document) => {
  const read = readContract(document);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
});

describe('the demo’s contracts', () => {
  it('are one for each kind of event the examples show, and none is left without a domain', () => {
    expect(kinds.map(({ name }) => name)).toEqual([...new Set(kinds.map(({ name }) => name))]);
    expect(new Set(examples.map(({ kind }) => kind))).toEqual(
      new Set(kinds.map(({ name }) => name)),
    );
    const assigned = Object.values(githubDomains).flatMap(({ kinds: names }) => names);
    expect([...assigned].sort()).toEqual(kinds.map(({ name }) => name).sort());
  });

  it('hold a schema of their own that is read without a fault', () => {
    for (const { id, schema } of contracts) {
      const read = jsonSchema.read({ type: 'JSON', text: schema.definition ?? '', references: [] });
      expect([id, read.ok ? [] : read.error]).toEqual([id, []]);
    }
  });

  it('are small enough for the registry', () => {
    const largest = Math.max(...documents.map((document) => Buffer.byteLength(document)));
    expect(largest).toBeLessThan(limits.schemaBytes.value / 4);
  });

  it('mask every address of a person they can find', () => {
    const push = contracts.find(({ id }) => id === 'github.push');
    expect(push?.fields['/pusher/email']).toEqual({ classification: 'pii.contact', mask: 'hash' });
    expect(push?.fields['/commits/*/author/email']).toEqual({
      classification: 'pii.contact',
      mask: 'hash',
    });
  });

  it('key events by repository wherever the schema guarantees one', () => {
    const keys = new Map(contracts.map(({ id, channel }) => [id, channel.key]));
    expect(keys.get('github.pull_request')).toBe('/repository/full_name');
    expect(keys.get('github.security_advisory')).toBe('/security_advisory/ghsa_id');
    expect([...keys.values()].filter((key) => key === undefined).length).toBeLessThan(5);
  });
});
