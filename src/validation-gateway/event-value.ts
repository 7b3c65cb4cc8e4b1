import type { Result } from '#kernel';
import { INVALID, VALID, type ReadPayload, type Violation } from '#schema';
import type { PreparedSchema } from './contract-in-force.js';
import type { ExpectedSchema } from './expected-schema.js';
import type { ArrivedPayload } from './payload.js';
import type { Refusal } from './verdict.js';

/**
 * The payload of an event under one schema. Bytes that tell enough stay bytes: a value is made of
 * them when somebody asks for one, and once.
 */
export class EventValue {
  private byBytes: number | undefined;
  private made: Result<ReadPayload, readonly Violation[]> | undefined;

  constructor(
    readonly payload: ArrivedPayload,
    readonly prepared: PreparedSchema,
    private readonly provenBy?: ExpectedSchema,
  ) {}

  /** @param isOpen whether it may carry what the schema does not declare */
  isProvenByBytes(isOpen: boolean): boolean {
    const { provenBy } = this;
    if (provenBy?.prepared === this.prepared && provenBy.isOpen === isOpen) return true;
    this.byBytes = this.prepared.payload.judge(this.payload.bytes, isOpen);
    return this.byBytes === VALID;
  }

  /** Whether its bytes were found to break the schema, and nobody knows yet where: of the same bytes somebody may. */
  isRefusedUnexplained(): boolean {
    if (this.byBytes !== INVALID) return false;
    this.made ??= this.prepared.payload.refusedBefore?.(this.payload.bytes);
    return this.made === undefined;
  }

  /** Why nobody may make a value of the bytes. */
  fault(): Refusal | undefined {
    return this.payload.fault();
  }

  read(): Result<ReadPayload, readonly Violation[]> {
    return (this.made ??= this.prepared.payload.read(this.payload.bytes));
  }

  /** `undefined` where there is none: guards that need one say so. */
  get(): unknown {
    if (!this.made && this.fault()) return undefined;
    const read = this.read();
    return read.ok ? read.value.value : undefined;
  }
}
