/** What a writer sends: an event of one entity, well formed or not. */
export interface SentEvent {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly isWellFormed: boolean;
}

export type Expected = 'in' | 'repeat' | 'refused';

/**
 * The reference model: what a contract with `effectively-once` and entity versions owes to one event
 * after all those before it. A dozen lines against which the gateway, its transactions and its relay
 * are held.
 */
export class EntityModel {
  private readonly versions = new Map<string, number>();
  private readonly admitted = new Set<string>();

  judge({ id, key, version, isWellFormed }: SentEvent): Expected {
    if (!isWellFormed) return 'refused';
    if (this.admitted.has(id)) return 'repeat';
    if (version <= (this.versions.get(key) ?? 0)) return 'refused';
    this.admitted.add(id);
    this.versions.set(key, version);
    return 'in';
  }
}
