import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { limits, Problem, PRINCIPAL_HEADER } from '#kernel';
import type { Pipeline } from '../pipeline.js';
import type { AnswerOnce } from './answer-once.js';
import { RecordsController } from './records.controller.js';

const place = { cluster: 'any', topic: 'orders' };

/** Begins a stream that never says anything. @returns what ends it */
function begin(controller: RecordsController, who?: string): () => void {
  const headers = { 'content-type': 'application/json', [PRINCIPAL_HEADER]: who };
  const body = new Readable({ read: () => undefined });
  const raw = new EventEmitter();
  const reply = { raw, status: () => reply, type: () => reply, send: () => reply };
  controller.stream(
    { headers, body, query: {}, url: '/', raw: {} } as unknown as FastifyRequest,
    reply as unknown as FastifyReply,
    place,
  );
  return () => raw.emit('close');
}
const codeOf = (work: () => void) => {
  try {
    work();
    return 'begun';
  } catch (error) {
    return error instanceof Problem ? error.row.code : error;
  }
};
const aController = () => new RecordsController({} as Pipeline, {} as AnswerOnce);

describe('streams of records', () => {
  it('are so many at most in one process', () => {
    const controller = aController();
    const open = Array.from({ length: limits.recordStreams.value }, () => begin(controller));
    expect(codeOf(() => begin(controller))).toBe('RECORD_STREAMS_FULL');
    open[0]?.();
    expect(codeOf(() => begin(controller))).toBe('begun');
    expect(codeOf(() => begin(controller))).toBe('RECORD_STREAMS_FULL');
  });

  it('are half of them at most for one key', () => {
    const controller = aController();
    for (let n = 0; n < limits.recordStreams.value / 2; n++) begin(controller, 'loud');
    expect(codeOf(() => begin(controller, 'loud'))).toBe('RECORD_STREAMS_FULL');
    expect(codeOf(() => begin(controller, 'quiet'))).toBe('begun');
  });
});
