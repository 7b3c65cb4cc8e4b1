import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { problem } from '#kernel';
import type { ChainReport } from '../chain/verify-chain.js';
import { EventLog } from '../event-log.js';
import { eventLogProblems } from '../problems.js';
import { partitionOf, type Query as QueryValues, readNumber, readOffset } from './read-query.js';

/** Whether the log is still what was written. */
@Controller('v1/topics')
export class ChainsController {
  constructor(private readonly log: EventLog) {}

  @Get(':topic/partitions/:partition/verification')
  @Header('Cache-Control', 'no-store')
  async verification(
    @Param() { topic, partition: text }: { readonly topic: string; readonly partition: string },
    @Query() query: QueryValues,
  ): Promise<object> {
    const offset = readOffset(query);
    const to = readNumber(query, 'to');
    const partition = partitionOf(text);
    if (partition === null)
      throw problem(eventLogProblems.PARTITION_UNKNOWN, { topic, partition: text });
    if (!(await this.log.topic(topic))) throw problem(eventLogProblems.TOPIC_NOT_LOGGED, { topic });
    const report = await this.log.verify({ topic, partition, offset, to });
    if (report === 'unknown')
      throw problem(eventLogProblems.PARTITION_UNKNOWN, { topic, partition: text });
    if (report === 'unsealed')
      throw problem(eventLogProblems.QUERY_INVALID, {
        name: 'offset',
        value: String(offset),
        expected: '0 or the "nextOffset" of an earlier answer: no batch ends just before it',
      });
    return { topic, partition, ...shown(report) };
  }
}

const shown = ({ last, ...report }: ChainReport): object => ({
  ...report,
  seal: last ? { offset: last.offset, seal: last.seal.toString('hex') } : null,
});
