import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

const WHY_CHARS = 300;

/**
 * What failed, a line each, and then the last line of a run, readable by people and by CI: `N passed, N
 * failed`. Into the file `CONCORDAT_TEST_REPORT` names, if any, it writes the same for whoever runs the failed
 * files again.
 */
export default class ClosingLineReporter {
  onRunComplete(_contexts, { testResults, numPassedTests, numFailedTests, ...results }) {
    const failed = numFailedTests + results.numRuntimeErrorTestSuites;
    const failures = testResults.flatMap(failuresOf);
    const failedFiles = testResults.filter(hasFailed);
    const told = {
      files: failedFiles.map(({ testFilePath }) => testFilePath),
      passedElsewhere:
        numPassedTests - failedFiles.reduce((sum, { numPassingTests }) => sum + numPassingTests, 0),
      passed: numPassedTests,
      failed,
      failures,
    };
    if (process.env.CONCORDAT_TEST_REPORT)
      writeFileSync(process.env.CONCORDAT_TEST_REPORT, JSON.stringify(told));
    process.on('exit', () => {
      for (const line of failures) process.stdout.write(`\nFAILED ${line}`);
      process.stdout.write(`\n${numPassedTests} passed, ${failed} failed\n`);
    });
  }
}

const hasFailed = ({ numFailingTests, testExecError }) =>
  numFailingTests > 0 || (testExecError ?? null) !== null;

function failuresOf({ testFilePath, testResults, testExecError }) {
  const file = relative(process.cwd(), testFilePath);
  const ofTests = testResults
    .filter(({ status }) => status === 'failed')
    .map(
      ({ fullName, failureMessages }) => `${file} › ${fullName}: ${inOneLine(failureMessages[0])}`,
    );
  if (ofTests.length > 0 || !testExecError) return ofTests;
  return [`${file}: ${inOneLine(testExecError.message)}`];
}

/** Without colours, places and the stack below. */
const inOneLine = (message = '') =>
  message
    // eslint-disable-next-line no-control-regex -- terminal colours are control characters
    .replace(/\u001b\[\d+m/g, '')
    .split(/\n\s+at /)[0]
    .replace(/\s+/g, ' ')
    .slice(0, WHY_CHARS);
