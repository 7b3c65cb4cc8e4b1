import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { KnownSchemas } from '../../known-schemas.js';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../../registry-settings.js';
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

/** Answers for schemas this process knows: the most frequent question there is. */
@Injectable()
export class AnswerFromMemory implements OnModuleInit {
  /** As long as the schema is remembered. */
  private readonly answers = new WeakMap<StoredSchema, Written>();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly known: KnownSchemas,
    @Inject(REGISTRY_SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    if (this.settings.isGuarded === true) this.answerBehindTheDoor(fastify);
    else this.answerFirst(fastify);
  }

  /** Where everybody may ask, nothing of a request but its line is looked at. */
  private answerFirst({ server }: FastifyInstance): void {
    const roads = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      // A server that is closing lets its router end the connections.
      if (server.listening && this.answer(request, response)) return;
      for (const road of roads) road(request, response);
    });
  }

  /** Whoever asks has shown a key by now; the router is spared. */
  private answerBehindTheDoor(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      if (this.answer(request.raw, reply.raw)) reply.hijack();
      else done();
    });
  }

  private answer(request: IncomingMessage, response: ServerResponse): boolean {
    const answer = this.answerTo(request);
    if (!answer) return false;
    const { type, text, bytes } = answer;
    // Text that is ASCII is the same in both, and in one of them is copied as it is.
    const encoding = bytes === text.length ? 'latin1' : 'utf8';
    response
      .writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, 'Content-Length': bytes })
      .end(text, encoding);
    return true;
  }

  private answerTo({ method, url, headers }: IncomingMessage) {
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
