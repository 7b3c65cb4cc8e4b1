import { contractReport } from './contract-report';

/** Where what producers send and what the contract says have parted. */
export interface DriftAnswer {
  readonly undeclared: 'refuse' | 'warn' | 'allow';
  readonly sent: readonly UndeclaredField[];
  /** How often there were others, beyond what is told apart. */
  readonly others: number;
  readonly unsent: { readonly sampled: number; readonly pointers: readonly string[] };
}

export interface UndeclaredField {
  readonly pointer: string;
  readonly producer: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly count: number;
}

export const driftQuery = (id: string) => contractReport<DriftAnswer>('drift', id);
