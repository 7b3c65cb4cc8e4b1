import { limits } from '#kernel';
import {
  isScalar,
  MessageDatum,
  type MessageType,
  type ProtoType,
  type SingleDatum,
  zeroOf,
} from '#schema';

/**
 * The smallest values of messages: what is required and nothing else. A message that requires itself
 * has none. Required fields leave no choice, so one walk along them tells every size.
 */
export class SmallestMessages {
  readonly #sizes = new Map<MessageType, number>();

  isInhabited(type: ProtoType): boolean {
    return this.#sizeOf(type) < Infinity;
  }

  #of(type: ProtoType, depth: number): SingleDatum | undefined {
    if (type.kind !== 'message') return isScalar(type) ? zeroOf(type) : type.values[0]?.number;
    return this.message(type, depth);
  }

  /** `undefined` when the smallest value is larger or deeper than an event may be. */
  message(type: MessageType, depth = 0): MessageDatum | undefined {
    if (this.#sizeOf(type) > limits.eventNodes.value || depth > limits.protobufDepth.value)
      return undefined;
    const datum = new MessageDatum(type);
    for (const field of requiredOf(type)) {
      const value = this.#of(field.type, depth + 1);
      if (value === undefined) return undefined;
      datum.values.set(field, value);
    }
    return datum;
  }

  #sizeOf(type: ProtoType): number {
    if (type.kind !== 'message') return 1;
    if (!this.#sizes.has(type)) this.#measure(type);
    return this.#sizes.get(type) as number;
  }

  /** Depth first without recursion: whoever is met while still being measured requires itself. */
  #measure(start: MessageType): void {
    const pending = [start];
    const open = new Set<MessageType>();
    for (let type = pending.at(-1); type; type = pending.at(-1)) {
      const inside = requiredOf(type).flatMap((field) =>
        field.type.kind === 'message' ? [field.type] : [],
      );
      const isFirstVisit = !this.#sizes.has(type) && !open.has(type);
      open.add(type);
      if (isFirstVisit)
        pending.push(...inside.filter((each) => !this.#sizes.has(each) && !open.has(each)));
      if (pending.at(-1) !== type) continue;
      pending.pop();
      open.delete(type);
      if (this.#sizes.has(type)) continue;
      const parts = inside.reduce((sum, each) => sum + (this.#sizes.get(each) ?? Infinity), 0);
      this.#sizes.set(type, 1 + requiredOf(type).length - inside.length + parts);
    }
  }
}

const required = new WeakMap<MessageType, MessageType['fields']>();

function requiredOf(type: MessageType): MessageType['fields'] {
  const known = required.get(type) ?? type.fields.filter(({ presence }) => presence === 'required');
  required.set(type, known);
  return known;
}
