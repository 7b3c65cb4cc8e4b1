import {
  candidateOf,
  compileRule,
  type Contract,
  isGuarded,
  policyName,
  readRate,
  sizeBytes,
  stickinessOf,
} from '#contract';
import type { EnforcedContract, EnforcedSnapshot } from '#registry';
import type {
  ContractInForce,
  ContractsInForce,
  RolloutInForce,
  RuleInForce,
} from '../contract-in-force.js';
import { asksForFormOnly } from '../road-checks.js';
import { SchemasOfSubject, type Workshop } from './accepted-schemas.js';

const NOT_IN_FORCE = new Set(['draft', 'proposed', 'retired']);

/**
 * A snapshot, indexed. Nothing is compiled before its first event. Versions that were in force before
 * keep what was compiled for them, so a publication costs one compilation, not all of them.
 */
export function indexContracts(
  snapshot: EnforcedSnapshot,
  before: IndexedContracts | undefined,
  workshop: Workshop,
): IndexedContracts {
  const published = snapshot.contracts.filter(({ contract }) => !NOT_IN_FORCE.has(contract.status));
  const guarded = new Set(
    published.flatMap(({ contract }) => (isGuarded(contract) ? contract.channel.topic : [])),
  );
  const all = published.map((each) => {
    const inForce: ContractInForce = {
      ...{ published: each, contract: each.contract },
      ref: { id: each.id, version: each.version },
      isTopicGuarded: guarded.has(each.contract.channel.topic),
      ...(before?.schemasOf(each) ?? schemasInForce(each, workshop)),
      rules: before?.heldOf(each)?.rules ?? rulesOf(each.contract),
      asksForFormOnly: asksForFormOnly(each.contract),
      ...agreedLimits(each.contract),
    };
    if (!each.contract.rollout || each.rolloutStopped) return inForce;
    const rollout = rolloutOf(inForce, before?.heldOf(each)?.rollout);
    return { ...inForce, asksForFormOnly: false, rollout };
  });
  const held = new Set(all.map(({ schemas }) => schemas));
  for (const each of before?.all ?? []) if (!held.has(each.schemas)) release(each);
  return new IndexedContracts(snapshot.revision, all);
}

/** What was compiled for a version that is no longer in force makes room. */
function release({ schemas, keySchemas }: ContractInForce): void {
  schemas.release();
  keySchemas.release();
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

  /** What was in force of the same version. */
  heldOf({ id, version }: EnforcedContract): ContractInForce | undefined {
    const held = this.ids.get(id);
    return held?.ref.version === version ? held : undefined;
  }

  /** What was made for the same version with the same schema; all else may have moved on. */
  schemasOf(published: EnforcedContract): SchemasInForce | undefined {
    const held = this.heldOf(published);
    const isSame = held && idsOf(held.published) === idsOf(published);
    return isSame ? { schemas: held.schemas, keySchemas: held.keySchemas } : undefined;
  }
}

/** Its schemas are those of the contract; what it says otherwise is made once for each version. */
function rolloutOf(
  inForce: ContractInForce,
  held: RolloutInForce | undefined,
): RolloutInForce | undefined {
  const contract = held?.candidate.contract ?? candidateOf(inForce.contract);
  if (!contract) return undefined;
  const { sizeBytes: _size, rate: _rate, published, ...rest } = inForce;
  return {
    name: held?.name ?? policyName(contract),
    percent: inForce.contract.rollout?.percent ?? 0,
    stickiness: stickinessOf(inForce.contract),
    candidate: {
      ...rest,
      // What the policy in force stepped back from is no evidence about another.
      published: { ...published, steppedBack: undefined },
      contract,
      rules: held?.candidate.rules ?? rulesOf(contract),
      asksForFormOnly: false,
      ...agreedLimits(contract),
    },
  };
}

function agreedLimits({ limits }: Contract): Pick<ContractInForce, 'sizeBytes' | 'rate'> {
  const { size, rate: text } = limits ?? {};
  const rate = text === undefined ? undefined : readRate(text);
  return {
    ...(size !== undefined && { sizeBytes: sizeBytes(size) }),
    ...(text !== undefined && rate && { rate: { text, rate } }),
  };
}

const rulesOf = ({ rules }: Contract): readonly RuleInForce[] =>
  rules
    .filter(({ mode }) => mode !== 'off')
    .map((rule) => {
      const compiled = compileRule(rule.cel);
      return { rule, compiled: compiled.ok ? compiled.value : undefined };
    });

/** The schemas a contract takes events of; two of one id are the same. */
const idsOf = ({ accepted, keys }: EnforcedContract): string =>
  [accepted, keys]
    .map((each) => each.map(({ id, version }) => `${id}v${version}`).join())
    .join(' ');

type SchemasInForce = Pick<ContractInForce, 'schemas' | 'keySchemas'>;

function schemasInForce(published: EnforcedContract, workshop: Workshop): SchemasInForce {
  const { accepted, keys, contract } = published;
  const ofKeys = { accepted: keys, subject: `${contract.channel.topic}-key` };
  const ofValues = { accepted, subject: contract.schema.subject };
  return {
    schemas: new SchemasOfSubject(published, ofValues, workshop),
    keySchemas: new SchemasOfSubject(published, ofKeys, workshop),
  };
}
