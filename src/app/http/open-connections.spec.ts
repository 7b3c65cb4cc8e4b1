import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { OpenConnections } from './open-connections.js';

const server = new EventEmitter();
afterEach(() => {
  server.emit('close');
  server.removeAllListeners();
});

/** A connection from an address, and what became of it. */
class Connection extends EventEmitter {
  fate: 'open' | 'told' | 'closed' = 'open';
  bytesRead = 0;
  bytesWritten = 0;
  writableLength = 0;
  writableEnded = false;
  _httpMessage: { req: { complete: boolean } } | null = null;

  constructor(readonly remoteAddress = '10.0.0.1') {
    super();
    server.emit('connection', this);
  }

  work(complete = true): this {
    this._httpMessage = { req: { complete } };
    return this;
  }

  destroy(): void {
    if (this.fate === 'open') this.fate = 'closed';
    this.emit('close');
  }

  destroySoon(): void {
    this.destroy();
  }
}

const tell = (socket: Socket) => {
  const told = socket as unknown as Connection;
  told.fate = 'told';
  told.writableEnded = true;
};
const roomFor = (room: number) => new OpenConnections(server as Server, room, tell);
const fatesOf = (connections: readonly Connection[]) => connections.map(({ fate }) => fate);
const isGuest = (connections: OpenConnections, each: Connection) =>
  connections.isGuest(each as unknown as Socket);

describe('where no more connections may be open', () => {
  it('who keeps us waiting longest gives way, and hears why if a request had begun', () => {
    roomFor(3);
    const all = [new Connection(), new Connection(), new Connection().work(false)] as const;
    all[1].bytesRead = 1;
    const later = [new Connection(), new Connection(), new Connection()];
    expect(fatesOf(all)).toEqual(['closed', 'told', 'told']);
    expect(fatesOf(later)).toEqual(['open', 'open', 'open']);
  });

  it('who was answered a moment ago stays longer than who was not', () => {
    const connections = roomFor(2);
    const [answered, silent] = [new Connection(), new Connection()];
    answered.bytesWritten = 100;
    connections.look();
    const next = new Connection();
    expect(fatesOf([answered, silent, next])).toEqual(['open', 'closed', 'open']);
    next.work();
    const last = new Connection();
    expect(fatesOf([answered, next, last])).toEqual(['closed', 'open', 'open']);
  });

  it('who reads no answer gives way, too', () => {
    roomFor(1);
    const deaf = new Connection().work();
    deaf.writableLength = 1;
    expect(fatesOf([deaf, new Connection()])).toEqual(['closed', 'open']);
  });

  it('an address with many connections takes none from another', () => {
    roomFor(4);
    const other = new Connection('10.0.0.2');
    const sixth = new Connection('2001:db8:1:2::1');
    const crowd = Array.from({ length: 10 }, () => new Connection());
    expect(fatesOf([other, sixth])).toEqual(['open', 'open']);
    expect(fatesOf(crowd.slice(8))).toEqual(['open', 'open']);
    const neighbours = Array.from({ length: 9 }, (_, i) => new Connection(`2001:db8:1:2::${i}a`));
    expect(other.fate).toBe('open');
    expect(crowd[9]?.fate).toBe('open');
    expect(fatesOf(neighbours.slice(0, 7))).not.toContain('open');
  });

  it('who comes while all are at work is a guest until there is room again', () => {
    const connections = roomFor(2);
    const [first, second] = [new Connection().work(), new Connection('10.0.0.2').work()];
    const guest = new Connection();
    expect(isGuest(connections, guest)).toBe(true);
    const another = new Connection();
    expect(fatesOf([first, second, guest, another])).toEqual(['open', 'open', 'closed', 'open']);
    guest.work();
    first.destroy();
    expect(isGuest(connections, another)).toBe(false);
    connections.look();
    second.destroy();
    another.destroy();
    connections.look();
    expect(isGuest(connections, new Connection())).toBe(false);
  });
});
