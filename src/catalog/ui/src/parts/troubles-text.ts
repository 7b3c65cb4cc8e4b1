import type { Trouble } from '../api/desk-answers';
import { plural } from './numbers';

/** How much is wrong, and how much only looks so; nothing where nothing does. */
export function troublesText(troubles: readonly Trouble[]): string {
  const bad = troubles.filter(({ severity }) => severity === 'bad').length;
  const mild = troubles.length - bad;
  const wrong = `${plural(bad, 'thing')} ${bad === 1 ? 'is' : 'are'} wrong`;
  if (bad === 0) return mild === 0 ? '' : `${plural(mild, 'thing')} worth a look`;
  return mild === 0 ? wrong : `${wrong}, ${mild} more worth a look`;
}
