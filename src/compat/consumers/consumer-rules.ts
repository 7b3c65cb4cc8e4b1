import type { MeaningRule } from '../contract/meaning-rules.js';

export type ConsumerRuleId =
  | 'CONSUMER_FIELD_REMOVED'
  | 'CONSUMER_FIELD_CHANGED'
  | 'CONSUMER_VALUE_UNKNOWN'
  | 'CONSUMER_EVENT_ENDED'
  | 'CONSUMER_UNDECIDED';

const agree =
  'Let the consumer move first and declare again what it reads, or publish with ?force=true, which leaves a mark.';

/** What a change can do to somebody who declared what they read. Ids are public and permanent. */
export const consumerRules: Readonly<Record<ConsumerRuleId, MeaningRule>> = {
  CONSUMER_FIELD_REMOVED: {
    id: 'CONSUMER_FIELD_REMOVED',
    title: 'A field that a consumer reads was removed',
    why: 'The consumer declared that it reads the field, and no new event has to carry it.',
    fix: `Keep the field and mark it deprecated until nobody declares to read it. ${agree}`,
  },
  CONSUMER_FIELD_CHANGED: {
    id: 'CONSUMER_FIELD_CHANGED',
    title: 'A field that a consumer reads changed its shape',
    why: 'The consumer declared that it reads the field as it was; an event that it does not understand may come.',
    fix: `Add a new field and keep the old one as it was. ${agree}`,
  },
  CONSUMER_VALUE_UNKNOWN: {
    id: 'CONSUMER_VALUE_UNKNOWN',
    title: 'A field may carry a value that a consumer does not know',
    why: 'The consumer declared which values it knows and that it fails on others.',
    fix: 'Teach the consumer the value first and let it declare so; `onUnknown: ignore` says that it passes over what it does not know.',
  },
  CONSUMER_EVENT_ENDED: {
    id: 'CONSUMER_EVENT_ENDED',
    title: 'An event that a consumer reads goes out of force',
    why: 'The consumer declared that it reads the event. The gateway refuses it from now on, and nobody promises what it carries.',
    fix: 'Say first when it ends (`status: deprecated` with `deprecation.sunset`), and let the consumer move on and withdraw what it declared; or publish with ?force=true, which leaves a mark.',
  },
  CONSUMER_UNDECIDED: {
    id: 'CONSUMER_UNDECIDED',
    title: 'Whether a consumer can still read was not decided',
    why: 'It was neither proved that the consumer understands every new event nor found one that it does not.',
    fix: 'Simplify the place that is named, or ask the consumer.',
  },
};
