import { nearestName } from '#kernel';
import { problem } from '#kernel';
import { serverAt } from '../ask.js';
import { type CheckWords, planCheck } from '../check/check-plan.js';
import { breaksIn } from '../check/check-result.js';
import { checkRules } from '../check/contract-rules.js';
import { runCheck } from '../check/run-check.js';
import type { CliCommand } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { explainEvent } from '../explain-event.js';
import { type Io, say } from '../io.js';
import { lintRules } from '../lint/lint-rules.js';
import { configOption, gatewayOption, registryOption } from '../options.js';
import { cliProblems } from '../problems.js';
import { contractAsText } from '../reporters/check/text.js';
import { ruleAsText } from '../reporters/rule-text.js';

interface ExplainOptions extends Omit<CheckWords, 'args'> {
  readonly gateway: string;
  readonly source?: string;
}

const FINGERPRINT = /^[A-Z2-7]{16}$/;

export const explain: CliCommand<ExplainOptions> = {
  name: 'explain',
  summary: 'what a rule or a finding means, or what became of an event',
  description:
    'Says what a rule is about, whom it breaks and what to do. Given a fingerprint, it checks as "concordat check" would and shows the findings that have it. Anything else is an event: by its id, the id of its case in quarantine, or its place in the log; the gateway tells every check it went through.',
  examples: [
    { line: 'concordat explain JSON_ENUM_VALUE_REMOVED', does: 'the page of a rule' },
    {
      line: 'concordat explain 6IDRSAGULQDYV6ZZ contracts --against git:origin/main',
      does: 'the finding behind a waiver',
    },
    { line: 'concordat explain order-4711', does: 'why an event is where it is' },
    { line: 'concordat explain orders.events/0@1041', does: 'the same, by its position' },
  ],
  declare: (command) =>
    command
      .argument('<what>', 'a rule, a fingerprint of a finding, or an event')
      .argument('[paths...]', 'what to check for the fingerprint (default: as contracts.yaml says)')
      .option('--against <baseline>', 'a file, a folder, git:REF or registry')
      .addOption(registryOption({ isConfigured: true }))
      .addOption(gatewayOption())
      .option('--source <source>', 'of an event: only those of this source')
      .addOption(configOption()),
  async run({ args: [what = '', ...paths], gateway, source, ...words }, io) {
    const rule = ruleOf(what);
    const near = LIKE_A_RULE.test(what) ? nearestName(what, RULE_IDS) : undefined;
    if (rule) say(io, ruleAsText(rule, io));
    else if (FINGERPRINT.test(what)) await explainFinding(io, what, { ...words, args: paths });
    else if (near !== undefined) throw problem(cliProblems.RULE_UNKNOWN, { what, near });
    else await explainEvent(io, serverAt('gateway', gateway), { what, source });
    return exitCodes.pass;
  },
};

const RULE_IDS = [...Object.keys(checkRules), ...lintRules.map(({ id }) => id)];

/** Whatever is close to a rule, and written like one, was meant as one. */
const LIKE_A_RULE = /^([A-Z_]+|[a-z-]+)$/;

/** However it is written: ids are typed off a screen. */
function ruleOf(what: string) {
  const id = RULE_IDS.find((each) => each.toLowerCase() === what.toLowerCase()) ?? '';
  return Object.hasOwn(checkRules, id) ? checkRules[id] : lintRules.find((rule) => rule.id === id);
}

async function explainFinding(io: Io, fingerprint: string, words: CheckWords): Promise<void> {
  const { contracts, baseline } = await runCheck(io, await planCheck(io, words));
  const found = contracts.flatMap((contract) => {
    const findings = contract.findings.filter((each) => each.fingerprint === fingerprint);
    return findings.length > 0 ? [{ ...contract, findings, doubts: [], notes: [] }] : [];
  });
  if (found.length === 0)
    throw problem(cliProblems.FINGERPRINT_NOT_FOUND, { fingerprint, baseline });
  for (const contract of found) {
    say(io, contractAsText(contract, io));
    if (contract.verdict === 'compatible')
      for (const { message, why } of contract.findings) say(io, `  ${message}\n  ${why}`);
  }
  if (found.some((contract) => breaksIn(contract).length > 0))
    say(
      io,
      `To let it pass until a day, with a name to it:\n  concordat waiver add ${fingerprint} --reason … --by … --until …`,
    );
}
