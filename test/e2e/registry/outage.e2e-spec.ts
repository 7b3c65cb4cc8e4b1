import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aContract, asking, jsonSchema } from '../../support/ask.js';
import { createDatabase } from '../../support/create-database.js';
import { eventually } from '../../support/eventually.js';
import { PausableProxy } from '../../support/pausable-proxy.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

describe('a registry whose PostgreSQL goes away', () => {
  let proxy: PausableProxy;
  let concordat: StartedConcordat;
  const ask = asking(() => concordat.registryUrl);
  const schema = jsonSchema({ type: 'object' });
  beforeAll(async () => {
    const url = new URL(await createDatabase());
    proxy = new PausableProxy({ host: url.hostname, port: Number(url.port) });
    await proxy.open();
    url.port = String(proxy.port);
    concordat = await startConcordat({ DATABASE_URL: url.href, CONCORDAT_LOG_LEVEL: 'silent' });
  }, 90_000);
  afterAll(async () => {
    await concordat.stop();
    await proxy.shut();
  });

  it('answers 503 with Retry-After while it is away, and recovers by itself', async () => {
    const before = await ask('POST', '/subjects/away-value/versions', schema);
    expect(before.status).toBe(200);
    await proxy.shut();
    for (const [method, path, body] of [
      ['GET', '/subjects', undefined],
      ['POST', '/subjects/away-value/versions', schema],
      ['POST', '/subjects/new-value/versions', schema],
      ['DELETE', '/subjects/away-value', undefined],
    ] as const) {
      const away = await ask(method, path, body);
      expect([method, away.status, away.headers.get('retry-after')]).toEqual([method, 503, '1']);
      expect(away.body).toEqual({
        error_code: 50301,
        message: 'PostgreSQL cannot be reached, so nothing was read or stored.',
      });
    }
    const contract = await ask('POST', '/v1/contracts', aContract('away.order'));
    expect(contract.status).toBe(503);
    expect(contract.headers.get('retry-after')).toBe('1');
    await proxy.open();
    await eventually(async () => {
      expect((await ask('GET', '/subjects')).body).toEqual(['away-value']);
    });
    expect((await ask('POST', '/subjects/away-value/versions', schema)).body).toEqual(before.body);
    expect((await ask('POST', '/v1/contracts', aContract('away.order'))).status).toBe(201);
  }, 60_000);
});
