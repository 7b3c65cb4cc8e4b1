const NAME_CHARACTERS_MAX = 200;
// eslint-disable-next-line no-control-regex -- control characters cannot be stored
const UNSEEN = /[\u0000-\u001f\u007f-\u009f]/g;

/** Set by the server once a key has proven who asks; taken away from whatever comes from outside. */
export const PRINCIPAL_HEADER = 'x-concordat-principal';

/** Set beside it where the key is an administrator's. */
export const ADMINISTRATOR_HEADER = 'x-concordat-administrator';

/** As Node reads them: names in lower case. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Who asks, proven by a key; `undefined` where nobody has to prove it. */
export function provenPrincipal(headers: RequestHeaders): string | undefined {
  const name = headers[PRINCIPAL_HEADER];
  return typeof name === 'string' ? name : undefined;
}

/** Where nobody has to prove anything, everybody on this machine is an administrator. */
export const isAdministrator = (headers: RequestHeaders): boolean =>
  provenPrincipal(headers) === undefined || headers[ADMINISTRATOR_HEADER] === 'yes';

/** Who asks: proven, or else who says so by Basic authentication; the password is not looked at. */
export function principalOf(headers: RequestHeaders): string {
  return provenPrincipal(headers) ?? claimedPrincipal(headers['authorization']);
}

function claimedPrincipal(authorization: RequestHeaders[string]): string {
  const [, credentials] = /^basic ([^ ]*)/i.exec(String(authorization)) ?? [];
  if (credentials === undefined) return 'anonymous';
  const user = Buffer.from(credentials, 'base64').toString('utf8').replace(/:.*/s, '');
  return user.replace(UNSEEN, '').slice(0, NAME_CHARACTERS_MAX).toWellFormed() || 'anonymous';
}
