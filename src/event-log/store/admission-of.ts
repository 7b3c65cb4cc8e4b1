import { invariant } from '#kernel';
import type { Admission, Remembered } from '../admitted.js';
import type { Position } from '../logged-event.js';
import type { Step } from './fold.js';
import { heldPlace } from './held-events.js';

interface Written<Note> {
  readonly positions: readonly Position[];
  readonly untils: ReadonlyMap<string, Date>;
  readonly admissions: readonly Admission<Note>[];
}

/** The answer to a repeat is the answer to what it repeats. */
export function admissionOf<Note>(step: Step<Note>, written: Written<Note>): Admission<Note> {
  switch (step.kind) {
    case 'ended':
      return step.admission;
    case 'append': {
      const { note, wouldBe, isMerged } = step.ruling;
      const position = positionAt(written.positions, step.at);
      return { fate: 'appended', position, note, isMerged, ...(wouldBe && { wouldBe }) };
    }
    case 'went': {
      const position = positionAt(written.positions, step.at);
      return { fate: 'duplicate', first: { fate: 'accepted', position, bodyHash: '' } };
    }
    case 'held': {
      const until = written.untils.get(heldPlace(step.entity, step.version));
      return until ? { fate: 'held', until } : { fate: 'no-room' };
    }
    case 'repeat': {
      const first = written.admissions[step.of];
      if (first?.fate === 'held' || first?.fate === 'no-room') return first;
      const position = first?.fate === 'appended' ? first.position : undefined;
      return { fate: 'duplicate', first: { fate: fateOf(first), position, bodyHash: '' } };
    }
  }
}

export function positionAt(positions: readonly Position[], at: number): Position {
  const position = positions[at];
  invariant(position, 'every appended event has a position');
  return position;
}

export const fateOf = (admission: Admission<unknown> | undefined): Remembered['fate'] => {
  if (admission?.fate === 'held') return 'held';
  if (admission?.fate !== 'appended') return 'superseded';
  return admission.isMerged ? 'merged' : 'accepted';
};
