import type { CliCommand } from './command.js';
import { audit } from './commands/audit.js';
import { changelog } from './commands/changelog.js';
import { check } from './commands/check.js';
import { demo } from './commands/demo.js';
import { diff } from './commands/diff.js';
import { explain } from './commands/explain.js';
import { exportCommand } from './commands/export.js';
import { hold } from './commands/hold.js';
import { importCommand } from './commands/import.js';
import { init } from './commands/init.js';
import { keys } from './commands/keys.js';
import { lint } from './commands/lint.js';
import { publish } from './commands/publish.js';
import { rebuild } from './commands/rebuild.js';
import { reconcile } from './commands/reconcile.js';
import { replay } from './commands/replay.js';
import { review } from './commands/review.js';
import { rollout } from './commands/rollout.js';
import { start } from './commands/start.js';
import { verify } from './commands/verify.js';
import { waiver } from './commands/waiver.js';

/** Every command, in the order a newcomer meets them. */
export const commands: readonly CliCommand<never>[] = [
  start,
  init,
  lint,
  check,
  diff,
  changelog,
  explain,
  waiver,
  publish,
  rollout,
  review,
  importCommand,
  exportCommand,
  keys,
  verify,
  rebuild,
  reconcile,
  replay,
  hold,
  audit,
  demo,
];
