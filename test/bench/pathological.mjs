// One pathological pair in a process of its own: `node --max-old-space-size=256
// --max-semi-space-size=8 test/bench/pathological.mjs NAME`, the flags of the registry's sandbox.
// Says the verdict, the time of the process and its memory; a process that has no memory left says nothing.
import { checkCompatibility } from '../../dist/src/compat/index.js';
import { pathologicalPairs } from './pathological-pairs.mjs';

const [old, changed] = pathologicalPairs[process.argv[2]]();
const source = (schema) => ({
  type: 'JSON',
  text: JSON.stringify({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...schema,
  }),
  references: [],
});
const [oldSource, newSource] = [source(old), source(changed)];
const begun = process.cpuUsage();
const { verdict, comparisons } = checkCompatibility({
  old: [{ version: 1, source: oldSource }],
  new: newSource,
  mode: 'BACKWARD',
  assumption: 'open-world',
});
const { user, system } = process.cpuUsage(begun);
const [comparison] = comparisons;
process.stdout.write(
  `${JSON.stringify({
    verdict,
    because: comparison?.undecidedBecause,
    bytes: oldSource.text.length,
    cpuMs: Math.round((user + system) / 1_000),
    maxRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  })}\n`,
);
