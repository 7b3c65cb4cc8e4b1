import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { notesContract } from '../support/notes-contract.js';
import { publish } from '../support/publish-orders.js';
import { rssMb } from '../support/rss-mb.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const PIECES = 1_500_000;
/** A list of so many pieces took 600 MB and more. */
const GROWTH_MB = 250;
const AT_ONCE = 10_000;
const TOPIC = 'small.pieces';

let concordat: StartedConcordat;
beforeAll(async () => {
  concordat = await startConcordat();
  await publish(concordat.registryUrl, notesContract(TOPIC));
}, 90_000);
afterAll(() => concordat?.stop());

interface Sent {
  readonly status: string;
  readonly peakMb: number;
}

/** A body that comes a byte at a time, each in an HTTP chunk of its own. */
function sentInBytes(url: string, path: string, type: string): Promise<Sent> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  const head = ['POST ' + path + ' HTTP/1.1', 'Host: here', `Content-Type: ${type}`];
  socket.write(`${[...head, 'Transfer-Encoding: chunked'].join('\r\n')}\r\n\r\n`);
  const body = (text: string) => text.replaceAll(/[^]/g, (each) => `1\r\n${each}\r\n`);
  socket.write(body('{"value":{"type":"JSON","data":{"note":"'));
  const piece = '1\r\nx\r\n'.repeat(AT_ONCE);
  let left = PIECES / AT_ONCE;
  let peakMb = 0;
  const looking = setInterval(() => (peakMb = Math.max(peakMb, rssMb(concordat.pid))), 50);
  const send = () => {
    while (left-- > 0) if (!socket.write(piece)) return void socket.once('drain', send);
    socket.write(`${body('"}}}')}0\r\n\r\n`);
  };
  send();
  return new Promise((told, failed) => {
    socket.once('error', failed);
    socket.once('data', (answer) => {
      clearInterval(looking);
      socket.destroy();
      told({ status: answer.toString('latin1', 9, 12), peakMb });
    });
  });
}

describe('a body in a million pieces', () => {
  it.each([
    [
      'a request',
      () => concordat.gatewayUrl,
      `/topics/${TOPIC}`,
      'application/vnd.kafka.json.v2+json',
    ],
    [
      'a stream',
      () => concordat.gatewayUrl,
      `/v3/clusters/any/topics/${TOPIC}/records`,
      'application/json',
    ],
    [
      'a schema',
      () => concordat.registryUrl,
      '/subjects/pieces-value/versions',
      'application/json',
    ],
  ])('takes no more memory than it has bytes: %s', async (_what, url, path, type) => {
    const before = rssMb(concordat.pid);
    const { status, peakMb } = await sentInBytes(url(), path, type);
    expect(status).toMatch(/^[24]\d\d$/);
    expect(peakMb - before).toBeLessThan(GROWTH_MB);
  });
});
