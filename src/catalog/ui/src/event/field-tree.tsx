import { getRouteApi } from '@tanstack/react-router';
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef } from 'react';
import type { FieldNode } from '../api/answers';
import { useShortcuts } from '../shell/shortcuts';
import { useLook } from '../shell/use-look';
import { FieldLine } from './field-line';
import { fieldName, fieldRows, type FieldRow, selectedRow } from './field-rows';

const route = getRouteApi('/events/$id');

/**
 * One tab stop; arrows walk (ARIA Authoring Practices, tree view). What is open, filtered and
 * selected stands in the address, so a link shows a colleague the same lines.
 */
export function FieldTree({ root }: { readonly root: FieldNode }) {
  const { open, filter, field } = route.useSearch();
  const tree = useRef<HTMLDivElement>(null);
  const rows = useMemo(
    () => fieldRows(root, { open: open ?? [], filter, field }),
    [root, open, filter, field],
  );
  const selected = selectedRow(rows, field);
  const { toggle, select } = useTreeAddress(rows, selected);
  const { focus, focused } = useTreeFocus(tree, rows.length);
  useShortcuts({ j: () => focus(focused() + 1), k: () => focus(focused() - 1) });
  useScrollToLinked(tree, selected?.key);
  const press = (event: KeyboardEvent, row: FieldRow, at: number) => {
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey) return;
    const moves: Record<string, () => void> = {
      ArrowDown: () => focus(at + 1),
      ArrowUp: () => focus(at - 1),
      Home: () => focus(0),
      End: () => focus(rows.length - 1),
      Enter: () => select(row),
      ' ': () => (row.canOpen ? toggle(row) : select(row)),
      ArrowRight: () => (row.canOpen && !row.isOpen ? toggle(row) : focus(at + 1)),
      ArrowLeft: () =>
        row.isOpen ? toggle(row) : focus(rows.findIndex((other) => other.key === row.parent)),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  if (rows.length === 0) {
    return <p className="py-6 text-soft">No field has “{filter}” in its path or description.</p>;
  }
  return (
    <div ref={tree} role="tree" aria-label="Fields" className="border-t border-line">
      {rows.map((row, at) => (
        <FieldLine
          key={row.key}
          row={row}
          filter={filter}
          isSelected={row === selected}
          isTabStop={selected ? row === selected : at === 0}
          onToggle={() => toggle(row)}
          onSelect={() => select(row)}
          onPress={(event) => press(event, row, at)}
        />
      ))}
    </div>
  );
}

/** Opening and selecting are changes of the address. */
function useTreeAddress(rows: readonly FieldRow[], selected: FieldRow | undefined) {
  const { open = [] } = route.useSearch();
  const look = useLook();
  return {
    toggle: (row: FieldRow) => {
      const rest = open.filter((key) => key !== row.key);
      const next = rest.length === open.length ? [...rest, row.key] : rest;
      look({ open: next.length > 0 ? next : undefined }, 'fields');
    },
    // Without its section: the page scrolls to the field itself.
    select: (row: FieldRow) =>
      look({ field: row === selected ? undefined : fieldName(rows, row) }, ''),
  };
}

/** Focus is the cursor; it stays within the tree. */
function useTreeFocus(tree: RefObject<HTMLDivElement | null>, count: number) {
  const lines = () => [...(tree.current?.querySelectorAll<HTMLElement>('[role=treeitem]') ?? [])];
  return {
    focus: (at: number) => {
      const line = lines()[Math.max(0, Math.min(count - 1, at))];
      line?.focus();
      line?.scrollIntoView({ block: 'nearest' });
    },
    focused: () => lines().findIndex((line) => line === document.activeElement),
  };
}

/** Only when the page opens: a click on a field must not move what was clicked. */
function useScrollToLinked(tree: RefObject<HTMLDivElement | null>, key: string | undefined): void {
  const first = useRef(key);
  useEffect(() => {
    if (!first.current) return;
    const line = tree.current?.querySelector<HTMLElement>('[aria-selected=true]');
    line?.scrollIntoView({ block: 'center' });
    line?.focus({ preventScroll: true });
  }, [tree]);
}
