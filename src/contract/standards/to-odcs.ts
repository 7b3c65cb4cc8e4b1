import type { SchemaNode } from '#schema';
import { type Contract } from '../contract.js';
import { type ExportedContract, withoutText } from './exported-contract.js';

/** Words of ODCS for what a type says first; anything else is an object to it. */
const LOGICAL_TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(array|list|repeated)/, 'array'],
  [/^(integer|int|long|u?int\d+|s(int|fixed)\d+|fixed\d+)\b/, 'integer'],
  [/^(number|float|double|decimal)/, 'number'],
  [/^bool/, 'boolean'],
  [/^(string|text|enum|bytes|uuid)/, 'string'],
  [/^date/, 'date'],
];

/**
 * A contract as an Open Data Contract Standard 3.1 document. The standard allows no words of one's
 * own but `customProperties`, so the whole contract stands there too and nothing is lost.
 */
export function toOdcs(exported: ExportedContract, tree: SchemaNode | undefined): object {
  const { contract, source, version = 0 } = exported;
  const { id, name, status, domain, tags, description, owner, channel } = contract;
  const { purpose, limitations } = description;
  return {
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    ...{ id, name, status, version: `${version}.0.0` },
    ...(domain !== undefined && { domain }),
    ...(tags.length > 0 && { tags }),
    description: {
      ...(purpose !== undefined && { purpose }),
      ...(limitations !== undefined && { limitations }),
    },
    schema: [
      {
        name: id,
        physicalName: channel.topic,
        physicalType: 'topic',
        logicalType: 'object',
        ...(tree && { properties: propertiesOf(tree, contract) }),
      },
    ],
    team: { name: owner.team },
    ...(owner.contact !== undefined && {
      support: [{ channel: owner.contact, tool: 'other', scope: 'issues' }],
    }),
    ...(channel.retention !== undefined && {
      slaProperties: [{ property: 'retention', value: channel.retention }],
    }),
    customProperties: [
      { property: 'eventContract', value: withoutText(exported) },
      { property: 'eventSchema', value: { type: source.type, text: source.text } },
    ],
  };
}

function propertiesOf(node: SchemaNode, contract: Contract): readonly object[] {
  return node.children
    .filter(({ name }) => !name.startsWith('['))
    .map((child) => propertyOf(child, contract));
}

function propertyOf(node: SchemaNode, contract: Contract): object {
  const { name, type, required, description, path } = node;
  const classification = contract.fields[path]?.classification;
  const logicalType = LOGICAL_TYPES.find(([said]) => said.test(type))?.[1] ?? 'object';
  const properties = logicalType === 'object' ? propertiesOf(node, contract) : [];
  return {
    ...{ name, physicalType: type, logicalType, required },
    ...(description !== undefined && { description }),
    ...(classification !== undefined && { classification }),
    ...(properties.length > 0 && { properties }),
  };
}
