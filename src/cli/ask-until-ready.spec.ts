import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { askUntilReady } from './ask-until-ready.js';
import type { Io } from './io.js';

const SERVER = { what: 'registry', url: 'http://127.0.0.1:8081' } as const;

describe('a server that says not yet', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** @param say what it answers after so many questions; nothing once it is ready */
  async function asked(say: (n: number) => string | undefined) {
    let questions = 0;
    const fetch = () => {
      const detail = say(questions++);
      const init = detail === undefined ? { status: 200 } : { status: 503 };
      const headers = { 'retry-after': '1' };
      return Promise.resolve(new Response(JSON.stringify({ detail }), { ...init, headers }));
    };
    const io = { fetch, env: {} } as unknown as Io;
    const answering = askUntilReady(io, SERVER, { path: '/', init: {} });
    await jest.advanceTimersByTimeAsync(3_600_000);
    return { status: (await answering).status, questions };
  }

  it('is asked again as long as it comes further', async () => {
    const told = await asked((n) => (n < 600 ? `${n} events were looked at` : undefined));
    expect(told).toEqual({ status: 200, questions: 601 });
  });

  it('is given up on where it came no further for a minute', async () => {
    const told = await asked((n) => `${Math.min(n, 100)} events were looked at`);
    expect(told).toEqual({ status: 503, questions: 161 });
  });

  it('is heard at once where it says anything else', async () => {
    expect(await asked(() => undefined)).toEqual({ status: 200, questions: 1 });
  });
});
