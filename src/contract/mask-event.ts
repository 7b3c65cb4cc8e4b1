import { parsePointer } from '#schema';
import { type Contract, type FieldOverlay } from './contract.js';

type Mask = NonNullable<FieldOverlay['mask']>;

/** Fields people must not read, with the way each is hidden. */
interface MaskedField {
  readonly tokens: readonly string[];
  readonly mask: Mask;
}

function maskedFields(contract: Pick<Contract, 'fields'>): readonly MaskedField[] {
  return Object.entries(contract.fields).flatMap(([pointer, { mask, classification }]) => {
    const isPersonal = classification?.toLowerCase().startsWith('pii') === true;
    const tokens = parsePointer(pointer);
    return tokens && (mask !== undefined || isPersonal) ? [{ tokens, mask: mask ?? 'redact' }] : [];
  });
}

/** Whether any field of the contract's events is hidden from people. */
export const hidesAnything = (contract: Pick<Contract, 'fields'>): boolean =>
  maskedFields(contract).length > 0;

/**
 * A copy of an event that may be shown to people: fields with a mask, or classified `pii…`, are
 * hidden. `*` in a pointer stands for every item or member. The event itself stays untouched.
 * A refused event often has another form than the contract promises, such as JSON sent as a
 * string or wrapped in a list: what stands where a hidden field should lie inside is hidden whole.
 *
 * @example maskEvent(contract, { email: 'ada@acme.com' }) // { email: '●●●' }
 */
export const maskEvent = (contract: Pick<Contract, 'fields'>, event: unknown): unknown =>
  copy(event, maskedFields(contract));

function copy(value: unknown, fields: readonly MaskedField[]): unknown {
  const here = fields.find(({ tokens }) => tokens.length === 0);
  if (here) return masks[here.mask](value);
  if (value === null) return null;
  if (fields.length > 0 && !mayHold(value, fields)) return masks.redact(value);
  if (typeof value !== 'object') return value;
  const inside = (token: string): readonly MaskedField[] =>
    fields
      .filter(({ tokens: [first] }) => first === token || first === '*')
      .map(({ tokens, mask }) => ({ tokens: tokens.slice(1), mask }));
  if (Array.isArray(value)) return value.map((item, i) => copy(item, inside(String(i))));
  // `fromEntries` defines members, so a member called `__proto__` stays a member.
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, copy(inner, inside(name))]),
  );
}

const INDEX = /^\d+$|^\*$/;

/** Whether the fields' pointers can lead into the value; only then do they say what to hide. */
const mayHold = (value: unknown, fields: readonly MaskedField[]): boolean =>
  Array.isArray(value)
    ? fields.every(({ tokens: [first] }) => INDEX.test(String(first)))
    : typeof value === 'object';

const masks: Readonly<Record<Mask, (value: unknown) => unknown>> = {
  redact: () => '●●●',
  hash: (value) => `#${fingerprint(JSON.stringify(value))}`,
  partial: (value) => partially(value),
};

/** Enough to recognise a value one knows, not enough to learn it. */
function partially(value: unknown): string {
  if (typeof value !== 'string' || value.length < 8) return '●●●';
  const characters = [...value];
  return `${characters.slice(0, 2).join('')}●●●${characters.slice(-1).join('')}`;
}

/**
 * Tells equal from different on a screen (FNV-1a, 64 bits). It is not secret: short values can
 * be guessed, so what must not be guessed is redacted instead.
 */
function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}
