import { versionOf } from '#contract';
import type { Journey } from '../journey.js';
import { readPlace } from './read-place.js';

/** Our CloudEvents extension: the only place of a version in an event without a value. */
const ATTRIBUTE = '@entityversion';

/** The version of its entity an event claims to be. */
export function entityVersion(journey: Journey): bigint | undefined {
  const place = journey.promise.contract.semantics.entity?.version;
  if (place === undefined) return undefined;
  return versionOf(readPlace(journey, place) ?? readPlace(journey, ATTRIBUTE));
}
