import { mayFollow, statesIn } from '#contract';
import { appendPointer } from '#schema';
import { exampleEvent } from '../example-event.js';
import { comings, type ContractPair, type MeaningChange } from '../meaning-change.js';
import type { Evidence } from '../meaning-finding.js';

const GRAPH = '/semantics/transitions/graph';

/** States and steps that came and went. A step of a state that went is told with the state. */
export function* transitionChanges(pair: ContractPair): Generator<MeaningChange> {
  const before = pair.old.semantics.transitions?.graph;
  const after = pair.new.semantics.transitions?.graph;
  if (!before || !after) return;
  const [statesBefore, statesAfter] = [statesIn(before), statesIn(after)];
  const states = comings(statesBefore, statesAfter);
  for (const state of states.removed)
    yield {
      ...{ ruleId: 'CONTRACT_STATE_REMOVED', at: GRAPH, from: state, to: undefined },
      effect: ['breaking', 'producers'],
      message: `The state "${state}" is not known any more.`,
      evidence: {
        events: [exampleEvent(pair.old, { state, version: 1 })],
        before: 'it is accepted',
        now: 'it is refused, for the graph has no such state',
      },
    };
  for (const state of states.added)
    yield {
      ...{ ruleId: 'CONTRACT_STATE_ADDED', at: GRAPH, from: undefined, to: state },
      effect: ['warning', 'consumers'],
      message: `The state "${state}" is new.`,
    };
  for (const from of statesBefore)
    for (const to of statesBefore) {
      if (!statesAfter.has(from) || !statesAfter.has(to)) continue;
      const [could, can] = [mayFollow(before, from, to), mayFollow(after, from, to)];
      if (could !== can) yield stepChange(pair, { from, to, can });
    }
}

interface Step {
  readonly from: string;
  readonly to: string;
  readonly can: boolean;
}

function stepChange(pair: ContractPair, step: Step): MeaningChange {
  const { from, to, can } = step;
  const edge = [from, to];
  return {
    ruleId: can ? 'CONTRACT_TRANSITION_ADDED' : 'CONTRACT_TRANSITION_REMOVED',
    at: appendPointer(GRAPH, from),
    ...(can ? { from: undefined, to: edge } : { from: edge, to: undefined }),
    effect: can ? ['warning', 'consumers'] : ['breaking', 'producers'],
    message: can
      ? `"${from}" → "${to}" is allowed now.`
      : `"${from}" → "${to}" is not allowed any more.`,
    evidence: evidenceOf(pair, step),
  };
}

const FATE = (may: boolean): string => `the second is ${may ? 'accepted' : 'refused'}`;

const evidenceOf = ({ old }: ContractPair, { from, to, can }: Step): Evidence => ({
  events: [from, to].map((state, i) => exampleEvent(old, { state, version: i + 1 })),
  before: FATE(!can),
  now: FATE(can),
});
