/** What begins or ends something else in an address than its host. */
const OUTSIDE = /[/?#@\\]/;

let sound: string | undefined;

/**
 * Whether a header `Host` can stand in an address (RFC 9112 §3.2: else 400). None is one too: HTTP/1.0 has no such
 * header. The last sound one is remembered, since nearly all are alike.
 */
export function namesAHost(host: string | undefined): boolean {
  if (!host || host === sound) return true;
  if (OUTSIDE.test(host) || !URL.canParse(`http://${host}`)) return false;
  sound = host;
  return true;
}
