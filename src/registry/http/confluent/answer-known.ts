import { hash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { registrations } from '../../metrics.js';
import { changes } from '../../store/changes.js';
import { isTaken, mediaTypeFor } from './media-type.js';

/** A request that came before, and the count of changes before it was answered. */
interface Asked {
  readonly key: string;
  readonly count: string;
  isLasting: boolean;
}

interface Known {
  readonly count: string;
  readonly text: string;
}

const askedAgain = new WeakMap<object, Asked>();

/** To be called before the answer to a request is sent that is the same until a change is counted. */
export function markLasting(request: object): void {
  const asked = askedAgain.get(request);
  if (asked) asked.isLasting = true;
}

const MET_MAX = 20_000;
const KNOWN_MAX = 20_000;
const CHARACTERS_MAX = 8_000_000;

/**
 * What services say whenever they start: this schema, under this subject. Who says the same bytes for
 * the third time is answered from memory, provided that no change was committed before he asked:
 * that is one small statement for all who ask at the same moment.
 */
@Injectable()
export class AnswerKnown implements OnModuleInit {
  private readonly known = new Map<string, Known>();
  private readonly met = new Set<string>();
  private characters = 0;

  constructor(
    private readonly host: HttpAdapterHost,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('preHandler', (request, reply, done) => {
      const key = keyOf(request);
      if (key === undefined || !this.isMet(key)) return done();
      const answer = (count: string) => this.answer(request, reply, { key, count }) || done();
      // An outage is told by whoever answers otherwise.
      changes.count(this.dataSource).then(answer, () => done());
    });
    fastify.addHook('onSend', (request, reply, payload, done) => {
      const asked = askedAgain.get(request);
      if (asked?.isLasting && reply.statusCode === 200 && typeof payload === 'string')
        this.remember(asked, payload);
      done();
    });
  }

  /** @returns whether it was answered; if not, the answer may be remembered for this count */
  private answer(
    request: FastifyRequest,
    reply: FastifyReply,
    { key, count }: Omit<Asked, 'isLasting'>,
  ): boolean {
    const known = this.known.get(key);
    if (known?.count !== count) {
      askedAgain.set(request, { key, count, isLasting: false });
      return false;
    }
    if (request.url.includes('/versions')) registrations.inc({ outcome: 'known' });
    void reply.header('Content-Type', mediaTypeFor(request.headers.accept)).send(known.text);
    return true;
  }

  /** What is said once may never be said again. */
  private isMet(key: string): boolean {
    if (this.met.has(key)) return true;
    this.met.add(key);
    for (const oldest of this.met) {
      if (this.met.size <= MET_MAX) break;
      this.met.delete(oldest);
      this.forget(oldest);
    }
    return false;
  }

  private remember({ key, count }: Asked, text: string): void {
    this.forget(key);
    this.known.set(key, { count, text });
    this.characters += text.length;
    for (const oldest of this.known.keys()) {
      if (this.known.size <= KNOWN_MAX && this.characters <= CHARACTERS_MAX) return;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    this.characters -= this.known.get(key)?.text.length ?? 0;
    this.known.delete(key);
  }
}

const BEGINNING = '/subjects/';

/** The same address and the same bytes, sent and answered as the dialect does. */
function keyOf({ method, url, body, headers }: FastifyRequest): string | undefined {
  if (method !== 'POST' || !url.startsWith(BEGINNING) || !Buffer.isBuffer(body)) return undefined;
  if (!isTaken(headers['content-type']) || !mediaTypeFor(headers.accept)) return undefined;
  return `${hash('sha256', body, 'base64')} ${url}`;
}
