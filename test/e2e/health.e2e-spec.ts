import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

/** Announces a body and sends only its first bytes: a server that reads it all would never answer. */
function announce(url: string, bytes: number): Promise<[status: number | undefined, body: string]> {
  return new Promise((done, refuse) => {
    const sent = request(
      url,
      { method: 'POST', headers: { 'Content-Length': bytes } },
      (answer) => {
        let body = '';
        answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
        answer.on('end', () => {
          sent.destroy();
          done([answer.statusCode, body]);
        });
      },
    );
    sent.on('error', refuse);
    sent.write('{');
  });
}

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

  it('a body larger than the door takes is refused before it is read whole', async () => {
    for (const url of [
      `${concordat.gatewayUrl}/topics/any`,
      `${concordat.registryUrl}/v1/contracts`,
    ]) {
      expect(await announce(url, 10 * 1024 * 1024)).toEqual([
        413,
        expect.stringContaining('BODY_TOO_LARGE'),
      ]);
    }
  });

  it('a client of the Confluent dialect is told so in its own shape', async () => {
    expect(
      await announce(`${concordat.registryUrl}/subjects/x/versions`, 10 * 1024 * 1024),
    ).toEqual([413, expect.stringContaining('"error_code":413')]);
    const unknown = await fetch(`${concordat.registryUrl}/subjects/x/nowhere`);
    expect(await unknown.json()).toMatchObject({ error_code: 404 });
  });

  it('an address that is not valid percent-encoding is refused like everything else', async () => {
    const gateway = await fetch(`${concordat.gatewayUrl}/topics/%ff`, { method: 'POST' });
    expect(gateway.status).toBe(400);
    expect(await gateway.json()).toMatchObject({ code: 'REQUEST_MALFORMED' });
    const dialect = await fetch(`${concordat.registryUrl}/subjects/%ff/versions`);
    expect(await dialect.json()).toMatchObject({ error_code: 400 });
  });

  it('an unknown address answers 404 with a code and a remedy', async () => {
    const answer = await fetch(`${concordat.gatewayUrl}/nowhere`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'ROUTE_UNKNOWN', status: 404 });
  });
});
