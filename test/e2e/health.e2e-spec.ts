import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request } from 'node:http';
import { platform } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aContract } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { publish } from '../support/publish-orders.js';
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
  afterAll(() => concordat?.stop());

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

  (platform() === 'linux' ? describe : describe.skip)('two processes on one port', () => {
    let several: StartedConcordat;
    const startSeveral = () =>
      startConcordat({
        ...{ DATABASE_URL: concordat.databaseUrl, CONCORDAT_ROLE: 'gateway' },
        CONCORDAT_PROCESSES: '2',
      });
    /** As Linux tells it: those whom the first process started. */
    const pids = async (): Promise<number[]> => {
      const told = await readFile(`/proc/${several.pid}/task/${several.pid}/children`, 'utf8');
      return told.trim().split(' ').filter(Boolean).map(Number);
    };
    /** On a connection of its own, so that the next one goes to the other process. */
    const send = (id: string): Promise<number | undefined> =>
      new Promise((done) => {
        const asked = request(`${several.gatewayUrl}/topics/shared`, {
          ...{ method: 'POST', agent: false },
          headers: { 'Content-Type': 'application/vnd.kafka.json.v2+json' },
        });
        asked.on('response', (answer) => {
          answer.resume();
          answer.on('end', () => done(answer.statusCode));
          answer.on('error', () => done(undefined));
        });
        asked.on('error', () => done(undefined));
        asked.end(JSON.stringify({ records: [{ value: { orderId: id } }] }));
      });
    const counted = async (): Promise<number> => {
      const text = await (await fetch(`${several.gatewayUrl}/metrics`)).text();
      const [, count] =
        /concordat_gateway_events_total\{contract="shared",verdict="accepted",reason=""\} (\d+)/.exec(
          text,
        ) ?? [];
      return Number(count);
    };
    beforeAll(async () => {
      await publish(concordat.registryUrl, aContract('shared'));
      several = await startSeveral();
    }, 90_000);
    afterAll(() => several?.stop());

    it('share the work, and are measured as one', async () => {
      expect(await pids()).toHaveLength(2);
      const told = await Promise.all(Array.from({ length: 20 }, (_, i) => send(`${i}`)));
      expect(told).toEqual(told.map(() => 200));
      expect(await counted()).toBe(20);
    });

    it('one that is killed is replaced, and meanwhile the other one answers', async () => {
      const [killed = 0, other] = await pids();
      process.kill(killed, 'SIGKILL');
      await eventually(async () => {
        expect(await pids()).not.toContain(killed);
        expect(await send('meanwhile')).toBe(200);
      });
      await eventually(async () => {
        const now = await pids();
        expect(now).toHaveLength(2);
        expect(now).toContain(other);
      });
      await eventually(async () => expect(await send('afterwards')).toBe(200));
    }, 60_000);

    it('finish what has begun when they are stopped, and leave nobody behind', async () => {
      const before = await pids();
      const sent = Array.from({ length: 20 }, (_, i) => send(`last-${i}`));
      await Promise.all(sent.slice(0, 5));
      expect(await several.stop()).toBe(0);
      // Whoever comes while it stops is told so, or finds the port closed.
      for (const status of await Promise.all(sent)) expect([200, 503, undefined]).toContain(status);
      for (const pid of before) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    }, 60_000);

    it('finish what has begun when the first one is killed, and leave neither process nor port behind', async () => {
      several = await startSeveral();
      const before = await pids();
      const { port } = new URL(several.gatewayUrl);
      const body = JSON.stringify({ records: [{ value: { orderId: 'begun' } }] });
      const begun = request(`${several.gatewayUrl}/topics/shared`, {
        ...{ method: 'POST', agent: false },
        headers: {
          'Content-Type': 'application/vnd.kafka.json.v2+json',
          ...{ 'Content-Length': Buffer.byteLength(body), Expect: '100-continue' },
        },
      });
      const answered = once(begun, 'response') as Promise<[IncomingMessage]>;
      begun.flushHeaders();
      await once(begun, 'continue'); // One of the others has it.
      await several.kill();
      const next = createServer().listen(Number(port), '127.0.0.1'); // It was the first one's.
      await once(next, 'listening');
      next.close();
      begun.end(body);
      const [answer] = await answered;
      answer.resume();
      expect(answer.statusCode).toBe(200);
      await eventually(() => {
        for (const pid of before) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
        return Promise.resolve();
      });
    }, 120_000);
  });

  it('an unknown address answers 404 with a code and a remedy', async () => {
    const answer = await fetch(`${concordat.gatewayUrl}/nowhere`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'ROUTE_UNKNOWN', status: 404 });
  });
});
