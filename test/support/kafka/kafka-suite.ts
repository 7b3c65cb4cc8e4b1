import { describe, it } from '@jest/globals';
import { missingForKafka } from './kafka-jars.js';
import { type StartedKafka, startKafka } from './start-kafka.js';

/**
 * A suite that needs a real Kafka. Where there is none the run says so by name, in a test that is
 * skipped in sight; `CONCORDAT_TEST_REQUIRE_KAFKA=1` (as CI sets it) makes that a failure instead.
 */
export function describeWithKafka(name: string, suite: () => void): void {
  const missing = process.env['KAFKA_BROKERS'] ? undefined : missingForKafka();
  if (missing === undefined) return describe(name, suite);
  const sentence = `NOT RUN, nothing here was tested: ${missing}, and KAFKA_BROKERS is not set`;
  if (process.env['CONCORDAT_TEST_REQUIRE_KAFKA'] === '1') {
    describe(name, () => {
      it('runs against a real Kafka', () => {
        throw new Error(`CONCORDAT_TEST_REQUIRE_KAFKA=1, but: ${sentence}.`);
      });
    });
    return;
  }
  // Jest names no test of a suite that is skipped whole, so the sentence is said aloud as well.
  process.stderr.write(`\n  !! ${name}: ${sentence}.\n\n`);
  describe(name, () => it.skip(sentence, () => undefined));
}

/** Brokers of somebody else's may be used, never killed. */
export const mayKillKafka = !process.env['KAFKA_BROKERS'];

/** The Kafka of `KAFKA_BROKERS`, or one of our own with so many brokers; behind wires where it is ours. */
export async function useKafka(count = 1, isWired = false): Promise<StartedKafka> {
  const given = process.env['KAFKA_BROKERS'];
  if (!given) return startKafka(count, isWired);
  const notOurs = () => Promise.reject(new Error('This Kafka is not ours to stop.'));
  return {
    ...{ brokers: given.split(','), doors: given.split(','), wires: [] },
    stop: () => Promise.resolve(),
    kill: notOurs,
    freeze: () => undefined,
    thaw: () => undefined,
    restart: notOurs,
    revive: () => Promise.resolve(),
  };
}
