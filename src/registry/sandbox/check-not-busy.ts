import { problem } from '#kernel';
import { registryProblems } from '../problems.js';
import type { Failure } from './sandbox-process.js';

/** A sandbox that stops or has too much to do says nothing about the schema. */
export function checkNotBusy(failure: Failure): void {
  if (failure !== 'busy' && failure !== 'stopped') return;
  throw problem(registryProblems.REGISTRY_BUSY, undefined, { retryAfterSeconds: 1 });
}
