import { limits, problem } from '#kernel';
import { gatewayProblems } from '../problems.js';

/** @param index of the event about to be read */
export function countEvent(index: number): void {
  const max = limits.eventsPerRequest.value;
  if (index >= max) throw problem(gatewayProblems.TOO_MANY_EVENTS, max);
}
