import { describe, expect, it } from '@jest/globals';
import { type Answer, refusalIn } from './ask.js';

const registry = { what: 'registry', url: 'http://127.0.0.1:8081' } as const;
const answer = (status: number, headers: Record<string, string>, body: unknown): Answer => ({
  ...{ status, headers: new Headers(headers), body },
});

describe('what a server refused', () => {
  it.each([
    [404, {}, { detail: 'No contract has the id "a".' }, 'WISH_REFUSED'],
    [401, {}, { detail: 'A key is missing.' }, 'SERVER_DENIED'],
    [503, { 'retry-after': '1' }, { detail: 'States are being built.' }, 'SERVER_NOT_READY'],
    [503, {}, { detail: 'PostgreSQL is away.' }, 'SERVER_REFUSED'],
    [502, {}, '<html>', 'SERVER_REFUSED'],
  ])('%i %j %j is told as %s', (status, headers, body, code) => {
    const refusal = refusalIn(registry, answer(status, headers, body));
    expect(refusal).toMatchObject({ row: { code } });
    const said = typeof body === 'string' ? 'a web page' : body.detail;
    expect(refusal.message).toContain(said);
  });
});
