import type { HealthAnswer, Trouble } from './health-answer.js';

type Facts = Omit<HealthAnswer, 'troubles'>;

/** More refused than this, of those judged in a day, is worth a look. */
const MANY_REFUSED = 0.05;
const FAR_BEHIND_EVENTS = 1_000;
const ROWS_MAX = 5;
/** The name gateways act by when nobody asked them to. */
const ITSELF = 'concordat';

const count = (n: number, one: string, many = `${one}s`) =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

/** What is wrong, the worst first, each with the page that says more. Nothing means nothing is. */
export function troublesOf(facts: Facts): readonly Trouble[] {
  const found = [
    ...ofGateway(facts),
    ...ofReaders(facts),
    ...ofRollouts(facts),
    ...ofEvents(facts),
    ...ofBacklog(facts),
  ];
  return [...found.filter(({ severity }) => severity === 'bad'), ...found.filter(isMild)];
}

const isMild = ({ severity }: Trouble) => severity === 'warn';

function ofGateway({ gateway }: Facts): readonly Trouble[] {
  if (!gateway.isReachable)
    return [
      {
        severity: 'bad',
        sentence: 'No gateway answers: events are not judged, or this catalog does not know where.',
      },
    ];
  const unready = gateway.checks
    .filter(({ isReady }) => !isReady)
    .map(({ name, detail }): Trouble => ({
      severity: 'bad',
      sentence: `The gateway is not ready: ${name}, ${detail}.`,
    }));
  const breaker = gateway.checks.find(({ name }) => name === 'breaker')?.detail ?? '';
  if (!breaker.startsWith('open')) return unready;
  return [
    ...unready,
    { severity: 'bad', sentence: `The breaker towards the broker is ${breaker}.` },
  ];
}

const ofReaders = ({ groups }: Facts): readonly Trouble[] =>
  groups
    .filter(({ lag }) => lag > 0)
    .filter(({ members, lag }) => members === 0 || lag > FAR_BEHIND_EVENTS)
    .slice(0, ROWS_MAX)
    .map(({ name, topic, members, lag }): Trouble => {
      const events = count(lag, 'event');
      const sentence =
        members === 0
          ? `${name} stopped reading ${topic}: ${events} ${lag === 1 ? 'waits' : 'wait'}.`
          : `${name} is ${events} behind on ${topic}.`;
      return { severity: members === 0 ? 'bad' : 'warn', sentence, lineage: `service:${name}` };
    });

/** One that a person stopped is no trouble: they know. */
const ofRollouts = ({ stopped }: Facts): readonly Trouble[] =>
  stopped
    .filter(({ by }) => by === ITSELF)
    .slice(0, ROWS_MAX)
    .map(({ id, name, at, reason }): Trouble => ({
      severity: 'warn',
      sentence: `The policy tried for ${name} stopped itself: ${reason.replace(/\.$/, '')}.`,
      ...{ event: id, section: 'rollout', since: at },
    }));

const ofEvents = ({ events }: Facts): readonly Trouble[] => [
  ...events
    .filter(({ hasSteppedBack }) => hasSteppedBack)
    .slice(0, ROWS_MAX)
    .map(({ id, name }): Trouble => ({
      severity: 'bad',
      sentence: `${name} stepped back from enforce to warn: too much was refused when its newest version came.`,
      event: id,
    })),
  ...events
    .filter(({ accepted, refused }) => refused > MANY_REFUSED * (accepted + refused))
    .slice(0, ROWS_MAX)
    .map(({ id, name, accepted, refused }): Trouble => ({
      severity: refused > accepted ? 'bad' : 'warn',
      sentence: `${refused.toLocaleString('en-US')} of ${count(accepted + refused, 'event')} of ${name} ${refused === 1 ? 'was' : 'were'} refused in 24 hours.`,
      event: id,
    })),
];

function ofBacklog({ relay, quarantine }: Facts): readonly Trouble[] {
  const waiting = relay
    .filter(({ events }) => events > FAR_BEHIND_EVENTS)
    .slice(0, ROWS_MAX)
    .map(({ topic, events }): Trouble => ({
      severity: 'warn',
      sentence: `${count(events, 'event')} of ${topic} ${events === 1 ? 'is' : 'are'} in the log and not yet in Kafka.`,
    }));
  if (quarantine.cases === 0) return waiting;
  const { cases } = quarantine;
  return [
    ...waiting,
    {
      severity: 'warn',
      sentence: `${count(cases, 'refused event')} ${cases === 1 ? 'waits' : 'wait'} in quarantine for a person.`,
      page: 'quarantine',
    },
  ];
}
