import { useRef } from 'react';

/**
 * For a field whose every choice is another place: the first is a step that back undoes, and while
 * one stays in the field the next ones take its place. Arrow keys would flood the history otherwise.
 */
export function useStep() {
  const isTaken = useRef(false);
  return {
    onBlur: () => {
      isTaken.current = false;
    },
    /** Whether this choice takes the place of the one before. */
    take: () => {
      const replace = isTaken.current;
      isTaken.current = true;
      return { replace };
    },
  };
}
