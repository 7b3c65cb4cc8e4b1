// `npm run faults`: every fault ten times, or as often as CONCORDAT_FAULT_ROUNDS says. `npm test`
// plays a short list of them once each.
process.env.CONCORDAT_FAULT_ROUNDS ??= '10';
process.env.CONCORDAT_TEST_REQUIRE_KAFKA ??= '1';
process.argv.push('--selectProjects', 'faults');
await import('./test.mjs');
