import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { HeldConnections } from './held-connections.js';

const LONG_MS = 3_600_000;

/** A connection that notes what is done to it. */
function connection() {
  const done: string[] = [];
  const socket = {
    destroyed: false,
    pause: () => done.push('paused'),
    resume: () => done.push('resumed'),
  };
  return { done, socket: socket as unknown as Socket, leave: () => (socket.destroyed = true) };
}
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((done) => setTimeout(done, 5));
}
const turn = () => new Promise((done) => setImmediate(done));

describe('connections that are held', () => {
  it('are not read any more from the end of the turn on, and again when it is time', async () => {
    const held = new HeldConnections(() => 0);
    const [late, soon] = [connection(), connection()];
    held.hold(late.socket, LONG_MS);
    held.hold(soon.socket, 1);
    expect(late.done).toEqual([]);
    await turn();
    expect(late.done).toEqual(['paused']);
    await until(() => held.size === 1);
    expect(soon.done.at(-1)).toBe('resumed');
    expect(late.done).toEqual(['paused']);
    held.releaseAll();
    expect(late.done).toEqual(['paused', 'resumed']);
  });

  it('are read before that where there is room, those held last first', async () => {
    let vacancies = 0;
    const held = new HeldConnections(() => vacancies);
    const all = [connection(), connection(), connection()];
    for (const { socket } of all) held.hold(socket, LONG_MS);
    await turn();
    vacancies = 2;
    await until(() => held.size < 3);
    expect(all.map(({ done }) => done.at(-1))).toEqual(['paused', 'resumed', 'resumed']);
    vacancies = 0;
    held.releaseAll();
    expect(held.size).toBe(0);
  });

  it('tell for a moment how long what is read now may have waited', async () => {
    const held = new HeldConnections(() => 0);
    const { socket } = connection();
    expect(held.waitedMs(socket)).toBeUndefined();
    held.hold(socket, LONG_MS);
    expect(held.waitedMs(socket)).toBeUndefined();
    held.releaseAll();
    expect(held.waitedMs(socket)).toBeGreaterThanOrEqual(0);
    await until(() => held.waitedMs(socket) === undefined);
  });

  it('are forgotten where their client has left', async () => {
    const held = new HeldConnections(() => 0);
    const { done, socket, leave } = connection();
    held.hold(socket, LONG_MS);
    await turn();
    leave();
    await until(() => held.size === 0);
    expect(done).toEqual(['paused']);
  });
});
