const NAME_CHARACTERS_MAX = 200;
// eslint-disable-next-line no-control-regex -- control characters cannot be stored
const UNSEEN = /[\u0000-\u001f\u007f-\u009f]/g;

/** Who says they ask. Nothing proves it yet; the password is never looked at. */
export function principalOf(authorization: string | undefined): string {
  const [scheme, credentials = ''] = (authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic') return 'anonymous';
  const [user = ''] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
  return user.replace(UNSEEN, '').slice(0, NAME_CHARACTERS_MAX).toWellFormed() || 'anonymous';
}
