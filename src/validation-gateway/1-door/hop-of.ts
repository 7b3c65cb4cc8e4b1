import { randomBytes } from 'node:crypto';
import type { Hop } from '../event.js';

/** W3C Trace Context §3.2; of a version after `00` what its beginning says is understood. */
const PARENT =
  /^(?<version>[0-9a-f]{2})-(?<trace>[0-9a-f]{32})-(?<parent>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})(?<more>-.*)?$/;
/** §3.2.2.5: `sampled`, and since Level 2 `random`; what other bits mean nobody has said. */
const FLAGS = 0b11;
const MEMBER =
  /^[a-z0-9][a-z0-9_\-*/@]{0,255}=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;
const MEMBERS_MAX = 32;
/** §3.3.1.5: so many characters have to be handed on; every event of a request carries them. */
const STATE_MAX = 512;

/**
 * The trace a request came with, as its events leave with it: the same trace, with a parent of our
 * own. What is malformed is as if it had not come. The extension of a CloudEvent tells where the trace
 * began, and stays what it is.
 */
export function hopOf(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Hop | undefined {
  const given = headers['traceparent'];
  if (typeof given !== 'string') return undefined;
  const { version, trace, parent, flags, more } = PARENT.exec(given.trim())?.groups ?? {};
  if (trace === undefined || version === 'ff' || (version === '00' && more !== undefined))
    return undefined;
  if (/^0+$/.test(trace) || /^0+$/.test(parent ?? '')) return undefined;
  const kept = (parseInt(flags ?? '', 16) & FLAGS).toString(16).padStart(2, '0');
  const state = stateOf(headers['tracestate']);
  return [
    ['traceparent', Buffer.from(`00-${trace}-${ownSpan()}-${kept}`)],
    ...(state ? [['tracestate', Buffer.from(state)] as const] : []),
  ];
}

/** All zeros would be no span. */
function ownSpan(): string {
  const span = randomBytes(8);
  span[7] = (span[7] ?? 0) | 1;
  return span.toString('hex');
}

/** Nothing, where one member is malformed or named twice; from the end, where it is too long. */
function stateOf(given: string | string[] | undefined): string | undefined {
  const text = Array.isArray(given) ? given.join(',') : given;
  const members = (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
  const names = new Set(members.map((each) => each.slice(0, each.indexOf('='))));
  const isRight = members.every((each) => MEMBER.test(each)) && names.size === members.length;
  if (!isRight || members.length > MEMBERS_MAX) return undefined;
  while (members.join(',').length > STATE_MAX) members.pop();
  return members.join(',');
}
