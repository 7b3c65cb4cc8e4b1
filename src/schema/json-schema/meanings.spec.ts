import { describe, expect, it } from '@jest/globals';
import { meanings, type Node } from './meanings.js';

const nodesOf = (nodes: Readonly<Record<string, readonly string[]>>, changed?: string) =>
  new Map<string, Node>(
    Object.entries(nodes).map(([name, targets]) => [
      name,
      {
        text: name === changed ? 'changed' : name,
        references: new Map(targets.map((target) => [target, target])),
      },
    ]),
  );
/** The names of which a key changes when the text of one does. */
function touchedBy(name: string, nodes: Readonly<Record<string, readonly string[]>>) {
  const [before, after] = [meanings(nodesOf(nodes)), meanings(nodesOf(nodes, name))];
  return Object.keys(nodes).filter((each) => before.get(each) !== after.get(each));
}

describe('what a definition means', () => {
  it('changes with all it leads to, by whatever way, and with nothing else', () => {
    const shared = { root: ['left', 'right'], left: ['leaf'], right: ['leaf'], leaf: [] };
    expect(touchedBy('leaf', shared)).toEqual(['root', 'left', 'right', 'leaf']);
    expect(touchedBy('left', shared)).toEqual(['root', 'left']);
  });

  it('changes with every member of its circle', () => {
    const circle = { root: ['a'], a: ['b'], b: ['a', 'leaf'], leaf: [] };
    expect(touchedBy('a', circle)).toEqual(['root', 'a', 'b']);
    expect(touchedBy('leaf', circle)).toEqual(['root', 'a', 'b', 'leaf']);
  });
});
