// What judging costs without sockets and stores: the road from bytes to verdict in one process,
// beside what a service does by itself. CPU time, so a busy machine blurs it little.
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { decode } from '../../dist/src/validation-gateway/2-decode/decode.js';
import { CompiledSchemas } from '../../dist/src/validation-gateway/3-contract/compiled-schemas.js';
import { expectSchema } from '../../dist/src/validation-gateway/3-contract/expect-schema.js';
import { indexContracts } from '../../dist/src/validation-gateway/3-contract/index-contracts.js';
import { judge } from '../../dist/src/validation-gateway/pipeline.js';
import { RateBuckets } from '../../dist/src/validation-gateway/rate-buckets.js';
import { sampleContract } from '../../dist/src/validation-gateway/testing/sample-contract.js';
import { StepMeter } from '../../dist/src/contract/index.js';
import { order, orderSchema } from './order.mjs';

const EVENTS = 10;
const ROUNDS = 3;
const REQUESTS = 20_000;
const values = Array.from({ length: EVENTS }, (_, n) => ({ value: order(n) }));
const body = Buffer.from(JSON.stringify({ records: values }));

const channel = { topic: 'bench', partitions: 1, cleanup: 'delete' };
const published = sampleContract({
  schema: orderSchema,
  contract: { undeclared: 'warn', channel },
});
/** The same promise, and beside it a candidate that would only warn: both are asked about each event. */
const tried = sampleContract({
  id: 'orders.tried',
  schema: orderSchema,
  contract: {
    undeclared: 'warn',
    channel: { ...channel, topic: 'tried' },
    rollout: { candidate: { enforcement: { mode: 'warn' } }, percent: 0 },
  },
});
const contracts = indexContracts({ revision: 1, contracts: [published, tried] }, undefined, {
  compiled: new CompiledSchemas(),
  onUnusable: (_, cause) => {
    throw new Error('the schema of the benchmark does not compile', { cause });
  },
});
const rates = new RateBuckets();
const ruleSteps = new StepMeter();
const aside = { rates: new RateBuckets() };
const request = { form: 'kafka-rest', embeds: 'json', topic: 'bench', body, principal: '' };
const check = addFormats.default(new Ajv2020()).compile(orderSchema);

const ways = {
  'JSON.parse + ajv': () =>
    JSON.parse(body.toString('utf8')).records.filter(({ value }) => !check(value)),
  'scan only': () => decode(request).filter(({ fault }) => fault),
  'scan, find contract, judge the bytes, guard': () => refusedOf(request),
  '… and by a candidate beside': () => refusedOf({ ...request, topic: 'tried' }, isJudgedTwice),
};

function refusedOf(asked, isRight = () => true) {
  const occasion = { nowMs: Date.now(), elapsedMs: performance.now(), rates, ruleSteps, aside };
  const events = decode(asked, expectSchema(asked.topic, contracts));
  return events.filter((event) => {
    const judged = judge(event, contracts, occasion);
    return judged.refusal || !isRight(judged);
  });
}

const isJudgedTwice = ({ beside }) => beside && !beside.judged.refusal;

export function road() {
  return Object.entries(ways).map(([name, way]) => {
    let best = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const begun = process.cpuUsage();
      let refused = 0;
      for (let i = 0; i < REQUESTS; i++) refused += way().length;
      const { user, system } = process.cpuUsage(begun);
      if (refused > 0) throw new Error(`${name} refuses a good event`);
      best = Math.max(best, (REQUESTS * EVENTS) / ((user + system) / 1e6));
    }
    return { name, eventsPerCpuSecond: best };
  });
}
