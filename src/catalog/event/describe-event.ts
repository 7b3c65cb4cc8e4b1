import { Inject, Injectable } from '@nestjs/common';
import { blocksNotEnforced, type Contract, promisesOf } from '#contract';
import type { PublishedContract } from '#registry';
import type { ContractAnswer } from '../answers.js';
import { CATALOG_SETTINGS, type CatalogSettings } from '../catalog-settings.js';
import { EventContracts } from './event-contracts.js';
import { ReadContracts } from './read-contracts.js';
import { compatibilityInWords, enforcementInWords } from './rules-in-words.js';
import { versionRow } from './version-row.js';

/** What one contract version says, in the words and shapes a person reads. */
@Injectable()
export class DescribeEvent {
  constructor(
    private readonly contracts: EventContracts,
    private readonly read: ReadContracts,
    @Inject(CATALOG_SETTINGS) private readonly settings: CatalogSettings,
  ) {}

  /** @param version absent means the newest */
  async describe(id: string, version?: string): Promise<ContractAnswer> {
    const { published, versions, revision } = await this.contracts.amongAll(id, version);
    const { contract } = published;
    const { tree, example } = this.read.of(published);
    return {
      revision,
      id: published.id,
      version: published.version,
      isLatest: published.version === versions[0]?.version,
      ...identity(contract),
      ...meaning(contract),
      enforcement: enforcementInWords(contract, published.steppedBack !== undefined),
      isTrying: contract.rollout !== undefined,
      schema: { ...schemaOf(published), ...(tree && { tree }) },
      versions: versions.map(versionRow),
      ...(example !== undefined && { example }),
      sending: {
        ...(contract.envelope && { eventType: contract.envelope.type }),
        ...gatewayPort(this.settings),
      },
      readFrom: this.settings.logHasAll ? 'log' : 'kafka',
    };
  }
}

/** Of one that took any free port, only the gateway itself knows which: nothing until it listens. */
function gatewayPort({ gatewayPort, gatewayUrl }: CatalogSettings): { gatewayPort?: number } {
  if (gatewayPort > 0) return { gatewayPort };
  const address = URL.parse(gatewayUrl() ?? '');
  if (!address) return {};
  return { gatewayPort: Number(address.port) || (address.protocol === 'https:' ? 443 : 80) };
}

function identity(contract: Contract) {
  const { name, status, domain, owner, description, tags, criticality, deprecation } = contract;
  const { topic, key, partitions, retention, cleanup } = contract.channel;
  return {
    name,
    status,
    owner,
    tags,
    criticality,
    ...(domain !== undefined && { domain }),
    ...(deprecation && { deprecation }),
    ...(description.purpose !== undefined && { purpose: description.purpose }),
    ...(description.limitations !== undefined && { limitations: description.limitations }),
    channel: {
      topic,
      partitions,
      cleanup,
      ...(key !== undefined && { key }),
      ...(retention !== undefined && { retention }),
    },
  };
}

/** A promise nothing keeps yet stands apart, in the contract's own sentences where it has some. */
function meaning(contract: Contract) {
  const { entity } = contract.semantics;
  const owed = blocksNotEnforced(contract);
  const promised = promisesOf(contract);
  const isOwed = ({ block }: { block: string }) => owed.some(({ name }) => name === block);
  return {
    compatibility: compatibilityInWords(contract),
    ...(contract.semantics.transitions && { states: contract.semantics.transitions }),
    ...(entity && { entity: { type: entity.type, isKept: entity.canonical === true } }),
    promises: promised.filter((each) => !isOwed(each)).map(({ sentence }) => sentence),
    notEnforced: owed.flatMap(({ name, promise }) => {
      const told = promised.filter(({ block }) => block === name);
      return told.length > 0 ? told : [{ block: name, sentence: promise }];
    }),
  };
}

function schemaOf(published: PublishedContract): ContractAnswer['schema'] {
  const { contract, source, schemaId, schemaVersion } = published;
  return {
    subject: contract.schema.subject,
    version: schemaVersion,
    id: schemaId,
    format: source.type,
    text: source.text,
  };
}
