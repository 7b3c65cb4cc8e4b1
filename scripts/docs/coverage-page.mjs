import { coverageRows } from './coverage-rows.mjs';

const PRIORITIES = new Map([
  ['C', 'core'],
  ['2', 'second'],
  ['L', 'later'],
]);

/** What of the mission has a test that proves it, test by test, and what is still owed. */
export function coveragePage({ page, tests }) {
  const proofOf = ([number]) => tests.get(String(number)) ?? [];
  const proved = coverageRows.filter((row) => proofOf(row).length > 0);
  return page(
    'Coverage of the mission',
    `${proved.length} of ${coverageRows.length} rows have a test. CI fails when this page is not current, so a row cannot lose its test unnoticed.`,
    [
      '## Without a test',
      ...[...PRIORITIES.keys()].map((priority) => owed(priority, proofOf)),
      '## With tests',
      ...proved.map((row) => section(row, proofOf(row))),
    ].join('\n\n'),
  );
}

function owed(priority, proofOf) {
  const rows = coverageRows.filter((row) => row[1] === priority && proofOf(row).length === 0);
  const titles = rows.map(([number, , title]) => `- ${number}: ${title}`);
  const all = titles.length > 0 ? titles.join('\n') : 'Nothing.';
  return `### Of what is ${PRIORITIES.get(priority)}\n\n${all}`;
}

function section([number, priority, title], proof) {
  const lines = proof.map(({ name, path }) => `- ${name} ([test](../${path}))`);
  return `### ${number}: ${title} (${PRIORITIES.get(priority)})\n\n${lines.join('\n')}`;
}
