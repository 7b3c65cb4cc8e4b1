import { isGuarded } from '#contract';
import type { ContractSnapshot, PublishedContract } from '#registry';
import { languageOf } from '#schema';
import type { ContractInForce, ContractsInForce, PreparedSchema } from '../contract-in-force.js';

/** Told when a schema the registry accepted does not compile here. */
export type OnUnusable = (contract: PublishedContract, cause: unknown) => void;

const NOT_IN_FORCE = new Set(['draft', 'proposed', 'retired']);

/**
 * A snapshot, indexed. Versions that were in force before keep what was compiled for them, so a
 * publication costs one compilation, not all of them.
 */
export function indexContracts(
  snapshot: ContractSnapshot,
  before: IndexedContracts | undefined,
  onUnusable: OnUnusable,
): IndexedContracts {
  const published = snapshot.contracts.filter(({ contract }) => !NOT_IN_FORCE.has(contract.status));
  const guarded = new Set(
    published.flatMap(({ contract }) => (isGuarded(contract) ? contract.channel.topic : [])),
  );
  const all = published.map((each) => ({
    ...{ published: each, contract: each.contract },
    ref: { id: each.id, version: each.version },
    isTopicGuarded: guarded.has(each.contract.channel.topic),
    prepared: before?.prepared(each) ?? preparedOnce(each, onUnusable),
  }));
  return new IndexedContracts(snapshot.revision, all);
}

export class IndexedContracts implements ContractsInForce {
  private readonly topics: ReadonlyMap<string, readonly ContractInForce[]>;
  private readonly types: ReadonlyMap<string, readonly ContractInForce[]>;
  private readonly ids: ReadonlyMap<string, ContractInForce>;

  constructor(
    readonly revision: number,
    readonly all: readonly ContractInForce[],
  ) {
    this.topics = Map.groupBy(all, ({ contract }) => contract.channel.topic);
    this.types = Map.groupBy(
      all.filter(({ contract }) => contract.envelope),
      ({ contract }) => contract.envelope?.type ?? '',
    );
    this.ids = new Map(all.map((each) => [each.ref.id, each]));
  }

  byTopic(topic: string): readonly ContractInForce[] {
    return this.topics.get(topic) ?? [];
  }

  byType(type: string): readonly ContractInForce[] {
    return this.types.get(type) ?? [];
  }

  byId(id: string): ContractInForce | undefined {
    return this.ids.get(id);
  }

  /** What was made for the same version with the same schema; all else may have moved on. */
  prepared(published: PublishedContract): ContractInForce['prepared'] | undefined {
    const held = this.ids.get(published.id);
    const isSame =
      held?.ref.version === published.version && held.published.schemaId === published.schemaId;
    return isSame ? held.prepared : undefined;
  }
}

/** Compiles when first asked, and never again, also when it failed. */
function preparedOnce(
  published: PublishedContract,
  onUnusable: OnUnusable,
): ContractInForce['prepared'] {
  let made: PreparedSchema | 'unusable' | undefined;
  return () => {
    made ??= prepare(published, onUnusable) ?? 'unusable';
    return made === 'unusable' ? undefined : made;
  };
}

function prepare(published: PublishedContract, onUnusable: OnUnusable): PreparedSchema | undefined {
  try {
    // Avro events are bytes; judging them as JSON would be judging something else.
    const language = published.source.type === 'JSON' ? languageOf('JSON') : undefined;
    const read = language?.read(published.source);
    if (language && read?.ok)
      return { schema: read.value, validator: language.compile(read.value) };
    onUnusable(
      published,
      read?.ok === false
        ? read.error
        : `events of the type ${published.source.type} are not read yet`,
    );
  } catch (cause) {
    onUnusable(published, cause);
  }
  return undefined;
}
