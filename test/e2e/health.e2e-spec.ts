import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

describe('health', () => {
  let concordat: StartedConcordat;
  beforeAll(async () => {
    concordat = await startConcordat();
  }, 90_000);
  afterAll(() => concordat.stop());

  it('both servers are live, ready and measured', async () => {
    for (const url of [concordat.registryUrl, concordat.gatewayUrl]) {
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      const ready = await fetch(`${url}/readyz`);
      expect(await ready.json()).toMatchObject({ status: 'ready' });
      expect(await (await fetch(`${url}/metrics`)).text()).toContain(
        'process_cpu_user_seconds_total',
      );
    }
  });

  it('an unknown address answers 404 with a code and a remedy', async () => {
    const answer = await fetch(`${concordat.gatewayUrl}/nowhere`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'ROUTE_UNKNOWN', status: 404 });
  });
});
