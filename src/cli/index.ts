export { describeCommands } from './describe-commands.js';
