import { type ReadSchema } from '../language.js';
export function sampleJsonSchema(_schema: ReadSchema, _seed: number): unknown {
  return undefined;
}
