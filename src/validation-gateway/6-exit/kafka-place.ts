import { KafkaTopics, type TopicConfig } from './kafka-topics.js';

/** Which Kafka accepted events go to, and what its topics are made with. */
export class KafkaPlace {
  /** @param configOf what the contracts in force say about a topic */
  constructor(
    readonly brokers: readonly string[],
    private readonly configOf: (topic: string) => TopicConfig = () => ({}),
  ) {}

  /** Nothing is remembered yet of what Kafka has. */
  topics(): KafkaTopics {
    return new KafkaTopics(this.configOf);
  }
}
