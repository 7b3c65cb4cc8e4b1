import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

interface Told {
  readonly since: string;
  readonly contracts: readonly {
    readonly id: string;
    readonly versions: readonly {
      readonly version: number;
      readonly publishedAt: string;
      readonly publishedBy: string;
      readonly reason?: string;
      readonly isForced: boolean;
      readonly change: string;
      readonly changes: readonly { readonly message: string; readonly effect: string }[];
    }[];
  }[];
}

const contract = (id: string, team: string, definition: object, more: object = {}) => ({
  ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id, status: 'active', owner: { team } },
  ...{ undeclared: 'refuse', channel: { topic: id } },
  schema: { format: 'json-schema', definition, ...more },
});
const order = (...required: string[]) => ({
  type: 'object',
  properties: { id: { type: 'string' }, gift: { type: 'string' } },
  required,
});

describe('the changelog of a registry', () => {
  let concordat: StartedConcordat;
  beforeAll(async () => {
    concordat = await startConcordat();
    await publish(contract('shop.ordered', 'shop', order('id')));
    await publish(contract('shop.ordered', 'shop', order('id', 'gift')), {
      ...{ force: 'true', reason: 'Every order has a card.' },
    });
    await publish(contract('mail.address', 'mail', { type: 'object' }));
    const uses = (title: string) =>
      contract('mail.sent', 'mail', { title, $ref: 'address.json' }, { references: [address] });
    await publish(uses('Sent'));
    await publish({ ...uses('Sent'), name: 'Mail sent' }, { reason: 'It had no name.' });
  }, 120_000);
  afterAll(() => concordat?.stop());

  const address = { name: 'address.json', subject: 'mail.address-value', version: 1 };
  const publish = async (document: object, query: Record<string, string> = {}) => {
    const asked = new URLSearchParams(query).toString();
    const answer = await fetch(`${concordat.registryUrl}/v1/contracts?${asked}`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify(document),
    });
    expect({ status: answer.status, said: await answer.text() }).toMatchObject({ status: 201 });
  };
  const changelog = (...words: string[]) =>
    runCli(['changelog', 'registry', ...words], {
      env: { CONCORDAT_REGISTRY_URL: concordat.registryUrl },
    });
  const told = async (...words: string[]) =>
    JSON.parse((await changelog('--format', 'json', ...words)).stdout) as Told;

  it('tells who made each version, when, why and what it changed, the newest first', async () => {
    const { stdout, stderr, exitCode } = await changelog();
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    const settled = stdout.replaceAll(/\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC/g, 'THEN');
    expect(settled).toBe(`Published since THEN: 5 versions of 3 contracts, 1 breaking

mail.sent  mail
  v2  THEN by anonymous
    It had no name.
    ✓ The name was "mail.sent" and becomes "Mail sent".  breaks nobody
  v1  THEN by anonymous
    ✓ It is new.  breaks nobody

mail.address  mail
  v1  THEN by anonymous
    ✓ It is new.  breaks nobody

shop.ordered  shop
  v2  THEN by anonymous, forced
    Every order has a card.
    ✗ The property "gift" of the event became required.  breaks new readers of old events
        e.g. {"id":""}
  v1  THEN by anonymous
    ✓ It is new.  breaks nobody
`);
  });

  it('says of each version what the versions table of the catalog says', async () => {
    const { contracts } = await told('--contract', 'shop.ordered');
    const shown = await fetch(`${concordat.registryUrl}/catalog/v1/events/shop.ordered`);
    const { versions } = (await shown.json()) as { versions: Told['contracts'][0]['versions'] };
    const about = (rows: typeof versions) =>
      rows.map(({ version, publishedAt, publishedBy, isForced, reason }) => ({
        ...{ version, publishedAt, publishedBy, isForced, reason },
      }));
    expect(contracts).toHaveLength(1);
    expect(about(contracts[0]?.versions ?? [])).toEqual(about(versions));
  });

  it('is of one team, or since a moment', async () => {
    const idsOf = ({ contracts }: Told) => contracts.map(({ id }) => id);
    expect(idsOf(await told('--team', 'mail'))).toEqual(['mail.sent', 'mail.address']);
    const [newest] = (await told('--contract', 'mail.sent')).contracts;
    const since = newest?.versions[0]?.publishedAt ?? '';
    const late = await told('--since', since);
    expect(late.since).toBe(since);
    expect(late.contracts).toMatchObject([{ id: 'mail.sent', versions: [{ version: 2 }] }]);
    const { stdout } = await changelog('--since', '2999-01-01');
    expect(stdout).toContain('Nothing was published at');
  });

  it('is written as Markdown where a file is named, and knows no contract nobody published', async () => {
    const { stdout } = await changelog('--team', 'shop', '--format', 'markdown');
    expect(stdout).toContain('## shop.ordered');
    expect(stdout).toContain('> Every order has a card.');
    const unknown = await changelog('--contract', 'shop.nowhere');
    expect(unknown.stderr).toContain('Contract "shop.nowhere" was never published.');
    expect(unknown.exitCode).toBe(2);
  });
});
