import { Injectable } from '@nestjs/common';
import { type Consumption, readConsumption, withMessages } from '#contract';
import { problem } from '#kernel';
import { anyItem, languageOf, type SchemaNode } from '#schema';
import { ActiveContracts } from '../active-contracts.js';
import { FindContracts } from '../find-contracts.js';
import { registryProblems } from '../problems.js';
import { Consumptions } from './consumptions.js';

export interface Declaration {
  readonly consumption: Consumption;
  readonly isNew: boolean;
  /** Needs that name no field of the contract as it is: a typing mistake, or gone already. */
  readonly unknownFields: readonly string[];
}

/** Takes a consumer at its word about what it reads. */
@Injectable()
export class DeclareConsumption {
  constructor(
    private readonly find: FindContracts,
    private readonly active: ActiveContracts,
    private readonly consumptions: Consumptions,
  ) {}

  /** @throws CONSUMPTION_INVALID, CONTRACT_NOT_FOUND, CONTRACT_RETIRED */
  async run(text: string, declaredBy: string): Promise<Declaration> {
    const read = readConsumption(text);
    if (!read.ok) {
      const faults = read.error;
      const first = faults[0]?.message ?? 'it cannot be read.';
      const told = { count: faults.length, first };
      throw problem(registryProblems.CONSUMPTION_INVALID, told, { members: { faults } });
    }
    const consumption = read.value;
    const { schema, contract, version } = await this.find.whole(consumption.of);
    if (contract.status === 'retired')
      throw problem(registryProblems.CONTRACT_RETIRED, { id: consumption.of, version });
    const isNew = await this.consumptions.put(consumption, text, declaredBy);
    const sources = contract.schema.references.length > 0 ? await this.referenced(consumption) : [];
    const known = schema && fieldsOf(withMessages(contract, { ...schema, references: sources }));
    const needs = Object.keys(consumption.needs);
    const unknownFields = known ? needs.filter((need) => !known.has(anyItem(need))) : [];
    return { consumption, isNew, unknownFields };
  }

  private async referenced({ of }: Consumption) {
    const { contracts } = await this.active.snapshot();
    return contracts.find(({ id }) => id === of)?.source.references ?? [];
  }
}

function fieldsOf(source: Parameters<NonNullable<ReturnType<typeof languageOf>>['read']>[0]) {
  const language = languageOf(source.type);
  const read = language?.read(source);
  const tree = language && read?.ok ? language.tree(read.value) : undefined;
  return tree && new Set(pathsOf(tree));
}

const pathsOf = (node: SchemaNode): readonly string[] => [
  node.path,
  ...node.children.flatMap(pathsOf),
];
