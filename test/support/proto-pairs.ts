import fc from 'fast-check';
import { type Comparison, checkCompatibility } from '#compat';
import { protobuf, type SchemaSource } from '#schema';
import { ProtoDrawing, type ProtoModel, printModel } from './proto-drawing.js';

export const sourceOf = (text: string): SchemaSource => ({
  type: 'PROTOBUF',
  text,
  references: [],
});

export function compare(
  old: string,
  changed: string,
  mode: 'BACKWARD' | 'FORWARD' = 'BACKWARD',
): Comparison {
  const { comparisons } = checkCompatibility({
    old: [{ version: 1, source: sourceOf(old) }],
    new: sourceOf(changed),
    mode,
    assumption: 'open-world',
  });
  const [comparison] = comparisons;
  if (!comparison) throw new Error('nothing was compared');
  return comparison;
}

export const isReadable = (model: ProtoModel) => protobuf.read(sourceOf(printModel(model))).ok;

export const chances = fc
  .infiniteStream(fc.nat(1_000_000))
  .map((stream) => (limit: number) => (stream.next().value as number) % limit);

export const pairs = chances
  .map((below): [ProtoModel, ProtoModel, (limit: number) => number] => {
    const drawing = new ProtoDrawing(below);
    const old = drawing.model();
    let changed = drawing.mutated(old);
    for (let more = below(3); more > 0; more--) changed = drawing.mutated(changed);
    return [old, changed, below];
  })
  .filter(([old, changed]) => isReadable(old) && isReadable(changed));
