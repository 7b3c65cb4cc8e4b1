import { appendPointer, nodesAt, type SchemaNode } from '#schema';
import type { Contract, ValueRule } from '../contract.js';
import type { ContractFault } from '../contract-fault.js';
import { compileRule } from './compile-rule.js';
import { fieldsRead } from './fields-read.js';

const place = (i: number, member: keyof ValueRule): string =>
  appendPointer('/rules', String(i), member);

/** Rules nobody could run, and two of one name, of which nobody could say which one is broken. */
export function* ruleFaults({ rules }: Contract): Generator<ContractFault> {
  const names = new Set<string>();
  for (const [i, { name, cel }] of rules.entries()) {
    if (names.has(name))
      yield {
        code: 'RULE_NAME_TWICE',
        pointer: place(i, 'name'),
        message: `Two rules are called "${name}". Give each a name of its own.`,
      };
    names.add(name);
    const compiled = compileRule(cel);
    if (compiled.ok) continue;
    const { message, line, column } = compiled.error;
    yield {
      code: 'RULE_INVALID',
      pointer: place(i, 'cel'),
      message: `The rule "${name}" is not CEL at its line ${line}, column ${column}: ${message} Correct the expression.`,
    };
  }
}

/** What rules ask for and the schema does not have: they would refuse every event. */
export function* fieldFaults({ rules }: Contract, tree: SchemaNode): Generator<ContractFault> {
  for (const [i, { name, cel }] of rules.entries()) {
    const compiled = compileRule(cel);
    if (!compiled.ok) continue;
    for (const { pointer, isWordOfCel } of fieldsRead(compiled.value.expression)) {
      const found = nodesAt(tree, pointer)?.length;
      if (isWordOfCel && !found) continue;
      if (isWordOfCel)
        yield {
          code: 'RULE_INVALID',
          pointer: place(i, 'cel'),
          message: `In CEL "${pointer.slice(1)}" is a word of the language, and the rule "${name}" means the field. Write this.${pointer.slice(1)}.`,
        };
      else if (found === 0)
        yield {
          code: 'FIELD_NOT_IN_SCHEMA',
          pointer: place(i, 'cel'),
          message: `The rule "${name}" reads ${pointer}, and the schema declares no such field. Correct the rule, or declare the field in the schema.`,
        };
    }
  }
}
