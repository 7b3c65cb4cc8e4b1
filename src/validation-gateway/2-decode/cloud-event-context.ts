import { limits } from '#kernel';
import type { EventContext } from '../event.js';
import { refuse, type Refusal } from '../verdict.js';

/** CloudEvents 1.0.2 §3.1: lower-case letters and digits; `data` names the payload itself. */
const NAME = /^[a-z0-9]{1,64}$/;
/** §3.3 String: controls, halves of surrogate pairs and non-characters are disallowed. */
// eslint-disable-next-line no-control-regex -- the specification names exactly these
const DISALLOWED = /[\u0000-\u001f\u007f-\u009f]|\p{Cs}|\p{Noncharacter_Code_Point}/u;
/** RFC 3339 §5.6. */
const TIMESTAMP = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
const URI_REFERENCE = /^[^\s<>"{}|\\^`]+$/u;
const REQUIRED = ['id', 'source', 'type', 'specversion'] as const;
/** A map, for an extension may be called like a member every object has. */
const WELL_FORMED: ReadonlyMap<string, readonly [RegExp, string]> = new Map([
  ['source', [URI_REFERENCE, 'a URI reference']],
  ['dataschema', [URI_REFERENCE, 'a URI']],
  ['time', [TIMESTAMP, 'a timestamp by RFC 3339']],
  ['specversion', [/^1\.0$/, '"1.0"']],
]);

/** The value of each attribute that was looked at last and is as it should be: the next event mostly has the same. */
export type SoundAttributes = Map<string, string>;

/** The context of an event, or the first rule of the specification it breaks. */
export function contextOf(
  attributes: ReadonlyMap<string, string>,
  sound: SoundAttributes = new Map(),
):
  | { readonly context: EventContext; readonly fault: undefined }
  | { readonly context: undefined; readonly fault: Refusal } {
  const fault = missing(attributes) ?? malformed(attributes, sound);
  if (fault) return { context: undefined, fault };
  const [id = '', source = '', type = ''] = REQUIRED.map((name) => attributes.get(name));
  if (id.length > limits.eventIdCharacters.value)
    return { context: undefined, fault: refuse('EVENT_ID_TOO_LONG', { pointer: '/id' }) };
  return { context: { id, source, type, attributes }, fault: undefined };
}

export const notACloudEvent = (name: string, message: string): Refusal =>
  refuse('NOT_A_CLOUDEVENT', {
    pointer: `/${name.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1')}`,
    message,
  });

function missing(attributes: ReadonlyMap<string, string>): Refusal | undefined {
  const name = REQUIRED.find((each) => !attributes.get(each));
  return (
    name &&
    notACloudEvent(name, `The CloudEvents attribute ${name} is required and is missing or empty.`)
  );
}

function malformed(
  attributes: ReadonlyMap<string, string>,
  sound: SoundAttributes,
): Refusal | undefined {
  const { value: max } = limits.eventAttributes;
  if (attributes.size > max)
    return notACloudEvent('', `The event has more than ${max} context attributes.`);
  for (const [name, value] of attributes) {
    if (sound.get(name) === value) continue;
    const offence = offenceOf(name, value);
    if (offence) return notACloudEvent(name, offence);
    sound.set(name, value);
  }
  return undefined;
}

function offenceOf(name: string, value: string): string | undefined {
  if (!NAME.test(name) || name === 'data')
    return `${shown(name)} cannot name a CloudEvents attribute: only lower-case letters and digits may.`;
  if (value.length > limits.attributeCharacters.value)
    return `The CloudEvents attribute ${shown(name)} is longer than ${limits.attributeCharacters.value} characters.`;
  if (DISALLOWED.test(value))
    return `The CloudEvents attribute ${shown(name)} holds a character the specification disallows in strings.`;
  const [form, words] = WELL_FORMED.get(name) ?? [];
  return form && !form.test(value)
    ? `The CloudEvents attribute ${shown(name)} is not ${words}.`
    : undefined;
}

const shown = (name: string): string => JSON.stringify(name.slice(0, 64));
