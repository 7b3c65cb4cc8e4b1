import { exampleFaults } from '#contract';
import { parsePointer } from '#schema';
import type { LintRemark, LintRule, LintSubject } from './lint-rule.js';
import { propertiesOf, wordsOf } from './nodes-of.js';
import { isPastTense } from './past-tense.js';
import { looksPersonal } from './personal-names.js';

const at = (pointer: string, message: string): LintRemark => ({
  message,
  place: { in: 'contract', pointer },
});

const teamOf = (owner: string): string => owner.replace(/^team:/, '');

export const contractRules: readonly LintRule[] = [
  {
    id: 'contract-owner-contact',
    title: 'The owner can be reached',
    why: 'When an event breaks somebody at night, a team name alone reaches nobody.',
    fix: 'Add owner.contact or owner.oncall to the contract.',
    severity: 'warn',
    remarks: ({ contract }) =>
      !contract || contract.owner.contact !== undefined || contract.owner.oncall !== undefined
        ? []
        : [at('/owner', `The team "${contract.owner.team}" has neither a contact nor an on-call.`)],
  },
  {
    id: 'contract-owner-of-module',
    title: 'The contract belongs to the owner of its folder',
    why: 'Two answers to "whose is it?" mean nobody answers.',
    fix: 'Correct owner.team in the contract, or the owner of the module in contracts.yaml.',
    severity: 'error',
    remarks: ({ contract, moduleOwner }) =>
      !contract || moduleOwner === undefined || teamOf(moduleOwner) === teamOf(contract.owner.team)
        ? []
        : [
            at(
              '/owner/team',
              `The contract names "${contract.owner.team}", and its folder belongs to "${moduleOwner}".`,
            ),
          ],
  },
  {
    id: 'contract-purpose',
    title: 'The contract says what the event is for',
    why: 'Whoever finds the event in the catalog decides by this sentence whether to use it.',
    fix: 'Add description.purpose: one sentence for a reader of another team.',
    severity: 'warn',
    remarks: ({ contract }) =>
      !contract || contract.description.purpose !== undefined
        ? []
        : [at('', `"${contract.id}" does not say what the event is for.`)],
  },
  {
    id: 'event-name-past-tense',
    title: 'An event is named after what happened',
    why: 'An event is a fact; a name like "place-order" reads as a command somebody should obey.',
    fix: 'Name it in the past tense, e.g. order-placed, or declare semantics.kind: state or command.',
    severity: 'warn',
    remarks: eventsInPresentTense,
  },
  {
    id: 'pii-classification',
    title: 'Personal data is classified',
    why: 'What nobody classified is masked nowhere: not in the catalog, not in quarantine.',
    fix: 'Add the field to "fields" with a classification, e.g. classification: pii.contact, or classification: none.',
    severity: 'error',
    remarks: unclassifiedPersonalFields,
  },
  {
    id: 'example-fits-schema',
    title: 'Every example is an event of the schema',
    why: 'Whoever copies the example is refused by the gateway, and the contract is refused when it is published.',
    fix: 'Correct the example, or let the schema take it.',
    severity: 'error',
    remarks: ({ contract, source }) =>
      contract
        ? [...exampleFaults(contract, source)].map(({ pointer, message }) => at(pointer, message))
        : [],
  },
  {
    id: 'deprecation-sunset',
    title: 'A deprecated field has an end and a successor',
    why: 'A deprecation without a date is never acted upon.',
    fix: 'Add sunsetOn, and replacedBy where there is a successor.',
    severity: 'warn',
    remarks: ({ contract }) =>
      Object.entries(contract?.fields ?? {})
        .filter(([, { deprecatedOn, sunsetOn }]) => deprecatedOn !== undefined && !sunsetOn)
        .map(([field]) =>
          at(`/fields/${escaped(field)}`, `${field} is deprecated, and nothing says until when.`),
        ),
  },
];

const escaped = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

function eventsInPresentTense({ contract }: LintSubject): readonly LintRemark[] {
  if (contract?.semantics.kind !== 'event') return [];
  const name = contract.id.replace(/[._-]v?\d+$/, '');
  const words = wordsOf(name.slice(name.lastIndexOf('.') + 1));
  return words.some(isPastTense)
    ? []
    : [at('/id', `"${contract.id}" is an event, and its name has no word in the past tense.`)];
}

/** A classification of a block covers what is inside. */
function unclassifiedPersonalFields({ contract, tree }: LintSubject): readonly LintRemark[] {
  if (!contract) return [];
  const classified = Object.entries(contract.fields)
    .filter(([, { classification }]) => classification !== undefined)
    .map(([field]) => field);
  const isClassified = (path: string) =>
    classified.some((field) => path === field || path.startsWith(`${field}/`));
  const isLeaf = (type: string) => /string|any|integer|number/.test(type);
  return [...propertiesOf(tree)]
    .filter(({ name, path, type }) => looksPersonal(name) && isLeaf(type) && !isClassified(path))
    .map((node) => ({
      message: `${(parsePointer(node.path) ?? []).join('.')} looks like personal data and has no classification.`,
      place: { in: 'schema', node },
    }));
}
