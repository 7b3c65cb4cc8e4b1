import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { KnownSchemas } from '../../known-schemas.js';
import type { StoredSchema } from '../../store/stored-version.js';
import { DEFAULT_CONTEXT } from '../../subject-name.js';
import { schemaAnswer } from './answers.js';
import { mediaTypeFor } from './media-type.js';

/**
 * What deserializers ask, in the ways they ask it: an id, and perhaps a subject of the default
 * context. Any other query goes the whole road.
 */
const ASKED =
  /^\/schemas\/ids\/(\d{1,10})(?:\?(?:fetchMaxId=false)?&?(?:subject=(?!%3[aA]|:)[^&%+]{1,200})?)?$/;

/**
 * Answers for schemas this process knows before the router is asked: the most frequent question
 * there is. Whoever asks has passed the door by now.
 */
@Injectable()
export class AnswerFromMemory implements OnModuleInit {
  /** As long as the schema is remembered. */
  private readonly answers = new WeakMap<StoredSchema, Written>();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly known: KnownSchemas,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, reply, done) => {
      const answer = this.answerTo(request);
      if (!answer) return done();
      const { type, text, bytes } = answer;
      // Text that is ASCII is the same in both, and in one of them is copied as it is.
      const encoding = bytes === text.length ? 'latin1' : 'utf8';
      // Nothing else has a word in this answer, so it is written without asking anybody.
      reply.hijack();
      reply.raw
        .writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, 'Content-Length': bytes })
        .end(text, encoding);
    });
  }

  private answerTo({ raw: { method, url }, headers }: FastifyRequest) {
    if (method !== 'GET' || url?.startsWith('/schemas/ids/') !== true) return undefined;
    const id = ASKED.exec(url)?.[1];
    const schema = id === undefined ? undefined : this.known.known(DEFAULT_CONTEXT, Number(id));
    const type = mediaTypeFor(headers.accept);
    return schema && type ? { type, ...this.written(schema) } : undefined;
  }

  private written(schema: StoredSchema): Written {
    const known = this.answers.get(schema);
    if (known) return known;
    const text = JSON.stringify(schemaAnswer(schema));
    const written = { text, bytes: Buffer.byteLength(text) };
    this.answers.set(schema, written);
    return written;
  }
}

interface Written {
  readonly text: string;
  readonly bytes: number;
}
