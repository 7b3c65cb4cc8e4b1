/** What the app tells the registry; the registry reads no environment. */
export interface RegistrySettings {
  /** `error_code` for an incompatible registration: 40901 (Confluent 8) or 409 (Confluent 7). */
  readonly conflictCode: 409 | 40901;
  /** Default compatibility level where no subject or global config says otherwise. */
  readonly compatibilityMode: 'BACKWARD';
  /** Answered by `GET /v1/metadata/version`. */
  readonly version?: string;
  /** Secrets data keys are wrapped with; the first wraps, all unwrap. */
  readonly masterSecrets?: readonly string[];
  /** Whether whoever asks has to show a key first. */
  readonly isGuarded?: boolean;
}

export const REGISTRY_SETTINGS = Symbol('RegistrySettings');
