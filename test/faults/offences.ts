import type { Expected, SentEvent } from './entity-model.js';

/** One line of the client's own book. */
export interface Entry {
  readonly event: SentEvent;
  readonly sha: string;
  readonly expected: Expected;
  /** Attempts nobody answered, or that were answered with an outage. */
  readonly unknown: number;
  /** The answer that settled it; `undefined` when none ever came. */
  readonly answer:
    | {
        readonly status: number;
        readonly verdict: string;
        readonly position: string | undefined;
      }
    | undefined;
}

/** An event as it stands in the log or in Kafka. */
export interface Found {
  readonly position: string;
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly sha?: string;
}

export interface Custody {
  readonly book: readonly Entry[];
  readonly log: readonly Found[];
  readonly kafka: readonly Found[];
  /** What the gateways say they accepted; `undefined` when one of them died with its counters. */
  readonly acceptedByMetrics: number | undefined;
}

/** The eight assertions of custody; every offence is a sentence, and there must be none. */
export function offences(custody: Custody): readonly string[] {
  return [
    ...lost(custody),
    ...leaked(custody),
    ...duplicated(custody),
    ...disordered(custody),
    ...unstable(custody),
    ...unlikeTheModel(custody),
    ...miscounted(custody),
    ...sharedPositions(custody),
  ];
}

const isIn = ({ answer }: Entry): boolean => answer?.status === 200;

export function lost({ book, log, kafka }: Custody): string[] {
  const logged = new Map(log.map((each) => [each.position, each.id]));
  const carried = new Map(kafka.map((each) => [each.id, each.sha]));
  return book
    .filter(isIn)
    .flatMap(({ event, sha, answer }) => [
      ...(logged.get(answer?.position ?? '') === event.id
        ? []
        : [`lost: ${event.id} was acknowledged and is not in the log at ${answer?.position}`]),
      ...(carried.get(event.id) === sha
        ? []
        : [`lost: ${event.id} was acknowledged and Kafka does not have its bytes`]),
    ]);
}

export function leaked({ book, log, kafka }: Custody): string[] {
  const admissible = new Set(
    book.filter(({ expected }) => expected !== 'refused').map(({ event }) => event.id),
  );
  return [...log, ...kafka]
    .filter(({ id }) => !admissible.has(id))
    .map(({ id }) => `leaked: ${id} must not be downstream and is`);
}

export const duplicated = ({ log, kafka }: Custody): string[] =>
  [log, kafka].flatMap((place) =>
    [...Map.groupBy(place, ({ id }) => id)]
      .filter(([, all]) => all.length > 1)
      .map(([id, all]) => `duplicated: ${id} stands at ${all.map((each) => each.position).join()}`),
  );

export function disordered({ log, kafka }: Custody): string[] {
  const gaps = [...Map.groupBy(log, ({ position }) => position.split('@')[0])].flatMap(
    ([partition, all]) =>
      all
        .filter(({ position }, i) => position !== `${partition}@${i}`)
        .map(({ position }) => `disordered: a gap in the log before ${position}`),
  );
  const inverted = [log, kafka].flatMap((place) =>
    [...Map.groupBy(place, ({ key }) => key).values()].flatMap((all) =>
      all
        .filter(({ version }, i) => i > 0 && version <= (all[i - 1]?.version ?? 0))
        .map(({ id, key }) => `disordered: ${id} of ${key} comes after a newer version`),
    ),
  );
  return [...gaps, ...inverted];
}

export const unstable = ({ book }: Custody): string[] =>
  [...Map.groupBy(book.filter(isIn), ({ event }) => event.id)]
    .filter(([, all]) => new Set(all.map(({ answer }) => answer?.position)).size > 1)
    .map(([id]) => `unstable: ${id} was told two positions`);

export const unlikeTheModel = ({ book }: Custody): string[] =>
  book.flatMap(({ event, expected, unknown, answer }) => {
    if (!answer) return [`unsettled: ${event.id} was sent until the end and never answered`];
    const isRight =
      expected === 'refused'
        ? answer.status === 409 || answer.status === 422
        : answer.verdict === (expected === 'in' ? 'accepted' : 'duplicate') ||
          // An attempt nobody answered may have gone in; its repeat is told so.
          (expected === 'in' && unknown > 0 && answer.verdict === 'duplicate');
    return isRight
      ? []
      : [
          `wrong verdict: ${event.id} should be ${expected}, was ${answer.status} ${answer.verdict}`,
        ];
  });

export const miscounted = ({ log, acceptedByMetrics: told }: Custody): string[] =>
  told === undefined || told === log.length
    ? []
    : [`miscounted: the gateways count ${told} accepted, the log has ${log.length}`];

export const sharedPositions = ({ book }: Custody): string[] =>
  [...Map.groupBy(book.filter(isIn), ({ answer }) => answer?.position)]
    .filter(([, all]) => new Set(all.map(({ event }) => event.id)).size > 1)
    .map(([position]) => `shared: ${position} was told for different events`);
