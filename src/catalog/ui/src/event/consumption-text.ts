import type { ContractAnswer } from '../api/answers';

const PLAIN = /^[\w/.-]+$/;
const FIELDS_MAX = 3;

const yaml = (text: string): string => (PLAIN.test(text) ? text : JSON.stringify(text));

/** A file to complete in which a consumer says what it reads: the first required fields, as an example. */
export function consumptionText({ id, schema }: ContractAnswer): string {
  const required = schema.tree?.children.filter((field) => field.required) ?? [];
  const needs = required.slice(0, FIELDS_MAX).map(({ path }) => `  ${yaml(path)}: {}`);
  return [
    '# my-service.consumption.yaml, in your own repository',
    ...['apiVersion: concordat/v1', 'kind: Consumption', 'consumer: my-service'],
    ...['owner: { team: my-team }', `of: ${yaml(id)}`],
    ...(needs.length > 0 ? ['needs:', ...needs] : ['needs: {}']),
  ].join('\n');
}
