export { Authenticate } from './access/authenticate.js';
export { governanceOperations } from './access/http/keys.operations.js';
export { type AuthenticateSettings } from './access/settings.js';
export { governanceProblems } from './problems.js';
export { GovernanceModule } from './governance.module.js';
