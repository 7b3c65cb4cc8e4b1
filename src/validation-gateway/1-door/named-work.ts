import type { FastifyRequest } from 'fastify';
import type { NamedWork } from '../request.js';

const works = new WeakMap<FastifyRequest, NamedWork>();

/** Told by who claims the key of a request, and asked by who reads the request. */
export const nameWork = (request: FastifyRequest, work: NamedWork): unknown =>
  works.set(request, work);

export const namedWork = (request: FastifyRequest): NamedWork | undefined => works.get(request);
