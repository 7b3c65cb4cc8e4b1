import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

const WHY_CHARS = 300;

/**
 * What failed, a line each, and then the last line of a run, readable by people and by CI: `N passed, N
 * failed`. Into the file `CONCORDAT_TEST_REPORT` names, if any, it writes which files failed and how each test
 * ended, for whoever runs them again.
 */
export default class ClosingLineReporter {
  onRunComplete(_contexts, { testResults, numPassedTests, numFailedTests, ...results }) {
    const failed = numFailedTests + results.numRuntimeErrorTestSuites;
    const endings = testResults.flatMap(endingsOf);
    const files = testResults.filter(hasFailed).map(({ testFilePath }) => testFilePath);
    const told = { files, endings };
    if (process.env.CONCORDAT_TEST_REPORT)
      writeFileSync(process.env.CONCORDAT_TEST_REPORT, JSON.stringify(told));
    process.on('exit', () => {
      for (const { name, why } of endings.filter(({ why }) => why !== undefined))
        process.stdout.write(`\nFAILED ${name}: ${why}`);
      process.stdout.write(`\n${numPassedTests} passed, ${failed} failed\n`);
    });
  }
}

const hasFailed = ({ numFailingTests, testExecError }) =>
  numFailingTests > 0 || (testExecError ?? null) !== null;

/** What passed has no `why`. A file that broke off has an ending of its own, since it says nothing of its tests. */
function endingsOf({ testFilePath, testResults, testExecError }) {
  const file = relative(process.cwd(), testFilePath);
  const seen = new Map();
  const ended = testResults.filter(({ status }) => ['passed', 'failed'].includes(status));
  const ofTests = ended.map(({ fullName, status, failureMessages }) => {
    seen.set(fullName, (seen.get(fullName) ?? 0) + 1);
    const name = `${file} › ${fullName}${'’'.repeat(seen.get(fullName) - 1)}`;
    return { name, ...(status === 'failed' ? { why: inOneLine(failureMessages[0]) } : {}) };
  });
  const whole = testExecError ? { why: inOneLine(testExecError.message) } : {};
  return [...ofTests, { name: file, ...whole }];
}

/** Without colours, places and the stack below. */
const inOneLine = (message = '') =>
  message
    // eslint-disable-next-line no-control-regex -- terminal colours are control characters
    .replace(/\u001b\[\d+m/g, '')
    .split(/\n\s+at /)[0]
    .replace(/\s+/g, ' ')
    .slice(0, WHY_CHARS);
