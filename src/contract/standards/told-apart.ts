import { type Imported } from './imported.js';

interface Made {
  readonly id: string;
  readonly channel: { readonly topic: string };
  readonly schema: object;
}

/**
 * Several messages of one document as contracts that can stand beside each other: each its own id,
 * and each its own subject, since a topic’s would take the second for a version of the first.
 */
export function toldApart(made: readonly Made[], notes: Set<string>): Imported['contracts'] {
  const used = new Set<string>();
  const onTopic = new Map<string, number>();
  for (const { channel } of made) onTopic.set(channel.topic, (onTopic.get(channel.topic) ?? 0) + 1);
  return made.map((contract) => {
    const id = unusedId(contract.id, used);
    if (id !== contract.id)
      notes.add(
        `Several messages are called "${contract.id}": give those that are counted a name.`,
      );
    if (onTopic.get(contract.channel.topic) === 1) return { ...contract, id };
    notes.add(
      `Several messages share the topic "${contract.channel.topic}": give each contract an "envelope.type", so that a gateway can tell them apart.`,
    );
    return { ...contract, id, schema: { ...contract.schema, subject: `${id}-value` } };
  });
}

function unusedId(id: string, used: Set<string>): string {
  let free = id;
  for (let count = 2; used.has(free.toLowerCase()); count++) free = `${id.slice(0, 245)}-${count}`;
  used.add(free.toLowerCase());
  return free;
}
