import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Ran, runCli } from '../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

interface Page {
  readonly events: readonly { readonly offset: number }[];
}

const TOPICS = [
  'code',
  'review',
  'planning',
  'delivery',
  'security',
  'access',
  'integrations',
  'community',
];

describe('concordat demo', () => {
  let concordat: StartedConcordat;
  let first: Ran;
  beforeAll(async () => {
    concordat = await startConcordat();
    first = await demo();
  }, 150_000);
  afterAll(() => concordat?.stop());

  const demo = (...words: string[]) =>
    runCli([
      'demo',
      '--registry',
      concordat.registryUrl,
      '--gateway',
      concordat.gatewayUrl,
      ...words,
    ]);

  /** Everything the log holds of the demo's topics. */
  async function logged(): Promise<number> {
    let count = 0;
    for (const topic of TOPICS)
      for (const partition of [0, 1, 2]) {
        const url = `${concordat.gatewayUrl}/v1/topics/github.${topic}/partitions/${partition}/events?offset=0&limit=1000`;
        const answer = await fetch(url);
        if (answer.status !== 200) continue;
        count += ((await answer.json()) as Page).events.length;
      }
    return count;
  }
  const numberIn = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1]);

  it('publishes a contract for each of GitHub’s 58 kinds of event and streams all 329 examples', () => {
    expect(first.stderr).toBe('');
    expect(first.stdout).toMatch(/contracts +58 published, 0 unchanged, 0 refused/);
    expect(first.stdout).toMatch(/real events +329 sent/);
    expect(first.exitCode).toBe(0);
  });

  it('what it calls accepted is in the log, and nothing else is', async () => {
    const accepted = numberIn(first.stdout, /(\d+) accepted/);
    expect(accepted).toBeGreaterThan(200);
    expect(await logged()).toBe(accepted);
  });

  it('every event made wrong is refused, each for its own reason', () => {
    const [sent, refused] =
      /made wrong +(\d+) sent, (\d+) refused/.exec(first.stdout)?.slice(1) ?? [];
    expect(Number(sent)).toBeGreaterThanOrEqual(12);
    expect(refused).toBe(sent);
    for (const reason of [
      'SCHEMA_VIOLATION',
      'DUPLICATE_KEY',
      'TOO_DEEP',
      'INVALID_UTF8',
      'UNKNOWN_TYPE',
      'UNDECLARED_FIELD',
    ])
      expect(first.stdout).toMatch(new RegExp(`\\d+  ${reason}$`, 'm'));
  });

  it('ends with three addresses that answer', async () => {
    const block = first.stdout.split('Worth opening\n')[1]?.split('\n\n')[0] ?? '';
    const urls = block.match(/http:\S+/g) ?? [];
    expect(urls).toHaveLength(3);
    for (const url of urls) {
      const abort = new AbortController();
      const answer = await fetch(url, { signal: abort.signal, headers: { accept: 'text/html' } });
      expect([url, answer.status]).toEqual([url, 200]);
      abort.abort();
    }
  });

  it('a second run publishes nothing new and appends the events again under new ids', async () => {
    const before = await logged();
    const again = await demo('--events', '58');
    expect(again.stdout).toMatch(/contracts +0 published, 58 unchanged, 0 refused/);
    expect(again.exitCode).toBe(0);
    expect(await logged()).toBe(before + numberIn(again.stdout, /(\d+) accepted/));
  }, 60_000);

  it('says that the servers are not there', async () => {
    const { stderr, exitCode } = await runCli(['demo', '--registry', 'http://127.0.0.1:1']);
    expect(stderr).toContain('The registry at http://127.0.0.1:1 did not answer');
    expect(exitCode).toBe(3);
  });
});
