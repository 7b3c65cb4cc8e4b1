import type { LoggedEvent } from '../logged-event.js';
import type { ReplayFilter } from './replay.js';

/** Whether every condition of the filter holds. A value that is no JSON meets no condition on it. */
export function matchesFilter(event: LoggedEvent, filter: ReplayFilter): boolean {
  return (
    isWanted(filter.key, event.key?.toString('utf8')) &&
    isWanted(filter.source, event.source) &&
    isWanted(filter.type, typeOf(event)) &&
    isWanted(filter.contractVersion, event.contract?.version) &&
    (filter.where === undefined || standsIn(event.value, Object.entries(filter.where)))
  );
}

const isWanted = <T>(wanted: T | undefined, found: T | undefined): boolean =>
  wanted === undefined || wanted === found;

const typeOf = ({ headers }: LoggedEvent): string | undefined =>
  headers.find(([name]) => name === 'ce_type')?.[1].toString('utf8');

function standsIn(value: Buffer | null, wanted: readonly (readonly [string, unknown])[]): boolean {
  if (value === null) return false;
  let parsed: unknown;
  try {
    parsed = JSON.parse(value.toString('utf8'));
  } catch {
    return false;
  }
  return wanted.every(([pointer, expected]) => at(parsed, pointer) === expected);
}

/** RFC 6901; `undefined` where nothing stands. */
function at(value: unknown, pointer: string): unknown {
  let found = value;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name))
      return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}
