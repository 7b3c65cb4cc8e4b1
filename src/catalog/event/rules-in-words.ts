import type { CompatibilityMode, Contract } from '#contract';

const MODES: Readonly<Record<CompatibilityMode, string>> = {
  NONE: 'Not checked',
  BACKWARD: 'New readers read events of the version before',
  BACKWARD_TRANSITIVE: 'New readers read events of every version',
  FORWARD: 'Readers of the version before read new events',
  FORWARD_TRANSITIVE: 'Readers of every version read new events',
  FULL: 'Readers and events of neighbouring versions fit both ways',
  FULL_TRANSITIVE: 'Readers and events of all versions fit both ways',
};

export const compatibilityInWords = ({ compatibility }: Contract): string =>
  MODES[compatibility.mode];

/** @param steppedBack whether this version refused too much when it was new */
export function enforcementInWords({ enforcement }: Contract, steppedBack = false): string {
  const { mode, percent } = enforcement;
  if (steppedBack && mode === 'enforce')
    return 'warned about: stepped back by itself, too much was refused when it was new';
  if (mode === 'off') return 'not checked';
  if (mode === 'observe') return 'observed, not enforced';
  if (mode === 'warn') return 'warned about, not enforced';
  return percent < 100 ? `enforced for ${percent} % of the events` : 'enforced by the gateway';
}
