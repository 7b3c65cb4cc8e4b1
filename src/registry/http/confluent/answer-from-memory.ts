import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { KnownSchemas } from '../../known-schemas.js';
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
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly known: KnownSchemas,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, reply, done) => {
      const answer = this.answerTo(request);
      if (!answer) return done();
      void reply.header('Content-Type', answer.type).send(answer.text);
    });
  }

  private answerTo({ raw: { method, url }, headers }: FastifyRequest) {
    if (method !== 'GET' || url?.startsWith('/schemas/ids/') !== true) return undefined;
    const id = ASKED.exec(url)?.[1];
    const schema = id === undefined ? undefined : this.known.known(DEFAULT_CONTEXT, Number(id));
    const type = mediaTypeFor(headers.accept);
    return schema && type ? { type, text: JSON.stringify(schemaAnswer(schema)) } : undefined;
  }
}
