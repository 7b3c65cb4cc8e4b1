// The memory of a gateway whose contracts nobody sends to, beside one that compiles each as it is loaded,
// each in a process of its own. `node test/bench/quiet-contracts.mjs` writes quiet-contracts-results.json.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CompiledSchemas } from '../../dist/src/validation-gateway/3-contract/compiled-schemas.js';
import { indexContracts } from '../../dist/src/validation-gateway/3-contract/index-contracts.js';
import { sampleContract } from '../../dist/src/validation-gateway/testing/sample-contract.js';
import { OWN_FORM } from '../../dist/src/schema/index.js';
import { order, orderSchema } from './order.mjs';
import { loadAverage, thisMachine } from './this-machine.mjs';

const CONTRACTS = 10_000;

const published = (n) =>
  sampleContract({
    ...{ id: `bench.event-${n}`, schema: { title: `The event ${n}`, ...orderSchema } },
    contract: { channel: { topic: `bench.topic-${n}`, partitions: 4, cleanup: 'delete' } },
  });

const event = Buffer.from(JSON.stringify(order(1)));
function judgeOneOfEach({ all }) {
  for (const { schemas } of all)
    if (schemas.find(undefined, OWN_FORM).payload.judge(event, true) !== 1)
      throw new Error('a good event is refused');
}

/** What is done with an index of the contracts, by whom. */
const ways = {
  'no contract': { contracts: 0, schemasMax: 0, use: () => undefined },
  'each compiled as it is loaded': {
    ...{ contracts: CONTRACTS, schemasMax: Infinity, use: judgeOneOfEach },
  },
  'none was sent an event': { contracts: CONTRACTS, use: () => undefined },
  'each was sent an event': { contracts: CONTRACTS, use: judgeOneOfEach },
};

function measureHere(name) {
  const { contracts, schemasMax, use } = ways[name];
  const all = Array.from({ length: contracts }, (_, n) => published(n));
  const onUnusable = (_, cause) => {
    throw new Error('the schema of the benchmark does not compile', { cause });
  };
  const begun = process.cpuUsage();
  const workshop = { compiled: new CompiledSchemas(schemasMax), onUnusable };
  const index = indexContracts({ revision: 1, contracts: all }, undefined, workshop);
  use(index);
  const { user, system } = process.cpuUsage(begun);
  setFlagsFromString('--expose-gc');
  for (let n = 0; n < 3; n++) runInNewContext('gc')();
  const rssMb = Math.round(process.memoryUsage.rss() / 2 ** 20);
  return { name, contracts, rssMb, cpuMs: Math.round((user + system) / 1e3), of: index.all.length };
}

async function measured(name) {
  const child = fork(fileURLToPath(import.meta.url), [name]);
  const [[row]] = await Promise.all([once(child, 'message'), once(child, 'exit')]);
  process.stdout.write(`${row.contracts} contracts, ${name}: ${row.rssMb} MB, ${row.cpuMs} ms\n`);
  return row;
}

if (process.send) process.send(measureHere(process.argv[2]));
else {
  const rows = [];
  for (const name of Object.keys(ways)) rows.push(await measured(name));
  const results = {
    measuredOn: new Date().toISOString().slice(0, 10),
    machine: { ...thisMachine(), loadAverage: loadAverage() },
    unit: 'megabytes resident after a garbage collection, of a process that does nothing else',
    rows,
  };
  await writeFile(
    new URL('quiet-contracts-results.json', import.meta.url),
    `${JSON.stringify(results, undefined, 2)}\n`,
  );
}
