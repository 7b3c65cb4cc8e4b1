import type { EventLog } from '#event-log';
import type { BrokerSettings } from '../gateway-settings.js';
import type { Exit } from './exit.js';
import { ExitToEventLog } from './to-event-log.js';
import { ExitToKafka } from './to-kafka.js';

/** The way out that the settings ask for. */
export function openExit(broker: BrokerSettings, log: EventLog): Exit {
  return broker.kind === 'kafka' ? new ExitToKafka(broker.brokers) : new ExitToEventLog(log);
}
