import { FAULTS_MAX, inDocument } from '../found-fault.js';
import { type SchemaFault } from '../language.js';
import { type ProtoPlace } from './proto-type.js';

/** What was found wrong, with its place; counted beyond what a person repairs at once, not kept. */
export class ProtoFaults {
  readonly found: SchemaFault[] = [];

  add(code: string, { document, pointer, line, column }: ProtoPlace, message: string): void {
    if (this.found.length >= FAULTS_MAX) return;
    this.found.push({
      code,
      pointer: document === '' ? pointer : '',
      ...inDocument(document, message),
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    });
  }

  invalid(at: ProtoPlace, message: string): void {
    this.add('SCHEMA_INVALID', at, message);
  }
}
