import type { LegLatency } from '../api/answers';
import { durationText, plural } from '../parts/numbers';

const WORDS: Readonly<Record<LegLatency['leg'], (reader: string) => string>> = {
  arrival: () => 'From their own time to the gateway',
  admission: () => 'To the gateway’s answer',
  relay: () => 'From the log to Kafka',
  consumption: (reader) => `From the log to ${reader}, done`,
};
const US = 1_000;

/** How long events are on their way, leg by leg. */
export function LatencyTable({ legs }: { readonly legs: readonly LegLatency[] }) {
  if (legs.length === 0) return null;
  return (
    <table className="numbers mt-7 w-full text-small">
      <thead>
        <tr className="text-quiet">
          <th scope="col" className="pb-1 text-left font-normal">
            How long, in the last hour
          </th>
          <th scope="col" className="pb-1 pl-4 text-right font-normal">
            Half within
          </th>
          <th scope="col" className="pb-1 pl-4 text-right font-normal">
            99 % within
          </th>
        </tr>
      </thead>
      <tbody>
        {legs.map(({ leg, reader, count, p50Ms, p99Ms }) => (
          <tr key={`${leg} ${reader}`} title={`Measured on ${plural(count, 'event')}`}>
            <td className="py-0.5 break-words">{WORDS[leg](reader)}</td>
            <td className="pl-4 text-right whitespace-nowrap">{durationText(p50Ms * US)}</td>
            <td className="pl-4 text-right whitespace-nowrap">{durationText(p99Ms * US)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
