import type { FastifyRequest } from 'fastify';
import { problem } from '#kernel';
import { eventLogProblems } from '../problems.js';
import type { TailWish } from '../tail.js';
import { partitionOf, type Query, readChoice, readName, readTime } from './read-query.js';
import { readPlaces } from './server-sent-events.js';

/** Kafka's rule for topic names; a name that breaks it can never get an event. */
const TOPIC = /^[a-zA-Z0-9._-]{1,249}$/;

/**
 * What to follow and from where. A topic without events is no mistake here: a reader may come
 * before the first writer.
 */
export function readTailWish(topic: string, request: FastifyRequest): TailWish {
  if (!TOPIC.test(topic)) throw problem(eventLogProblems.TOPIC_NOT_LOGGED, { topic });
  const query = request.query as Query;
  const partition = readPartition(query);
  return {
    topic,
    ...(partition === undefined ? {} : { partition }),
    from:
      readLastSeen(request) ??
      readTime(query, 'at') ??
      readChoice(query, 'from', ['start', 'end'] as const) ??
      'end',
  };
}

function readPartition(query: Query): number | undefined {
  const text = readName(query, 'partition');
  if (text === undefined) return undefined;
  const partition = partitionOf(text);
  if (partition !== null) return partition;
  const expected = 'a partition number';
  throw problem(eventLogProblems.QUERY_INVALID, { name: 'partition', value: text, expected });
}

function readLastSeen(request: FastifyRequest): TailWish['from'] | undefined {
  const value = request.headers['last-event-id'];
  if (typeof value !== 'string' || value === '') return undefined;
  const places = readPlaces(value);
  if (places) return places;
  const expected = 'an id of this tail, such as 0:41,1:7';
  throw problem(eventLogProblems.QUERY_INVALID, { name: 'Last-Event-ID', value, expected });
}
