import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { checkCompatibility } from '../../dist/src/compat/index.js';

const sourceOf = (text) => ({ type: 'JSON', text, references: [] });

/** One event schema against its next version, one direction, with the CPU time that took. */
export function judgeStep({ old, next, mode }) {
  const begun = process.threadCpuUsage();
  const { comparisons } = checkCompatibility({
    old: [{ version: 1, source: sourceOf(old) }],
    new: sourceOf(next),
    mode,
    assumption: 'open-world',
  });
  const { user, system } = process.threadCpuUsage(begun);
  const [{ verdict, findings, undecidedBecause }] = comparisons;
  return { verdict, findings, undecidedBecause, ms: (user + system) / 1_000 };
}

const compiled = new Map();
function validatorOf(text) {
  let validate = compiled.get(text);
  if (!validate) {
    const ajv = new Ajv.default({ strict: false, logger: false, validateSchema: false });
    addFormats.default(ajv);
    compiled.set(text, (validate = ajv.compile(JSON.parse(text))));
  }
  return validate;
}
export const forgetValidators = () => compiled.clear();

/** Does ajv, as anybody would call it, accept the event on one side and refuse it on the other? */
export function isRefuted({ event, acceptedBy }, { old, next }) {
  const [accepting, refusing] = acceptedBy === 'old' ? [old, next] : [next, old];
  const value = JSON.parse(event);
  return validatorOf(accepting)(value) && !validatorOf(refusing)(value);
}
