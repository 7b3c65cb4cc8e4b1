/** Under this name the key of CONCORDAT_ADMIN_KEY acts. */
export const ADMIN = 'admin';

export interface AuthenticateSettings {
  /** `none`: everybody on this machine is trusted. `keys`: everybody proves who they are. */
  readonly mode: 'none' | 'keys';
  /** The first key, given by whoever starts Concordat; kept nowhere. */
  readonly adminKey: string | undefined;
}

export const AUTHENTICATE_SETTINGS = Symbol('AuthenticateSettings');
