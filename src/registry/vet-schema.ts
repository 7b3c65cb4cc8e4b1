import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { invariant, limits } from '#kernel';
import type { SchemaFault, SchemaSource } from '#schema';
import { refusedSchema } from './refused-schema.js';
import { checkNotBusy } from './sandbox/check-not-busy.js';
import { Sandbox } from './sandbox/sandbox.js';

/**
 * Reads and compiles a schema where it can do no harm, and answers its canonical text. Whoever
 * compiles it later, a gateway on its hot path, may rely on that. What passed once is remembered
 * by its hash, so a boot storm of known schemas costs a hash each.
 */
@Injectable()
export class VetSchema {
  private readonly passed = new Map<string, string>();
  private readonly running = new Map<string, Promise<string>>();
  private characters = 0;

  constructor(private readonly sandbox: Sandbox) {}

  /** Equal schemas at the same moment share one process's work. */
  async run(source: SchemaSource, isNormalized: boolean): Promise<string> {
    const key = createHash('sha256')
      .update(JSON.stringify([isNormalized, source]))
      .digest('base64');
    const passed = this.passed.get(key);
    if (passed !== undefined) return passed;
    const running = this.running.get(key) ?? this.vet(source, isNormalized);
    this.running.set(key, running);
    try {
      const canonical = await running;
      this.remember(key, canonical);
      return canonical;
    } finally {
      this.running.delete(key);
    }
  }

  private async vet(source: SchemaSource, isNormalized: boolean): Promise<string> {
    const result = await this.sandbox.run({ kind: 'read', source, isNormalized });
    if ('failure' in result) {
      checkNotBusy(result.failure);
      throw refusedSchema([tooComplex]);
    }
    invariant(result.outcome.kind === 'read', 'a sandbox answers what it was asked');
    if (result.outcome.faults.length > 0) throw refusedSchema(result.outcome.faults);
    return result.outcome.canonical;
  }

  private remember(key: string, canonical: string): void {
    if (this.passed.has(key)) return;
    this.passed.set(key, canonical);
    this.characters += canonical.length;
    for (const [oldest, text] of this.passed) {
      if (this.passed.size <= REMEMBERED_MAX && this.characters <= CHARACTERS_MAX) return;
      this.passed.delete(oldest);
      this.characters -= text.length;
    }
  }
}

const REMEMBERED_MAX = 10_000;
const CHARACTERS_MAX = 16_000_000;

const tooComplex: SchemaFault = {
  code: 'SCHEMA_TOO_COMPLEX',
  pointer: '',
  message: `It cannot be compiled within ${limits.sandboxCpuMs.value / 1_000} s of CPU time and ${limits.sandboxMemoryMb.value} MB. Simplify or split it.`,
};
