import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { limits } from '#kernel';
import type { SchemaFault, SchemaSource } from '#schema';
import { refusedSchema } from './refused-schema.js';
import { Sandbox } from './sandbox/sandbox.js';

const REMEMBERED_MAX = 5_000;

/**
 * Proves that a schema compiles within its limits before it is stored: whoever compiles it later,
 * a gateway on its hot path, may rely on that. A text that passed once is not tried again.
 */
@Injectable()
export class CompileSchema {
  private readonly passed = new Set<string>();
  private readonly running = new Map<string, Promise<void>>();

  constructor(private readonly sandbox: Sandbox) {}

  /** Equal schemas at the same moment share one compilation: a boot storm costs what one does. */
  async run(source: SchemaSource): Promise<void> {
    const key = createHash('sha256').update(JSON.stringify(source)).digest('base64');
    if (this.passed.has(key)) return;
    const running = this.running.get(key) ?? this.compile(source, key);
    this.running.set(key, running);
    try {
      await running;
    } finally {
      this.running.delete(key);
    }
  }

  private async compile(source: SchemaSource, key: string): Promise<void> {
    const result = await this.sandbox.run({ kind: 'compile', source });
    if ('failure' in result) throw refusedSchema([tooComplex]);
    const { outcome } = result;
    if (outcome.kind === 'compile' && outcome.faults.length > 0)
      throw refusedSchema(outcome.faults);
    if (this.passed.size >= REMEMBERED_MAX) this.passed.clear();
    this.passed.add(key);
  }
}

const tooComplex: SchemaFault = {
  code: 'SCHEMA_TOO_COMPLEX',
  pointer: '',
  message: `It cannot be compiled within ${limits.sandboxCpuMs.value / 1_000} s of CPU time and ${limits.sandboxMemoryMb.value} MB. Simplify or split it.`,
};
