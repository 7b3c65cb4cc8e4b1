/**
 * What the command line reads. Who exports it in a shell starts servers there as well, so no server
 * takes one of these for a misspelt variable of its own.
 */
export const commandLineVariables: ReadonlySet<string> = new Set([
  'CONCORDAT_REGISTRY_URL',
  'CONCORDAT_KEY',
  'CONCORDAT_FROM_USER',
  'CONCORDAT_FROM_TOKEN',
  'CONCORDAT_TO_USER',
  'CONCORDAT_TO_TOKEN',
  'CONCORDAT_TRACE',
]);
