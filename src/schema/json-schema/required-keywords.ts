import { type CodeKeywordDefinition } from 'ajv';
import { _, type Code } from 'ajv/dist/core.js';
import dependencies from 'ajv/dist/vocabularies/applicator/dependencies.js';
import { noPropertyInData, propertyInData } from 'ajv/dist/vocabularies/code.js';
import dependentRequired from 'ajv/dist/vocabularies/validation/dependentRequired.js';
import required from 'ajv/dist/vocabularies/validation/required.js';

type Context = Parameters<CodeKeywordDefinition['code']>[0];

/**
 * ajv keeps the name of the missing member and takes an empty name for "none is missing", unless it
 * asks for every error. Here the member without a name is looked for first.
 */
function unnamedFirst(
  definition: CodeKeywordDefinition,
  lookForUnnamed: (cxt: Context, isMissing: Code) => void,
): CodeKeywordDefinition {
  return {
    ...definition,
    code(cxt) {
      const { gen, data, it } = cxt;
      if (!it.allErrors) lookForUnnamed(cxt, noPropertyInData(gen, data, _`""`, true));
      definition.code(cxt);
    },
  };
}

function amongRequired(cxt: Context, isMissing: Code): void {
  if (!(cxt.schema as readonly string[]).includes('')) return;
  cxt.setParams({ missingProperty: _`""` });
  cxt.fail(isMissing);
}

function amongDependent(cxt: Context, isMissing: Code): void {
  const { gen, data } = cxt;
  for (const [property, deps] of Object.entries(cxt.schema as object)) {
    if (!Array.isArray(deps) || !deps.includes('')) continue;
    const params = { property, depsCount: deps.length, deps: deps.join(', ') };
    cxt.setParams({ ...params, missingProperty: _`""` });
    cxt.fail(_`(${propertyInData(gen, data, property, true)}) && (${isMissing})`);
  }
}

/** As ajv has them, and in its order, but for a member without a name. */
export const requiredKeywords: readonly CodeKeywordDefinition[] = [
  { ...unnamedFirst(required.default, amongRequired), before: 'propertyNames' },
  { ...unnamedFirst(dependencies.default, amongDependent), before: 'properties' },
  unnamedFirst(dependentRequired.default, amongDependent),
];
