import { describe, expect, it } from '@jest/globals';
import type { FieldNode } from '../api/answers';
import { fieldName, fieldRows, isCut, selectedRow } from './field-rows';

const node = (path: string, children: FieldNode[] = [], name = path.split('/').at(-1) ?? '') =>
  ({ name, path, type: 'object', required: false, constraints: [], children }) as FieldNode;
const wide = Array.from({ length: 50 }, (_, i) => node(`/a/f${i}`));
const large = node('', [node('/a', wide), node('/b', [node('/b/c', [node('/b/c/d')])])]);
const small = node('', [node('/a', [node('/a/b')])]);

const view = { open: [], filter: undefined, field: undefined };
const paths = (root: FieldNode, change: object = {}) =>
  fieldRows(root, { ...view, ...change }).map((row) => row.node.path);

describe('the lines of the field tree', () => {
  it('a small schema stands open, a large one at its first level', () => {
    expect(paths(small)).toEqual(['/a', '/a/b']);
    expect(paths(large)).toEqual(['/a', '/b']);
    expect(paths(large, { open: ['all'] })).toHaveLength(54);
  });

  it('what was opened or closed by hand differs from the default', () => {
    expect(paths(large, { open: ['/b'] })).toEqual(['/a', '/b', '/b/c']);
    expect(paths(small, { open: ['/a'] })).toEqual(['/a']);
  });

  it('a linked field is shown wherever it lies', () => {
    expect(paths(large, { field: '/b/c/d' })).toEqual(['/a', '/b', '/b/c', '/b/c/d']);
  });

  it('a tree the server cut short is known as one', () => {
    const cut = { ...node('/a/b'), constraints: ['at least 1', 'more is not shown'] };
    expect(isCut(node('', [node('/a', [cut])]))).toBe(true);
    expect(isCut(large)).toBe(false);
  });

  it('a filter keeps matches and what leads to them', () => {
    expect(paths(large, { filter: 'B D' })).toEqual(['/b', '/b/c', '/b/c/d']);
    expect(paths(large, { filter: 'nowhere' })).toEqual([]);
  });

  it('forms of the event stand open, and a path they share still names one line', () => {
    const forms = node('', [
      node('', [node('/x')], '[1 of 2]'),
      node('', [node('/x')], '[2 of 2]'),
    ]);
    const rows = fieldRows(forms, view);
    expect(rows.map(({ key }) => key)).toEqual([
      '/[1 of 2]',
      '/[1 of 2]/x',
      '/[2 of 2]',
      '/[2 of 2]/x',
    ]);
    const names = rows.map((row) => fieldName(rows, row));
    expect(names.map((name) => selectedRow(rows, name))).toEqual(rows);
    expect(new Set(names).size).toBe(4);
  });
});
