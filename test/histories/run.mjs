// The engine on schemas that were really published, version to version. `npm run histories`, after a
// build; needs the npm registry this machine is configured with, and about ten minutes of CPU time.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { format, resolveConfig } from 'prettier';
import { publishedVersions } from './published-versions.mjs';
import { renderHistory } from './render-history.mjs';
import { walkHistory } from './walk-history.mjs';

const NAME = '@octokit/webhooks-schemas';
const UNDECIDED_MAX = 0.005;
const page = new URL('../../docs/histories.md', import.meta.url).pathname;

const versions = publishedVersions(NAME, 'schema.json');
const steps = walkHistory(versions, (line) => process.stdout.write(`${line}\n`));
const measuredOn = new Date().toISOString().slice(0, 10);
const machine = `${cpus().length} cores, Node ${process.version}`;
const text = renderHistory({ name: NAME, versions, steps, measuredOn, machine });
const options = await resolveConfig(page);
writeFileSync(page, await format(text, { ...options, filepath: page }));

const judged = steps.flatMap((step) => step.judged);
const undecided = judged.filter(({ verdict }) => verdict === 'undecided').length;
const unconfirmed = judged.flatMap(({ breaks }) => breaks).filter((each) => !each.isConfirmed);
process.stdout.write(`${judged.length} comparisons, ${undecided} undecided\n`);
if (undecided / judged.length > UNDECIDED_MAX || unconfirmed.length > 0) {
  process.stderr.write(
    `${undecided} undecided, ${unconfirmed.length} events ajv does not confirm.\n`,
  );
  process.exit(1);
}
