import type { EventLog } from '#event-log';
import type { Custody } from '../peers/custody.js';
import type { Exit } from './exit.js';
import type { KafkaPlace } from './kafka-place.js';
import { ExitToEventLog } from './to-event-log.js';
import { ExitToKafka } from './to-kafka.js';

/** The way out: to Kafka where there is one, else to the log. */
export function openExit(kafka: KafkaPlace | undefined, log: EventLog, custody: Custody): Exit {
  return kafka ? new ExitToKafka(kafka) : new ExitToEventLog(log, custody);
}
