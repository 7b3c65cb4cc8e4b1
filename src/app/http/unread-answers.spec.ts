import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { UnreadAnswers } from './unread-answers.js';

const server = new EventEmitter();
afterEach(() => void server.emit('close'));

/** A connection that has so many bytes to write. */
class Connection extends EventEmitter {
  isOpen = true;

  constructor(public writableLength: number) {
    super();
    server.emit('connection', this);
  }

  destroy(): void {
    this.isOpen = false;
    this.emit('close');
  }
}

describe('answers nobody reads', () => {
  it('are given up, those unread longest first, and no more of them than needed', () => {
    const answers = new UnreadAnswers(server as Server, 100);
    const all = [new Connection(0), new Connection(60), new Connection(30)] as const;
    answers.look();
    all[0].writableLength = 50;
    answers.look();
    expect(all.map((each) => each.isOpen)).toEqual([true, false, true]);
    answers.look();
    expect(all.map((each) => each.isOpen)).toEqual([true, false, true]);
  });

  it('are forgotten once they are read', () => {
    const answers = new UnreadAnswers(server as Server, 100);
    const [read, unread] = [new Connection(90), new Connection(20)] as const;
    read.writableLength = 0;
    answers.look();
    read.writableLength = 90;
    answers.look();
    expect([read.isOpen, unread.isOpen]).toEqual([true, false]);
  });
});
