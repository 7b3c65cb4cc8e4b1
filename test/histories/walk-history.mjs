import { eventSchemas } from './event-schemas.mjs';
import { forgetValidators, isRefuted, judgeStep } from './judge-step.mjs';

const MODES = ['BACKWARD', 'FORWARD'];
const WARM_UP = 40;

/** Every event schema of every version, judged against its next version in both directions. */
export function walkHistory(versions, told) {
  const schemas = versions.map(({ text }) => eventSchemas(text));
  warmUp(schemas);
  return versions.slice(1).map(({ version }, at) => {
    const step = walkStep(schemas[at], schemas[at + 1]);
    const { judged, unchanged } = step;
    told(`${versions[at].version} to ${version}: ${judged.length} judged, ${unchanged} unchanged`);
    return { from: versions[at].version, to: version, events: schemas[at + 1].size, ...step };
  });
}

function walkStep(older, newer) {
  const names = [...older.keys()].filter((name) => newer.has(name));
  const changed = names.filter((name) => older.get(name) !== newer.get(name));
  const judged = changed.flatMap((name) => {
    const pair = { old: older.get(name), next: newer.get(name) };
    return MODES.map((mode) => judgeEvent(name, mode, pair));
  });
  forgetValidators();
  const { size: left } = new Set([...older.keys()].filter((name) => !newer.has(name)));
  const added = newer.size - names.length;
  return { judged, unchanged: names.length - changed.length, added, left };
}

function judgeEvent(name, mode, pair) {
  const { verdict, findings, undecidedBecause, ms } = judgeStep({ ...pair, mode });
  const breaks = findings
    .filter(({ severity }) => severity === 'breaking')
    .map(({ ruleId, message, newPath, witness }) => ({
      ...{ ruleId, message, newPath, reason: witness?.reason, bytes: witness?.event.length },
      isConfirmed: witness !== undefined && isRefuted(witness, pair),
    }));
  return { name, mode, verdict, undecidedBecause, ms, breaks };
}

/** What was not compiled by V8 yet says nothing of the engine. */
function warmUp([first, second]) {
  const pairs = [...first].filter(([name]) => second.has(name)).slice(0, WARM_UP);
  for (const [name, old] of pairs) judgeStep({ old, next: second.get(name), mode: 'BACKWARD' });
}
