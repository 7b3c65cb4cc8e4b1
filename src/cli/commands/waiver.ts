import { problem } from '#kernel';
import { actionOf } from '../action-of.js';
import { type CheckWords, planCheck } from '../check/check-plan.js';
import { runCheck } from '../check/run-check.js';
import type { CliCommand, Given } from '../command.js';
import { readConfig } from '../config/read-config.js';
import {
  isExpired,
  readWaivers,
  type Waiver,
  waiver as waiverShape,
  WAIVERS_PATH,
} from '../config/waivers.js';
import { addWaiver, removeWaivers, type WaiversFile } from '../config/write-waivers.js';
import { exitCodes } from '../exit-codes.js';
import { DiskTree } from '../files/disk-tree.js';
import { type Io, say, today } from '../io.js';
import { configOption, registryOption } from '../options.js';
import { paint } from '../paint.js';
import { cliProblems } from '../problems.js';

interface WaiverOptions extends Pick<CheckWords, 'against' | 'registry' | 'config'> {
  readonly reason?: string;
  readonly by?: string;
  readonly until?: string;
  readonly contract?: string;
  readonly subject?: string;
}

export const waiver: CliCommand<WaiverOptions> = {
  name: 'waiver',
  summary: 'let one break pass until a day, with a name to it',
  description:
    'Writes, lists and clears the waivers of the repository: each covers the finding of one fingerprint, everywhere or in one contract or subject, until a day. One that ran out fails "concordat check".',
  examples: [
    {
      line: 'concordat waiver add 6IDRSAGULQDYV6ZZ --reason "Billing moves first." --by ada --until 2027-03-01',
      does: 'the fingerprint stands below the finding in the report of check',
    },
    { line: 'concordat waiver list', does: 'who answers for what, and until when' },
    {
      line: 'concordat waiver prune',
      does: 'removes those that ran out, and those that match no finding of a check any more',
    },
  ],
  declare: (command) =>
    command
      .argument('<action>', 'add, list or prune')
      .argument('[fingerprint]', 'add: what it covers')
      .option('--reason <text>', 'add: why the break may pass')
      .option('--by <name>', 'add: who answers for it')
      .option('--until <day>', 'add: the last day it holds, YYYY-MM-DD')
      .option('--contract <id>', 'add: only in this contract')
      .option('--subject <name>', 'add: only under this subject')
      .option('--against <baseline>', 'prune: a file, a folder, git:REF or registry')
      .addOption(registryOption({ isConfigured: true }))
      .addOption(configOption()),
  async run(given, io) {
    const action = actionOf(ACTIONS, 'waivers', given.args[0]);
    const config = await readConfig(new DiskTree(io.cwd), given.config);
    await action(io, { cwd: io.cwd, path: config?.waivers ?? WAIVERS_PATH }, given);
    return exitCodes.pass;
  },
};

type Action = (io: Io, file: WaiversFile, given: Given<WaiverOptions>) => Promise<void>;

const ACTIONS: Readonly<Record<string, Action>> = {
  async add(io, file, { args: [, fp], ...given }) {
    const { reason, by, until, contract, subject } = given;
    const missing = Object.entries({
      fingerprint: fp,
      '--reason': reason,
      '--by': by,
      '--until': until,
    })
      .filter(([, value]) => value === undefined)
      .map(([name]) => name);
    if (missing.length > 0) throw problem(cliProblems.WAIVER_INCOMPLETE, { missing });
    const asked = { fp, contract, subject, reason, by, until };
    const shaped = waiverShape.safeParse(asked);
    if (!shaped.success) {
      const [issue] = shaped.error.issues;
      const place = `"${String(asked[issue?.path[0] as keyof typeof asked])}"`;
      throw problem(cliProblems.FILE_SYNTAX, { place, what: issue?.message ?? '' });
    }
    if (isExpired(shaped.data, today(io))) {
      const place = `"${shaped.data.until}"`;
      const what = `This day is over. Name one that is still to come; today is ${today(io)}.`;
      throw problem(cliProblems.FILE_SYNTAX, { place, what });
    }
    const done = await addWaiver(file, shaped.data);
    say(io, `${done}  ${lineOf(io, shaped.data)}\n${file.path}`);
  },

  async list(io, file) {
    const waivers = await readWaivers(new DiskTree(io.cwd), file.path);
    if (waivers.length === 0) return say(io, `There are no waivers in ${file.path}.`);
    for (const each of waivers) say(io, lineOf(io, each));
  },

  async prune(io, file, { args, ...words }) {
    const question = await planCheck(io, { ...words, args: args.slice(1) });
    const { contracts } = await runCheck(io, question);
    const used = new Set(contracts.flatMap(({ findings }) => findings.map((each) => each.waiver)));
    const gone = question.waivers.filter((each) => isExpired(each, today(io)) || !used.has(each));
    if (gone.length === 0) return say(io, `Every waiver in ${file.path} covers something.`);
    await removeWaivers(file, (index) => gone.includes(question.waivers[index] as Waiver));
    for (const each of gone) say(io, `removed  ${lineOf(io, each)}`);
  },
};

function lineOf(io: Io, each: Waiver): string {
  const state = isExpired(each, today(io))
    ? paint(io, 'red', `ran out ${each.until}`)
    : `until ${each.until}`;
  const scope = [each.contract, each.subject && `subject ${each.subject}`].filter(Boolean);
  const where = scope.length === 0 ? 'everywhere' : scope.join(', ');
  return `${each.fp}  ${state}  ${each.by}  ${where}  ${each.reason}`;
}
