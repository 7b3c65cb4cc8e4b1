import { parsePointer, type SchemaNode } from '#schema';
import type { LintRemark, LintRule, LintSubject } from './lint-rule.js';
import { nodesOf, propertiesOf, wordsOf } from './nodes-of.js';

const about = (node: SchemaNode, message: string): LintRemark => ({
  message,
  place: { in: 'schema', node },
});
const called = ({ path }: SchemaNode): string => path || 'The event';
const isChoice = ({ values }: SchemaNode): boolean => values !== undefined && values.length > 1;

export const schemaRules: readonly LintRule[] = [
  {
    id: 'event-description',
    title: 'The event is described',
    why: 'The catalog shows this sentence before anything else.',
    fix: 'Add a description at the top of the schema.',
    severity: 'warn',
    remarks: ({ tree }) =>
      tree.description === undefined
        ? [about(tree, 'The schema does not say what the event is.')]
        : [],
  },
  {
    id: 'field-description',
    title: 'Every field is described',
    why: 'A name says less than its author believes; the reader is in another team.',
    fix: 'Add a description: the unit, the time zone, what absence means.',
    severity: 'warn',
    remarks: ({ tree }) =>
      [...propertiesOf(tree)]
        .filter((node) => node.description === undefined && !isChoice(node))
        .map((node) => about(node, `${called(node)} has no description.`)),
  },
  {
    id: 'enum-description',
    title: 'An enum explains its values',
    why: 'Readers branch on these values, so each must mean the same to everybody.',
    fix: 'Add a description that says what each value means and whether others may follow.',
    severity: 'warn',
    remarks: ({ tree }) =>
      [...nodesOf(tree)]
        .filter((node) => isChoice(node) && node.description === undefined)
        .map((node) => about(node, `${called(node)} is a choice of values without a description.`)),
  },
  {
    id: 'field-name-case',
    title: 'Field names are written one way',
    why: 'A reader who must remember which field is written how will write it wrong.',
    fix: 'Write it like its neighbours, in a new version: renaming a field breaks readers.',
    severity: 'warn',
    remarks: ({ tree }) => oddlyNamed([...propertiesOf(tree)]),
  },
  {
    id: 'unbounded-string',
    title: 'A text has a greatest length',
    why: 'Without a limit the first careless producer finds the limit of a reader’s database column.',
    fix: 'Add maxLength, a format, an enum, or a pattern that ends. Avro and Protobuf have none of them: there a rule of the contract says it, e.g. size(note) <= 200.',
    severity: 'warn',
    remarks: (subject) =>
      [...nodesOf(subject.tree)]
        .filter((node) => /^string\b|\bor string\b/.test(node.type) && !isBoundedText(node))
        .filter((node) => !isSizedElsewhere(subject, node))
        .map((node) => about(node, `${called(node)} is a text of any length.`)),
  },
  {
    id: 'unbounded-array',
    title: 'A list has a greatest length',
    why: 'An event grows until a broker refuses it, and then none arrives at all.',
    fix: 'Add maxItems. Avro and Protobuf have no such word: there a rule of the contract says it, e.g. size(lines) <= 100.',
    severity: 'warn',
    remarks: (subject) =>
      [...nodesOf(subject.tree)]
        .filter((node) => !isSizedElsewhere(subject, node))
        .filter(
          ({ type, constraints, values }) =>
            /^array\b|\bor array\b/.test(type) &&
            !values &&
            !constraints.some((each) => /^at most \d+ items?$|^no further items$/.test(each)),
        )
        .map((node) => about(node, `${called(node)} is a list of any length.`)),
  },
];

/**
 * In a language without words for it a rule of the contract bounds a field; where there is no
 * contract, nobody could, and nothing is said.
 */
function isSizedElsewhere({ type, contract }: LintSubject, { path }: SchemaNode): boolean {
  if (type === 'JSON') return false;
  const name = (parsePointer(path) ?? []).join('.');
  return contract?.rules.some(({ cel }) => cel.includes(`size(${name})`)) ?? true;
}

/** A pattern bounds a text where it is anchored and nothing in it repeats without end. */
function isBoundedText({ values, constraints, recursive }: SchemaNode): boolean {
  if (values !== undefined || recursive !== undefined) return true;
  return constraints.some(
    (each) =>
      /^at most \d+ characters?$|^format /.test(each) ||
      (/^matches \^.*\$$/.test(each) && !/[*+]|\{\d+,\}/.test(each.replaceAll(/\\./g, ''))),
  );
}

const CASES: Readonly<Record<string, RegExp>> = {
  camelCase: /^[a-z][a-z0-9]*([A-Z][a-z0-9]*)*$/,
  snake_case: /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/,
  'kebab-case': /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  PascalCase: /^([A-Z][a-z0-9]*)+$/,
};

/** The way most fields are written is the way; one word fits several and decides nothing. */
function oddlyNamed(nodes: readonly SchemaNode[]): readonly LintRemark[] {
  const telling = nodes.filter(({ name }) => wordsOf(name).length > 1);
  const [usual] = Object.entries(CASES)
    .map(([name, pattern]) => {
      const count = telling.filter((node) => pattern.test(node.name)).length;
      return { name, pattern, count };
    })
    .sort((a, b) => b.count - a.count);
  if (!usual || usual.count === 0) return [];
  return nodes
    .filter(({ name }) => !usual.pattern.test(name))
    .map((node) => about(node, `"${node.name}" is not ${usual.name}, as most fields here are.`));
}
