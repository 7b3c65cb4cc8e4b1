import type { FieldOverlay } from '#contract';
import { parsePointer, stepInto } from '#schema';
import type { ContractInForce } from '../contract-in-force.js';
import { onceForEach } from '../once-for-each.js';

interface DeprecatedField {
  readonly pointer: string;
  readonly tokens: readonly string[];
  readonly fromMs: number;
  /** From when on it is refused; never, where the contract names no day. */
  readonly sunsetMs: number;
  readonly sentence: string;
}

/** Whether the calendar of the contract speaks of any field. */
export const hasDeprecatedFields = ({ contract }: ContractInForce): boolean =>
  fieldsOf(contract).length > 0;

/** Fields the contract has deprecated or ended by now and the event still carries. */
export function deprecatedFieldsIn(
  { contract }: ContractInForce,
  value: unknown,
  nowMs: number,
): readonly DeprecatedField[] {
  return fieldsOf(contract).filter(
    ({ tokens, fromMs }) => fromMs <= nowMs && isPresent(value, tokens),
  );
}

const fieldsOf = onceForEach((contract: ContractInForce['contract']) =>
  Object.entries(contract.fields).flatMap(([pointer, overlay]) =>
    deprecatedField(pointer, overlay),
  ),
);

function deprecatedField(pointer: string, overlay: FieldOverlay): readonly DeprecatedField[] {
  const { deprecatedOn = overlay.sunsetOn, sunsetOn, replacedBy } = overlay;
  const tokens = parsePointer(pointer);
  if (deprecatedOn === undefined || !tokens) return [];
  const until = sunsetOn ? `; it ends on ${sunsetOn}` : '';
  const instead = replacedBy ? ` Use ${replacedBy} instead.` : '';
  const sentence = `The field ${pointer} is deprecated since ${deprecatedOn}${until}.${instead}`;
  const [fromMs, sunsetMs] = [midnightMs(deprecatedOn), midnightMs(sunsetOn)];
  return [{ pointer, tokens, fromMs, sunsetMs, sentence }];
}

/** Dates of contracts are days in UTC. */
const midnightMs = (day: string | undefined): number =>
  day === undefined ? Infinity : Date.parse(`${day}T00:00:00Z`);

/** `*` stands for any element of an array or any member. */
function isPresent(value: unknown, [token, ...rest]: readonly string[]): boolean {
  if (value === undefined) return false;
  if (token === undefined) return true;
  if (token !== '*') return isPresent(stepInto(value, token), rest);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((each) => isPresent(each, rest));
}
