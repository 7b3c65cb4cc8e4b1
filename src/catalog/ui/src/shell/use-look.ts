import { useNavigate } from '@tanstack/react-router';
import { type ShownWhole, withoutShown } from './shown-whole';

/**
 * Another look at the same thing: the address tells it, so a link shows it, and back still leads to
 * where one came from. What is looked at anew begins short again.
 *
 * @param change of the address; `undefined` takes a word out of it
 * @param at the section it happens in: who is handed the address lands there; absent, where it did
 */
export function useLook(): (change: object, at?: string) => void {
  const navigate = useNavigate();
  return (change, at) => {
    const search = ({ all, ...before }: ShownWhole) => ({
      ...before,
      ...withoutShown(all, Object.keys(change)),
      ...change,
    });
    void navigate({
      to: '.',
      search: search as never,
      replace: true,
      resetScroll: false,
      hashScrollIntoView: false,
      hash: at ?? true,
    });
  };
}
