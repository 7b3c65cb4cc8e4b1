import { useSearch } from '@tanstack/react-router';
import { isShown, type ShownWhole } from './shown-whole';

/** Whether the address shows it to its end. */
export function useShownWhole(name: string): boolean {
  const { all }: ShownWhole = useSearch({ strict: false });
  return isShown(all, name);
}
