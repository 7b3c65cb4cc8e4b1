import type { FieldNode } from '../api/answers';

/** One line of the tree as it stands on the page. */
export interface FieldRow {
  /** Names from the root down; unique, where a path is shared by branches of a `oneOf`. */
  readonly key: string;
  readonly node: FieldNode;
  /** 1 for the fields of the event itself. */
  readonly level: number;
  readonly isOpen: boolean;
  readonly canOpen: boolean;
  readonly place: number;
  readonly siblings: number;
  readonly parent: string | undefined;
}

export interface TreeView {
  /** Keys opened or closed against the default; `all` opens everything. */
  readonly open: readonly string[];
  readonly filter: string | undefined;
  /** A path or key that must be visible. */
  readonly field: string | undefined;
}

/** A schema this small is read at once; a larger one opens at its first level only. */
const OPEN_WHOLE = 40;

interface Walk extends TreeView {
  readonly toggled: ReadonlySet<string>;
  readonly isOpenByDefault: boolean;
  /** The options of the event itself, where it comes in several forms that fit on a page. */
  readonly forms: ReadonlySet<FieldNode>;
  readonly words: readonly string[];
  readonly visible: FieldRow[];
}

export function countFields(node: FieldNode): number {
  return node.children.reduce((sum, child) => sum + 1 + countFields(child), 0);
}

/** The server draws so many nodes and no more, and says where it stopped. */
const CUT = 'more is not shown';
export const isCut = (node: FieldNode): boolean =>
  node.constraints.includes(CUT) || node.children.some(isCut);

/** The lines to show, top down. */
export function fieldRows(root: FieldNode, view: TreeView): readonly FieldRow[] {
  const toggled = new Set(view.open);
  const walk: Walk = {
    ...view,
    toggled,
    isOpenByDefault: toggled.has('all') || countFields(root) <= OPEN_WHOLE,
    forms: formsOf(root),
    words: (view.filter ?? '').toLowerCase().split(/\s+/).filter(Boolean),
    visible: [],
  };
  const top = root.children.length > 0 ? root.children : [root];
  walkLevel(top, { key: '', level: 1 }, walk);
  return walk.visible;
}

/** They are the first level of the tree, told once per form, so they stand open. */
function formsOf(root: FieldNode): ReadonlySet<FieldNode> {
  const forms = root.children.filter(({ path }) => path === root.path);
  const rows = forms.reduce((sum, form) => sum + 1 + form.children.length, 0);
  return new Set(rows <= OPEN_WHOLE ? forms : forms.slice(0, 1));
}

interface Above {
  readonly key: string;
  readonly level: number;
}

function walkLevel(nodes: readonly FieldNode[], above: Above, walk: Walk): void {
  const shown = nodes.filter((node) => isWanted(node, walk.words));
  const seen = new Map<string, number>();
  shown.forEach((node, i) => {
    const times = (seen.get(node.name) ?? 0) + 1;
    seen.set(node.name, times);
    const key = `${above.key}/${node.name}${times > 1 ? `#${times}` : ''}`;
    const canOpen = node.children.length > 0;
    const isOpen = canOpen && isNodeOpen(node, key, walk);
    walk.visible.push({
      key,
      node,
      level: above.level,
      isOpen,
      canOpen,
      place: i + 1,
      siblings: shown.length,
      parent: above.key || undefined,
    });
    if (isOpen) walkLevel(node.children, { key, level: above.level + 1 }, walk);
  });
}

function isNodeOpen(node: FieldNode, key: string, walk: Walk): boolean {
  if (walk.words.length > 0) return node.children.some((child) => isWanted(child, walk.words));
  const isAsDefault = !walk.toggled.has(key);
  const isOpenByDefault = walk.isOpenByDefault || walk.forms.has(node);
  if (isOpenByDefault === isAsDefault) return true;
  // A field somebody links to is shown wherever it lies, unless its parent was closed by hand.
  return isAsDefault && node.children.some((child) => leadsTo(child, walk.field));
}

function leadsTo(node: FieldNode, field: string | undefined): boolean {
  if (!field) return false;
  return node.path === field || node.children.some((child) => leadsTo(child, field));
}

function isWanted(node: FieldNode, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = `${node.path} ${node.description ?? ''} ${node.classification ?? ''}`.toLowerCase();
  return (
    words.every((word) => text.includes(word)) || node.children.some((c) => isWanted(c, words))
  );
}

/** The row an address means: its key, else the first field of that path. */
export function selectedRow(
  rows: readonly FieldRow[],
  field: string | undefined,
): FieldRow | undefined {
  if (!field) return undefined;
  return rows.find((row) => row.key === field) ?? rows.find((row) => row.node.path === field);
}

/** What goes into the address: the path where it is enough, else the key. */
export function fieldName(rows: readonly FieldRow[], row: FieldRow): string {
  return selectedRow(rows, row.node.path) === row ? row.node.path : row.key;
}
